"""Filters of the lists of cases."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import Stage
from studios.models import Application, Call
from unions.ui.filters import SearchFilter, select


def calls_of(request: Any) -> QuerySet[Call]:
    """The calls that the account may see."""
    return Call.objects.visible_to(request.user)


class CaseFilter(django_filters.FilterSet):
    """By words, call and state."""

    q = SearchFilter("number", "studio__name", "union__name", label=_("Number, studio or unit"))
    call = django_filters.ModelChoiceFilter(
        queryset=calls_of, label=_("Call"), empty_label=_("All calls"), widget=select()
    )
    state = django_filters.ChoiceFilter(
        choices=Stage.choices, label=_("State"), empty_label=_("All states"), widget=select()
    )

    class Meta:
        model = Application
        fields = ("q", "call", "state")
