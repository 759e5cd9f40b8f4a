"""Filters of written papers and of templates."""

import django_filters
from django.utils.translation import gettext_lazy as _

from studios.choices.reviews import PaperFormat, PaperKind
from studios.models import Paper, PaperTemplate
from unions.ui.filters import SearchFilter, select


def kinds() -> django_filters.ChoiceFilter:
    """A choice of kinds."""
    return django_filters.ChoiceFilter(
        choices=PaperKind.choices, label=_("Paper"), empty_label=_("All papers"), widget=select()
    )


class PaperFilter(django_filters.FilterSet):
    """By words, kind and format."""

    q = SearchFilter("file__name", "list_sha256", label=_("File name or check sum"))
    kind = kinds()
    format = django_filters.ChoiceFilter(
        choices=PaperFormat.choices, label=_("Format"), empty_label=_("All formats"), widget=select()
    )

    class Meta:
        model = Paper
        fields = ("q", "kind", "format")


class TemplateFilter(django_filters.FilterSet):
    """By words and kind."""

    q = SearchFilter("file__name", "note", label=_("File name or note"))
    kind = kinds()

    class Meta:
        model = PaperTemplate
        fields = ("q", "kind")
