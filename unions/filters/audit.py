"""Filters of the audit record."""

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unions.choices.audit import Verb
from unions.models import AuditEvent
from unions.ui.filters import SearchFilter, select


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "input"})


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class AuditFilter(django_filters.FilterSet):
    """What was done, by whom, from when to when, to what."""

    verb = django_filters.ChoiceFilter(label=_("What"), choices=Verb, widget=select(), empty_label=_("All"))
    account = SearchFilter("account_name", label=_("Who"))
    subject = SearchFilter("subject", label=_("Subject"))
    since = django_filters.DateFilter(label=_("Since"), method="begin", widget=_day())
    until = django_filters.DateFilter(label=_("Up to"), method="end", widget=_day())

    class Meta:
        model = AuditEvent
        fields = ()

    def begin(self, rows: QuerySet[AuditEvent], name: str, day: date) -> QuerySet[AuditEvent]:
        """From the first moment of the day in the office's time."""
        return rows.filter(at__gte=_begin(day))

    def end(self, rows: QuerySet[AuditEvent], name: str, day: Any) -> QuerySet[AuditEvent]:
        """The last day included."""
        return rows.filter(at__lt=_begin(day) + timedelta(days=1)) if day.year < 9999 else rows
