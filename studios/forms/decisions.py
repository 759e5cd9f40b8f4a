"""What a decision is written with."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from studios.actions.decisions import Paper
from studios.choices.calls import Stage
from studios.models import Application, Attachment, Call, Decision, Designation
from studios.values.document_numbers import parse_document_number
from unions import clock
from unions.values.text import clean_line, clean_text


class PaperForm(forms.Form):
    """Number, date, title, meeting record and signed file of a paper."""

    number = forms.CharField(label=_("Document number"), max_length=60, help_text=_("For example 东澜工〔2026〕15号."))
    decided_on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    meeting_record = forms.CharField(label=_("Meeting record"), max_length=120, required=False)
    file = forms.FileField(label=_("Signed file"), help_text=_("PDF or picture, 20 MB at most."))

    def clean_number(self) -> str:
        """The number in its one writing; what is wrong with it is named, every fault."""
        return str(parse_document_number(self.cleaned_data["number"], today=clock.today()))

    def clean_decided_on(self) -> Any:
        """Not later than today."""
        day = self.cleaned_data["decided_on"]
        if day > clock.today():
            raise ValidationError(_("The date of the decision is in the future."))
        return day

    def clean_title(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["title"])

    def clean_meeting_record(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["meeting_record"])

    def paper(self, kept: Attachment | None) -> Paper:
        """The paper with its file kept."""
        values = self.cleaned_data
        return Paper(
            number=values["number"],
            decided_on=values["decided_on"],
            title=values["title"],
            meeting_record=values["meeting_record"],
            file=kept,
        )


class NamingForm(PaperForm):
    """A naming decision: which of the ready cases."""

    applications = forms.ModelMultipleChoiceField(
        label=_("Ready cases"),
        queryset=Application.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one case that is ready.")},
    )
    field_order = ("applications", "number", "decided_on", "title", "meeting_record", "file")

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        """Offer the cases of the call that await their paper."""
        super().__init__(*args, **kwargs)
        ready = call.applications.filter(state=Stage.DECISION).select_related("studio", "union").order_by("number")
        field = self.fields["applications"]
        field.queryset = call.applications.filter(state__in=[Stage.DECISION, Stage.NAMED]) if self.is_bound else ready
        field.label_from_instance = lambda a: f"{a.studio.name}（{a.union.employer_name}，{a.number}）"


class RevocationForm(PaperForm):
    """A revocation: which designations of the decision, and why."""

    designations = forms.ModelMultipleChoiceField(
        label=_("Designations"), queryset=Designation.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    field_order = ("designations", "reason", "number", "decided_on", "title", "meeting_record", "file")

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        """Offer what is still in force; all of it is ticked."""
        standing = Designation.objects.in_force().filter(decision=decision).select_related("studio")
        kwargs.setdefault("initial", {})["designations"] = [d.pk for d in standing]
        super().__init__(*args, **kwargs)
        field = self.fields["designations"]
        field.queryset = standing
        field.label_from_instance = lambda d: f"{d.studio.name}（{d.plaque_number}）"

    def clean_reason(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["reason"])
