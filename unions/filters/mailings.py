"""Filters of the outbox."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from unions.choices.outbox import MailingState
from unions.models import Mailing
from unions.ui.filters import SearchFilter, select


class MailingFilter(django_filters.FilterSet):
    """By words and state."""

    q = SearchFilter("about", "text", label=_("Words"))
    state = django_filters.ChoiceFilter(
        choices=MailingState.choices, label=_("State"), empty_label=_("All states"), widget=select(), method="standing"
    )

    class Meta:
        model = Mailing
        fields = ()

    def standing(self, rows: QuerySet[Mailing], name: str, value: Any) -> QuerySet[Mailing]:
        """Drafts, sent or discarded ones."""
        if value == MailingState.SENT:
            return rows.filter(sent_at__isnull=False)
        return rows.filter(sent_at=None, discarded_at__isnull=value == MailingState.DRAFT)
