"""What a recommendation summary is written with."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from studios.actions.batches import LONGEST_OPINION, Report
from studios.models import Application, RecommendationBatch
from studios.queries.batches import own_recommenders, waiting_cases
from studios.values.document_numbers import parse_document_number
from unions import clock
from unions.models import Account, Union
from unions.values.text import clean_line, clean_text


class RevisionForm(forms.Form):
    """What every step on a list carries: the revision that the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class StartForm(forms.Form):
    """For which recommending union; shown only to those who serve several."""

    union = forms.ModelChoiceField(label=_("Recommending union"), queryset=Union.objects.none(), empty_label=None)

    def __init__(self, *args: Any, call: Any, account: Account, **kwargs: Any) -> None:
        """Offer the unions of the account that recommend in this call."""
        super().__init__(*args, **kwargs)
        found = own_recommenders(call, account)
        self.fields["union"].queryset = Union.objects.filter(pk__in=[union.pk for union in found])
        self.fields["union"].initial = found[0] if found else None
        if len(found) == 1:
            self.fields["union"].widget = forms.HiddenInput()


class AddCasesForm(RevisionForm):
    """Which of the waiting cases go on the list."""

    applications = forms.ModelMultipleChoiceField(
        label=_("Waiting cases"),
        queryset=Application.objects.none(),
        error_messages={"required": _("Choose at least one case."), "invalid_choice": _("Choose at least one case.")},
    )

    def __init__(self, *args: Any, batch: RecommendationBatch, **kwargs: Any) -> None:
        """Take what waits and is ready."""
        super().__init__(*args, **kwargs)
        self.order = [case.application.pk for case in waiting_cases(batch) if not case.fault]
        self.fields["applications"].queryset = Application.objects.filter(pk__in=self.order)

    @property
    def chosen(self) -> list[Application]:
        """The cases, the one that waited longest first."""
        return sorted(self.cleaned_data["applications"], key=lambda a: self.order.index(a.pk))


class ReportForm(RevisionForm):
    """Report number, opinion, signer, date and stamped scan; each may follow later, all before the hand-over."""

    number = forms.CharField(
        label=_("Report number"), max_length=60, required=False, help_text=_("For example 东澜工〔2026〕15号.")
    )
    opinion = forms.CharField(
        label=_("Opinion"), max_length=LONGEST_OPINION, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    signer = forms.CharField(label=_("Signed by"), max_length=60, required=False)
    signed_on = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    scan = forms.FileField(
        label=_("Stamped scan of the summary"), required=False, help_text=_("PDF or picture, 20 MB at most.")
    )

    def __init__(self, *args: Any, batch: RecommendationBatch, by_name: str = "", **kwargs: Any) -> None:
        """Show what was kept; the reader's own name and today where nothing was."""
        initial = {name: getattr(batch, name) for name in ("number", "opinion", "signer", "signed_on", "revision")}
        initial["signer"] = initial["signer"] or by_name
        initial["signed_on"] = initial["signed_on"] or clock.today()
        super().__init__(*args, initial=initial, **kwargs)

    def clean_number(self) -> str:
        """The number in its one writing; what is wrong with it is named, every fault."""
        typed = self.cleaned_data["number"]
        return str(parse_document_number(typed, today=clock.today())) if typed.strip() else ""

    def clean_opinion(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["opinion"])

    def clean_signer(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["signer"])

    def clean_signed_on(self) -> Any:
        """Not later than today."""
        day = self.cleaned_data["signed_on"]
        if day is not None and day > clock.today():
            raise ValidationError(_("The date of the signature is in the future."))
        return day

    @property
    def report(self) -> Report:
        """What the action takes."""
        values = self.cleaned_data
        return Report(values["number"], values["opinion"], values["signer"], values["signed_on"])
