"""Filters of the lists of cases."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import Stage
from studios.models import Application, Call
from studios.queries.visits import awaiting_report
from unions.ui.filters import SearchFilter, select
from unions.values.numbers import whole_number

MOST_CALLS = 100


def calls_of(request: Any) -> QuerySet[Call]:
    """The newest calls that the account may see, and the one asked for: a country's thousands make no menu."""
    calls = Call.objects.visible_to(request.user)
    asked = whole_number(request.GET.get("call", ""))
    return calls.filter(Q(pk__in=calls.order_by("-year", "-pk").values("pk")[:MOST_CALLS]) | Q(pk=asked))


class CaseFilter(django_filters.FilterSet):
    """By words, call and state."""

    q = SearchFilter("number", "studio__name", "union__name", label=_("Number, studio or unit"))
    call = django_filters.ModelChoiceFilter(
        queryset=calls_of, label=_("Call"), empty_label=_("All calls"), widget=select()
    )
    state = django_filters.ChoiceFilter(
        choices=Stage.choices, label=_("State"), empty_label=_("All states"), widget=select()
    )
    waits = django_filters.ChoiceFilter(
        choices=[("report", _("A visit without a report"))],
        label=_("Waits for"),
        empty_label=_("All"),
        method="by_waiting",
        widget=select(),
    )

    class Meta:
        model = Application
        fields = ("q", "call", "state", "waits")

    def by_waiting(self, rows: QuerySet[Application], _name: str, _value: str) -> QuerySet[Application]:
        """Cases that stand at the visit and of which no visit was reported."""
        return rows.filter(pk__in=awaiting_report().values("pk"))
