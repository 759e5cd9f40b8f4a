"""Filters of the lists of notices and objections; nothing looks into what stays at the handling desk."""

import django_filters
from django.utils.translation import gettext_lazy as _

from studios.choices.reviews import Channel, NoticeState, ObjectionState
from studios.models import Objection, PublicNotice
from unions.ui.filters import SearchFilter, select


class NoticeFilter(django_filters.FilterSet):
    """By title and state."""

    q = SearchFilter("title", label=_("Title"))
    state = django_filters.ChoiceFilter(
        choices=NoticeState.choices, label=_("State"), empty_label=_("All states"), widget=select()
    )

    class Meta:
        model = PublicNotice
        fields = ("q", "state")


class ObjectionFilter(django_filters.FilterSet):
    """By candidate, state and channel."""

    q = SearchFilter("application__number", "application__studio__name", label=_("Number or studio"))
    state = django_filters.ChoiceFilter(
        choices=ObjectionState.choices, label=_("State"), empty_label=_("All states"), widget=select()
    )
    channel = django_filters.ChoiceFilter(
        choices=Channel.choices, label=_("Channel"), empty_label=_("All channels"), widget=select()
    )

    class Meta:
        model = Objection
        fields = ("q", "state", "channel")
