"""Filter of the blocks that wait to be published."""

import django_filters
from django.utils.translation import gettext_lazy as _

from studios.choices.showcase import BlockKey
from studios.models import ProfileBlock
from unions.ui.filters import SearchFilter, select


class BlockFilter(django_filters.FilterSet):
    """By studio, unit and kind of block."""

    q = SearchFilter("studio__name", "studio__number", label=_("Studio"))
    unit = SearchFilter("studio__union__name", "studio__union__employer", label=_("Unit"))
    key = django_filters.ChoiceFilter(label=_("Block"), choices=BlockKey, widget=select(), empty_label=_("All blocks"))

    class Meta:
        model = ProfileBlock
        fields = ("q", "unit", "key")
