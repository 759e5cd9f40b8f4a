"""Filters of what was searched and not found."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from studios.models import SearchMiss
from unions.ui.filters import SearchFilter


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "input"})


class SearchMissFilter(django_filters.FilterSet):
    """By words and period."""

    q = SearchFilter("words", label=_("Words searched"))
    since = django_filters.DateFilter("on", "gte", label=_("Since"), widget=_day())
    until = django_filters.DateFilter("on", "lte", label=_("Up to"), widget=_day())

    class Meta:
        model = SearchMiss
        fields = ()
