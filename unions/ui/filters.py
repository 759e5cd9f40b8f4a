"""Filters that every list shares: search that survives any text, and choices with our look."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet


class SearchFilter(django_filters.CharFilter):
    """A text field that looks into several columns; NUL and lone surrogates find nothing instead of failing."""

    def __init__(self, *paths: str, **extra: Any) -> None:
        """Keep the columns to look into."""
        self.paths = paths
        extra.setdefault("widget", forms.TextInput(attrs={"class": "input", "type": "search", "maxlength": 60}))
        super().__init__(**extra)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Rows in which any of the columns holds the words."""
        words = "".join(c for c in str(value or "") if c.isprintable()).strip()[:60]
        if not words:
            return qs
        condition = Q()
        for path in self.paths:
            condition |= Q(**{f"{path}__icontains": words})
        return qs.filter(condition)


def select() -> forms.Select:
    """A select in our look."""
    return forms.Select(attrs={"class": "select"})
