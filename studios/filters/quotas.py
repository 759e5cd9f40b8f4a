"""Filters of quotas and recommendation summaries."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from studios.models import Quota, RecommendationBatch, StudioKind
from unions.ui.filters import SearchFilter, select

LEFT = (("yes", _("Places left")), ("no", _("No places left")))


class QuotaFilter(django_filters.FilterSet):
    """By union, kind and what is left."""

    q = SearchFilter("union__name", "union__short_name", "union__code", label=_("Union"))
    kind = django_filters.ModelChoiceFilter(
        queryset=StudioKind.objects.all(), label=_("Studio kind"), empty_label=_("All kinds"), widget=select()
    )
    left = django_filters.ChoiceFilter(
        choices=LEFT, label=pgettext_lazy("places", "Left"), empty_label=_("All"), widget=select(), method="by_left"
    )

    class Meta:
        model = Quota
        fields = ("q", "kind", "left")

    def by_left(self, rows: QuerySet[Quota], name: str, value: Any) -> QuerySet[Quota]:
        """Rows with places, or without."""
        return rows.filter(left__gt=0) if value == "yes" else rows.filter(left__lte=0)


HANDED = (("yes", _("Handed over")), ("no", _("Being prepared")))


class BatchFilter(django_filters.FilterSet):
    """By number, recommender and whether it was handed over."""

    q = SearchFilter("number", "union__name", label=_("Report number or union"))
    handed = django_filters.ChoiceFilter(
        choices=HANDED, label=_("State"), empty_label=_("All"), widget=select(), method="by_handed"
    )

    class Meta:
        model = RecommendationBatch
        fields = ("q", "handed")

    def by_handed(self, rows: QuerySet[RecommendationBatch], name: str, value: Any) -> QuerySet[RecommendationBatch]:
        """Rows that were handed over, or not."""
        return rows.filter(handed_at__isnull=value == "no")
