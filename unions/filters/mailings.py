"""Filters of the outbox."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from unions.choices.outbox import MailingState, MailState
from unions.models import Mailing, Message
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


class OutboxFilter(django_filters.FilterSet):
    """By recipient and state."""

    q = SearchFilter("account__name", "account__username", label=_("Full name or username"))
    state = django_filters.ChoiceFilter(
        choices=[(s.value, s.label) for s in MailState if s is not MailState.NONE],
        label=_("State"),
        empty_label=_("All states"),
        widget=select(),
        method="standing",
    )

    class Meta:
        model = Message
        fields = ()

    def standing(self, rows: QuerySet[Message], name: str, value: Any) -> QuerySet[Message]:
        """Those that left, wait or failed."""
        if value == MailState.SENT:
            return rows.filter(mailed_at__isnull=False)
        waiting = rows.filter(mailed_at=None)
        return waiting.exclude(mail_fault="") if value == MailState.FAILED else waiting.filter(mail_fault="")
