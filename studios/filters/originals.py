"""Filters of the list of paper originals."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import Stage
from studios.choices.originals import Lack
from studios.filters.cases import calls_of
from studios.models import Application, ApplicationDesk
from studios.queries.originals import LACKS, recommenders_in
from unions.models import Union
from unions.ui.filters import SearchFilter, select


def _recommenders(request: Any) -> QuerySet[Union]:
    """Those of the cases in sight."""
    return recommenders_in(Application.objects.visible_to(request.user))


class OriginalFilter(django_filters.FilterSet):
    """By words, call, recommending union and what is missing."""

    q = SearchFilter("number", "studio__name", "union__name", label=_("Number, studio or unit"))
    call = django_filters.ModelChoiceFilter(
        queryset=calls_of, label=_("Call"), empty_label=_("All calls"), widget=select()
    )
    recommender = django_filters.ModelChoiceFilter(
        queryset=_recommenders,
        label=_("Recommending union"),
        empty_label=_("All"),
        widget=select(),
        method="by_recommender",
    )
    lack = django_filters.ChoiceFilter(
        choices=Lack.choices, label=_("What is missing"), empty_label=_("All"), widget=select(), method="by_lack"
    )

    class Meta:
        model = Application
        fields = ("q", "call", "recommender", "lack")

    def by_recommender(self, rows: QuerySet[Application], _name: str, union: Union) -> QuerySet[Application]:
        """Cases that this union recommends."""
        desks = ApplicationDesk.objects.filter(application=OuterRef("pk"), union=union, stage=Stage.RECOMMENDATION)
        return rows.filter(Exists(desks))

    def by_lack(self, rows: QuerySet[Application], _name: str, lack: str) -> QuerySet[Application]:
        """Cases whose paper lacks this."""
        return rows.filter(LACKS[lack])
