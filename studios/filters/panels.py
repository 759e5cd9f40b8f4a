"""Filters of the pool, of a panel's seats, and of the cases to assign."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from studios.choices.reviews import SeatState
from studios.models import Application, Expert, PanelGroup, PanelSeat
from studios.queries.panels import experts_a_case
from unions.models import IndustryGroup
from unions.ui.filters import SearchFilter, select

YES_NO = [("1", _("Yes")), ("0", _("No"))]


class PoolFilter(django_filters.FilterSet):
    """Whom to invite, by words and specialty."""

    q = SearchFilter("person__name", "unit", "title", "field_of_work", label=_("Name, unit, title or field"))
    specialty = django_filters.ModelChoiceFilter(
        field_name="specialties",
        queryset=IndustryGroup.objects.all(),
        label=_("Specialty"),
        empty_label=_("All specialties"),
        widget=select(),
    )

    class Meta:
        model = Expert
        fields = ("q", "specialty")


class ExpertFilter(PoolFilter):
    """By words, specialty, and whether the expert is available or has an account."""

    available = django_filters.ChoiceFilter(
        choices=YES_NO, label=_("Available"), empty_label=_("All"), method="is_available", widget=select()
    )
    account = django_filters.ChoiceFilter(
        choices=YES_NO, label=_("Has an account"), empty_label=_("All"), method="has_account", widget=select()
    )

    class Meta:
        model = Expert
        fields = ("q", "specialty", "available", "account")

    def is_available(self, rows: QuerySet[Expert], _name: str, value: str) -> QuerySet[Expert]:
        """Experts who may, or may not, be invited."""
        return rows.filter(is_active=value == "1")

    def has_account(self, rows: QuerySet[Expert], _name: str, value: str) -> QuerySet[Expert]:
        """Experts with, or without, an account."""
        return rows.filter(account__isnull=value == "0")


def groups_on(request: object) -> QuerySet[PanelGroup]:
    """The groups of the call that the page is about."""
    match = getattr(request, "resolver_match", None)
    return PanelGroup.objects.filter(call=match.kwargs["pk"]) if match else PanelGroup.objects.none()


class SeatFilter(django_filters.FilterSet):
    """By name, state and group of the call's own panel."""

    q = SearchFilter("expert__person__name", "expert__unit", label=_("Name or unit"))
    state = django_filters.ChoiceFilter(
        choices=SeatState.choices, label=_("State"), empty_label=_("All states"), widget=select()
    )
    group = django_filters.ModelChoiceFilter(
        queryset=groups_on,
        label=_("Panel group"),
        empty_label=_("All groups"),
        widget=select(),
    )

    class Meta:
        model = PanelSeat
        fields = ("q", "state", "group")


class CaseFilter(django_filters.FilterSet):
    """Cases by words, industry, and whether experts are missing."""

    q = SearchFilter("number", "studio__name", "union__name", label=_("Number, studio or unit"))
    industry = django_filters.ModelChoiceFilter(
        field_name="studio__industry__group",
        queryset=IndustryGroup.objects.all(),
        label=_("Industry group"),
        empty_label=_("All groups"),
        widget=select(),
    )
    short = django_filters.ChoiceFilter(
        choices=[("1", _("Too few")), ("0", _("Enough"))],
        label=_("Experts"),
        empty_label=_("All"),
        method="is_short",
        widget=select(),
    )

    class Meta:
        model = Application
        fields = ("q", "industry", "short")

    def is_short(self, rows: QuerySet[Application], _name: str, value: str) -> QuerySet[Application]:
        """Cases with fewer experts than the call asks for, or with enough."""
        first = rows.select_related("call").first()
        if first is None:
            return rows
        wanted = experts_a_case(first.call)
        return rows.filter(given__lt=wanted) if value == "1" else rows.filter(given__gte=wanted)
