"""Filters that every list shares: search that survives any text, and choices with our look."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


class SearchFilter(django_filters.CharFilter):
    """A text field that looks into several columns; NUL and lone surrogates find nothing instead of failing."""

    def __init__(self, *paths: str, **extra: Any) -> None:
        """Keep the columns to look into."""
        self.paths = paths
        extra.setdefault("widget", forms.TextInput(attrs={"class": "input", "type": "search", "maxlength": 60}))
        super().__init__(**extra)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Rows that the words find."""
        words = "".join(c for c in str(value or "") if c.isprintable()).strip()[:60]
        return qs.filter(self.condition(words)) if words else qs

    def condition(self, words: str) -> Q:
        """What a row must fulfil to be found by these words."""
        found = Q()
        for path in self.paths:
            found |= Q(**{f"{path}__icontains": words})
        return found


class FilterSelect(forms.Select):
    """A select whose options are written in one go: a template for each takes longer than the list's query."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The select with its options."""
        context = self.get_context(name, value, attrs)["widget"]
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (o["value"], mark_safe(" selected") if o["selected"] else "", o["label"])
                for _group, options, _index in context["optgroups"]
                for o in options
            ),
        )
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(context["attrs"]), options)


def select() -> forms.Select:
    """A select in our look."""
    return FilterSelect(attrs={"class": "select"})
