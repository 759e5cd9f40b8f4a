"""Filters of score sheets; experts search by number and words alone, for a search by name would tell a name."""

import django_filters
from django.utils.translation import gettext_lazy as _

from studios.choices.reviews import SheetState
from studios.models import Attachment, ScoreSheet
from unions.ui.filters import SearchFilter, select

PAPER_STATES = [(s.value, s.label) for s in (SheetState.TYPED, SheetState.SUBMITTED)]
RELEASED = [("yes", _("Released")), ("no", _("Not released"))]


class OwnSheetFilter(django_filters.FilterSet):
    """By number of the case and by words of the comment."""

    q = SearchFilter("assignment__application__number", "comment", label=_("Number or comment"))

    class Meta:
        model = ScoreSheet
        fields = ("q",)


class PaperSheetFilter(django_filters.FilterSet):
    """By case, expert and state."""

    q = SearchFilter(
        "assignment__application__number", "assignment__seat__expert__person__name", label=_("Number or expert")
    )
    state = django_filters.ChoiceFilter(
        choices=PAPER_STATES, label=_("State"), empty_label=_("All states"), widget=select()
    )

    class Meta:
        model = ScoreSheet
        fields = ("q", "state")


class ReleaseFilter(django_filters.FilterSet):
    """By case, file name and whether it is released."""

    q = SearchFilter("application__number", "name", label=_("Number or file name"))
    released = django_filters.ChoiceFilter(
        choices=RELEASED, label=_("State"), empty_label=_("All states"), widget=select(), method="by_release"
    )

    class Meta:
        model = Attachment
        fields = ("q", "released")

    def by_release(self, rows, name, value):
        """Released, or not."""
        return rows.filter(released_at__isnull=value != "yes")
