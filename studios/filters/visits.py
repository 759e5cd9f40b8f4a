"""Filters of the lists of visits and of departmental reviews."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from studios.choices.reviews import VisitState
from studios.models import Consultation, SiteVisit
from unions.ui.filters import SearchFilter, select


class VisitFilter(django_filters.FilterSet):
    """By words and state."""

    q = SearchFilter(
        "application__number",
        "application__studio__name",
        "application__union__name",
        label=_("Number, studio or unit"),
    )
    state = django_filters.ChoiceFilter(
        choices=VisitState.choices, label=_("State"), empty_label=_("All states"), widget=select()
    )

    class Meta:
        model = SiteVisit
        fields = ("q", "state")


class ConsultationFilter(django_filters.FilterSet):
    """By department and by whether it replied."""

    q = SearchFilter("department", "remark", label=_("Department or remark"))
    reply = django_filters.ChoiceFilter(
        choices=[("yes", _("Replied")), ("no", _("No reply yet"))],
        label=_("Reply of the department"),
        empty_label=_("All"),
        method="replied",
        widget=select(),
    )

    class Meta:
        model = Consultation
        fields = ("q", "reply")

    def replied(self, rows: QuerySet[Consultation], _name: str, value: Any) -> QuerySet[Consultation]:
        """Those with a reply, or those without."""
        return rows.filter(replied_on__isnull=value == "no")
