"""Forms of projects, results, benefits, activities and files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.actions.activities import save_activity
from studios.actions.benefits import save_benefit
from studios.actions.projects import save_project
from studios.actions.results import save_result
from studios.choices.register import ActivityKind, BenefitMethod, ProblemArea, ProjectState
from studios.forms.application.fields import Day, Month, Pick, Text, Tick, Wan, Whole, Year
from studios.forms.register.base import RegisterForm
from studios.models import ResultKind
from unions.models import Account


class ProjectForm(RegisterForm):
    """A project."""

    names = ("title", "area", "state", "approved_by", "starts_on", "ends_on", "difficulty")
    layout = (("area", "state", "approved_by"), ("starts_on", "ends_on"))
    title = Text(limit=40, label=_("Title"))
    area = Pick(choices=ProblemArea.choices, label=_("Problem area"))
    state = Pick(choices=ProjectState.choices, label=_("State"))
    approved_by = Text(limit=60, required=False, label=_("Approved by"))
    starts_on = Month(required=False, label=_("Starts"))
    ends_on = Month(required=False, ahead=6, label=_("Ends"))
    difficulty = Text(limit=500, lines=4, required=False, label=_("Difficulty solved"))

    def save(self, *, by: Account) -> Any:
        """Add or change the project."""
        return save_project(self.studio, self.values, by=by, project=self.row, version=self.shown_version)


class ResultForm(RegisterForm):
    """A result; of a secret one metadata alone."""

    names = (
        "title",
        "kind",
        "area",
        "number",
        "finished_on",
        "adopters_count",
        "problem",
        "novelty",
        "is_secret",
    )
    dictionaries = {"kind": ResultKind}
    layout = (("kind", "area", "number"), ("finished_on", "adopters_count"))
    title = Text(limit=60, label=_("Title"))
    kind = forms.ModelChoiceField(ResultKind.objects.none(), label=_("Kind"))
    area = Pick(choices=ProblemArea.choices, required=False, label=_("Problem area"))
    number = Text(
        limit=40,
        required=False,
        label=_("Number"),
        help_text=_("Of the patent, certificate or standard. A patent as ZL201710601862.3."),
    )
    finished_on = Day(required=False, label=_("Finished on"))
    adopters_count = Whole(required=False, high=100_000, label=_("Adopting units"))
    problem = Text(limit=500, lines=4, required=False, label=_("Problem"))
    novelty = Text(limit=500, lines=5, required=False, label=_("Method and novelty"))
    is_secret = Tick(
        required=False,
        label=_("This result is secret"),
        help_text=_("Of a secret result only title, kind, number and date are kept. No text, no files."),
    )

    def prepare(self) -> None:
        """Group the kinds as screens show them."""
        self.fields["kind"].queryset = self.fields["kind"].queryset.order_by("position", "pk")

    def clean_adopters_count(self) -> int:
        """Nothing typed is none."""
        return self.cleaned_data["adopters_count"] or 0

    def save(self, *, by: Account) -> Any:
        """Add or change the result."""
        return save_result(self.studio, self.values, by=by, result=self.row, version=self.shown_version)


class BenefitForm(RegisterForm):
    """Benefit of one year; `result` is the row that it belongs to."""

    names = ("year", "method", "amount", "formula", "period", "is_certified")
    layout = (("year", "method", "amount", "period"),)
    year = Year(label=_("Year"))
    method = Pick(choices=BenefitMethod.choices, label=_("Method"))
    amount = Wan(required=False, label=_("Amount"))
    formula = Text(limit=300, lines=3, required=False, label=_("Formula"))
    period = Text(limit=60, required=False, label=_("Period"))
    is_certified = Tick(required=False, label=_("Certified by the unit's finance department"))

    def __init__(self, *args: Any, result: Any, **kwargs: Any) -> None:
        """Keep the result."""
        self.result = result
        super().__init__(*args, studio=result.studio, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Money has an amount."""
        found = super().clean()
        is_money = found.get("method") not in (None, BenefitMethod.SOCIAL)
        if is_money and found.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Fill in the amount. Fill in 0 if there is none."))
        return found

    def save(self, *, by: Account) -> Any:
        """Add or change the benefit."""
        return save_benefit(self.result, self.values, by=by, benefit=self.row, version=self.shown_version)


class ActivityForm(RegisterForm):
    """An activity."""

    names = ("topic", "kind", "happened_on", "people_count", "place", "note")
    layout = (("kind", "happened_on"), ("people_count", "place"))
    topic = Text(limit=80, label=_("Topic"))
    kind = Pick(choices=ActivityKind.choices, label=_("Kind"))
    happened_on = Day(label=_("Date"))
    people_count = Whole(required=False, high=100_000, label=_("People"))
    place = Text(limit=80, required=False, label=_("Place"))
    note = Text(limit=500, lines=3, required=False, label=_("Note"))

    def save(self, *, by: Account) -> Any:
        """Add or change the activity."""
        return save_activity(self.studio, self.values, by=by, activity=self.row, version=self.shown_version)


class ReasonForm(forms.Form):
    """Why a result goes back."""

    reason = Text(limit=300, lines=3, label=_("Reason"), help_text=_("The studio reads it."))
    version = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)


class FileForm(forms.Form):
    """One file for a studio or a result."""

    file = forms.FileField(
        label=_("File"), help_text=_("PDF, JPG, PNG, WEBP, DOCX or XLSX, 20 MB at most."), allow_empty_file=True
    )
