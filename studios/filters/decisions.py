"""Filters of decisions and designations."""

import django_filters
from django.utils.translation import gettext_lazy as _

from studios.choices.register import DecisionKind, Origin
from studios.models import Decision
from unions.ui.filters import SearchFilter, select


class DecisionFilter(django_filters.FilterSet):
    """By words, kind and origin."""

    q = SearchFilter("number", "title", "issuer", label=_("Number, title or issuer"))
    kind = django_filters.ChoiceFilter(
        choices=DecisionKind.choices, label=_("Kind"), empty_label=_("All kinds"), widget=select()
    )
    origin = django_filters.ChoiceFilter(
        choices=Origin.choices, label=_("Origin"), empty_label=_("All origins"), widget=select()
    )

    class Meta:
        model = Decision
        fields = ("q", "kind", "origin")
