"""Filters of the lists of letters."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from studios.choices.showcase import AdoptionState, RequestState, ServiceKind
from studios.filters.register import choice, unit_of
from studios.models import Adoption, CooperationRequest
from unions import clock
from unions.ui.filters import SearchFilter

ME = [("me", _("Waits for me"))]


class LetterFilter(django_filters.FilterSet):
    """What both kinds of letter are narrowed by."""

    studio = SearchFilter("studio__name", "studio__number", label=_("Studio"))
    unit = unit_of("studio__union")
    waits = choice(_("To do"), ME, _("All"), method="by_waiting")

    def by_waiting(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Those that wait for this account, as the navigation counts them."""
        return rows.waiting().kept_by(self.request.user)


class AdoptionFilter(LetterFilter):
    """Adoptions by words, studio, unit and state."""

    q = SearchFilter("organisation", "result__title", "receipt", label=_("Adopting unit, result or receipt"))
    state = choice(_("State"), AdoptionState.choices, _("All states"))

    class Meta:
        model = Adoption
        fields = ("q", "studio", "unit", "state", "waits")


class RequestFilter(LetterFilter):
    """Cooperation requests by words, studio, unit, what is asked, state, and whether they are overdue."""

    q = SearchFilter("organisation", "receipt", label=_("Unit that asks, or receipt"))
    kind = choice(_("What is asked"), ServiceKind.choices, _("All kinds"))
    state = choice(_("State"), RequestState.choices, _("All states"))
    late = choice(_("Time of the answer"), [("1", _("Overdue"))], _("All"), method="by_late")

    class Meta:
        model = CooperationRequest
        fields = ("q", "studio", "unit", "kind", "state", "late", "waits")

    def by_late(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Those whose day has passed without an answer."""
        return rows.waiting().filter(due_on__lt=clock.today())
