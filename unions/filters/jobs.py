"""Filters of the page of jobs."""

import django_filters
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from unions.choices.jobs import JobState
from unions.ui.filters import select


class JobFilter(django_filters.FilterSet):
    """By state."""

    status = django_filters.ChoiceFilter(label=_("State"), choices=JobState, widget=select(), empty_label=_("All"))

    class Meta:
        model = ProcrastinateJob
        fields = ()
