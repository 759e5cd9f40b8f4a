"""Filters of the board, of its experts and of its sheets."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from studios.choices.reviews import SeatState
from studios.models import Application, Assignment, PanelSeat
from unions.models import IndustryGroup
from unions.ui.filters import SearchFilter, select

MARKS = {
    "short": _("Too few sheets"),
    "wide": _("Wide spread"),
    "again": _("Being reconsidered"),
    "passed": _("Reaches the line"),
    "failed": _("Below the line"),
}
# What would tell points before the panel is closed.
TELLING = ("passed", "failed")


def industry_groups(_request: Any) -> QuerySet[IndustryGroup]:
    """Every industry group."""
    return IndustryGroup.objects.all()


class ProgressFilter(django_filters.FilterSet):
    """By words, industry group and what asks for attention."""

    q = SearchFilter("number", "studio__name", "union__name", label=_("Number, studio or unit"))
    group = django_filters.ModelChoiceFilter(
        field_name="studio__industry__group",
        queryset=industry_groups,
        label=_("Industry group"),
        empty_label=_("All groups"),
        widget=select(),
    )
    mark = django_filters.ChoiceFilter(
        choices=[(key, label) for key, label in MARKS.items() if key not in TELLING],
        label=_("Mark"),
        empty_label=_("All"),
        widget=select(),
        method="by_mark",
    )

    class Meta:
        model = Application
        fields = ("q", "group", "mark")

    def by_mark(self, rows: QuerySet[Any], _name: str, mark: str) -> QuerySet[Any]:
        """Cases with the mark."""
        return rows.filter(
            **{
                "short": {"is_short": True},
                "wide": {"is_wide": True},
                "again": {"is_again": True},
                "passed": {"passed": True},
                "failed": {"passed": False},
            }[mark]
        )


class BoardFilter(ProgressFilter):
    """The same with the passing line, once the panel is closed."""

    mark = django_filters.ChoiceFilter(
        choices=list(MARKS.items()), label=_("Mark"), empty_label=_("All"), widget=select(), method="by_mark"
    )


class SeatFilter(django_filters.FilterSet):
    """By name and state."""

    q = SearchFilter("expert__person__name", "expert__unit", label=_("Name or unit"))
    state = django_filters.ChoiceFilter(
        choices=SeatState.choices, label=_("State"), empty_label=_("All states"), widget=select()
    )

    class Meta:
        model = PanelSeat
        fields = ("q", "state")


class SeatProgressFilter(SeatFilter):
    """The same with whether sheets are still to come."""

    owes = django_filters.ChoiceFilter(
        choices=[("1", _("Still to hand in"))],
        label=_("Sheets"),
        empty_label=_("All"),
        method="by_owing",
        widget=select(),
    )

    class Meta:
        model = PanelSeat
        fields = ("q", "state", "owes")

    def by_owing(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Experts at work who still owe sheets."""
        return rows.filter(todo__gt=0, state__in=[SeatState.INVITED, SeatState.DECLARED])


class SheetFilter(django_filters.FilterSet):
    """By words."""

    q = SearchFilter("application__number", "application__studio__name", label=_("Number or studio"))

    class Meta:
        model = Assignment
        fields = ("q",)
