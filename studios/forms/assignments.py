"""Forms of assignments: experts of a case, cases of an expert, a sheet, dealing out."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from studios.imports.assignments import text_of_file
from studios.models import Application, PanelSeat

LONGEST_SHEET = 600_000
MOST_EXPERTS = 30


class SeatsForm(forms.Form):
    """Which experts look at a case."""

    seats = forms.ModelMultipleChoiceField(
        label=_("Experts"),
        queryset=PanelSeat.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those who are recused are not offered. Picks by hand stay when the rest is dealt out anew."),
    )

    def __init__(self, *args: Any, seats: QuerySet[PanelSeat], best: frozenset[int], **kwargs: Any) -> None:
        """Offer seats with their load; those of the case's own field are marked."""
        super().__init__(*args, **kwargs)
        self.best = best
        self.fields["seats"].queryset = seats
        self.fields["seats"].label_from_instance = self._described

    def _described(self, seat: PanelSeat) -> str:
        load = _("%(load)s cases") % {"load": f"{seat.load} / {seat.capacity}" if seat.capacity else seat.load}
        parts = [f"{seat.number} {seat.expert.person.name}", seat.expert.unit, str(load)]
        if seat.pk in self.best:
            parts.append(str(_("own field")))
        return " · ".join(part for part in parts if part)


class CasesForm(forms.Form):
    """Which cases an expert looks at."""

    cases = forms.ModelMultipleChoiceField(
        label=_("Cases to review"),
        queryset=Application.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Recused cases are not offered. Picks by hand stay when the rest is dealt out anew."),
    )

    def __init__(self, *args: Any, cases: QuerySet[Application], **kwargs: Any) -> None:
        """Offer cases with how many experts they have."""
        super().__init__(*args, **kwargs)
        self.fields["cases"].queryset = cases
        self.fields["cases"].label_from_instance = case_described


def case_described(case: Application) -> str:
    """A case with studio, unit and experts."""
    given = _("%(given)s experts") % {"given": case.given}
    return " · ".join([case.number, case.studio.name, case.studio.employer_name, str(given)])


class SheetForm(forms.Form):
    """Rows of a sheet, pasted or as a CSV file."""

    rows = forms.CharField(
        label=_("Rows"),
        max_length=LONGEST_SHEET,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_("Case number, then the expert's seat number or name; one pair a row."),
        error_messages={"max_length": _("This is more than can be pasted at once. Paste at most 10,000 rows.")},
    )
    file = forms.FileField(label=_("Or a CSV file"), required=False)

    def clean_file(self) -> str:
        """The text of the file."""
        upload = self.cleaned_data["file"]
        if upload is None:
            return ""
        if upload.size > LONGEST_SHEET:
            raise ValidationError(_("The file is too large. A CSV of 10,000 rows has less than 600 kB."))
        return text_of_file(upload.read())

    def clean(self) -> dict[str, Any]:
        """Rows or a file."""
        values = super().clean()
        if not self.errors and not (values["rows"].strip() or values["file"]):
            self.add_error("rows", _("Paste the rows, or choose a CSV file."))
        return values

    @property
    def text(self) -> str:
        """What is read."""
        return self.cleaned_data["file"] or self.cleaned_data["rows"]


class DealForm(forms.Form):
    """How to deal out."""

    wanted = forms.IntegerField(label=_("Experts a case"), min_value=1, max_value=MOST_EXPERTS)
    renew = forms.BooleanField(
        label=_("Deal out anew what is neither fixed nor handed in"),
        required=False,
        help_text=_("Without it all present assignments stay and only gaps are filled."),
    )


class ApplyForm(DealForm):
    """The plan that the page showed, to be applied."""

    seal = forms.CharField(max_length=64, widget=forms.HiddenInput)
    wanted = forms.IntegerField(min_value=1, max_value=MOST_EXPERTS, widget=forms.HiddenInput)
    renew = forms.BooleanField(required=False, widget=forms.HiddenInput)
