"""Filters of the list of calls."""

import django_filters
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import CallState
from studios.models import Call
from unions.choices.tree import Level
from unions.ui.filters import SearchFilter, select


class CallFilter(django_filters.FilterSet):
    """By words, level and state."""

    q = SearchFilter("title", "union__name", label=_("Title or union"))
    level = django_filters.ChoiceFilter(
        choices=Level.choices, label=_("Level"), empty_label=_("All levels"), widget=select()
    )
    state = django_filters.ChoiceFilter(
        choices=CallState.choices, label=_("State"), empty_label=_("All states"), widget=select()
    )

    class Meta:
        model = Call
        fields = ("q", "level", "state")
