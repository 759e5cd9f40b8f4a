"""What a copy of a call is to be, and which cases a practice call names."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.actions.year_roll import Copy
from studios.choices.calls import Stage
from studios.models import Application, Call
from unions.values.text import clean_line


class CopyForm(forms.Form):
    """Year, title and opening of a copy, and what comes along."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    title = forms.CharField(label=_("Title"), max_length=60)
    opens_on = forms.DateField(
        label=_("Opens on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave empty for the same weekday at the same place of the year."),
    )
    with_quotas = forms.BooleanField(label=_("Carry the quotas over"), required=False, initial=True)
    with_experts = forms.BooleanField(
        label=_("Carry panel groups and experts over"),
        required=False,
        help_text=_("They are invited when the call opens, and declare anew."),
    )
    is_practice = forms.BooleanField(
        label=_("As a practice call"),
        required=False,
        help_text=_("Never public, without paper, number or plaque; it can be wiped with all that was done in it."),
    )

    def clean_title(self) -> str:
        """One line without signs that cannot be shown."""
        return clean_line(self.cleaned_data["title"])

    @property
    def copy(self) -> Copy:
        """What the action takes."""
        return Copy(**self.cleaned_data)


class PracticeNamingForm(forms.Form):
    """Which of the ready cases; a practice call has no paper."""

    applications = forms.ModelMultipleChoiceField(
        label=_("Ready cases"),
        queryset=Application.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one case that is ready.")},
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        """Offer the cases of the call that stand at their end."""
        super().__init__(*args, **kwargs)
        ready = call.applications.filter(state=Stage.DECISION).select_related("studio", "union").order_by("number")
        field = self.fields["applications"]
        field.queryset = ready
        field.label_from_instance = lambda a: f"{a.studio.name}（{a.union.employer_name}，{a.number}）"
