"""The review settings of a call."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import Stage
from studios.forms.calls import MomentField
from studios.models import ReviewPlan
from studios.queries.plans import fingerprint

PANEL_FIELDS = (
    "method",
    "is_secret_ballot",
    "is_blind",
    "experts_a_case",
    "least_sheets",
    "pass_points",
    "spread_limit",
    "opens_scores_at",
)
MEETING_FIELDS = ("places", "reserves")
LIMITS = (("least_sheets", 1, 99), ("experts_a_case", 1, 99), ("visit_weight", 0, 100), ("reserves", 0, 999))
NOTICE_FIELDS = ("notice_order", "takes_anonymous")


class PlanForm(forms.ModelForm):
    """How panel, visit, meeting and notice work; what a stage that is off would ask is left out."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    opens_scores_at = MomentField(
        label=_("Units read their scores from"),
        required=False,
        help_text=_("Leave empty to keep scores and comments to the naming union."),
    )

    class Meta:
        model = ReviewPlan
        fields = (*PANEL_FIELDS, "visit_weight", *MEETING_FIELDS, *NOTICE_FIELDS)
        widgets = {"method": forms.RadioSelect, "notice_order": forms.RadioSelect}
        help_texts = {
            "is_secret_ballot": _("For votes: nobody sees who voted how."),
            "is_blind": _("Experts see no names of units and people, and only files that were released."),
            "experts_a_case": _("So many experts each case is given to."),
            "least_sheets": _("The panel can't close before each case has them. Scoring needs three."),
            "pass_points": _("Of 100. Usual are 60, and 75 at city level and above."),
            "spread_limit": _("Where experts are further apart, the case is proposed for another look."),
            "visit_weight": _("The panel has the rest. Without a visit the panel counts in full."),
            "places": _("Leave empty if the number is open until the meeting."),
            "takes_anonymous": _("Otherwise only people by name and units by seal object."),
        }

    def __init__(self, *args: Any, stages: tuple[Stage, ...], **kwargs: Any) -> None:
        """Ask only what the call's stages need, and remember what was looked at."""
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = fingerprint(self.instance)
        self.fields["method"].choices = [c for c in self.fields["method"].choices if c[0]]
        self.fields["notice_order"].choices = [c for c in self.fields["notice_order"].choices if c[0]]
        for name, least, most in LIMITS:
            self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]
        needs = {
            Stage.PANEL: PANEL_FIELDS,
            Stage.VISIT: ("visit_weight",),
            Stage.MEETING: MEETING_FIELDS,
            Stage.NOTICE: NOTICE_FIELDS,
        }
        for stage, names in needs.items():
            for name in () if stage in stages else names:
                del self.fields[name]

    @property
    def settings(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "seen"}

    def part(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        """The fields of one part of the page that are asked."""
        return [self[name] for name in names if name in self.fields]

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The parts of the page with their fields."""
        whole = (
            (Stage.PANEL.label, PANEL_FIELDS),
            (Stage.VISIT.label, ("visit_weight",)),
            (Stage.MEETING.label, MEETING_FIELDS),
            (Stage.NOTICE.label, NOTICE_FIELDS),
        )
        return [(title, fields) for title, names in whole if (fields := self.part(names))]
