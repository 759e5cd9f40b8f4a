"""What a desk fills in when it acts."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import Stage, StepName, Verdict, VetoGround
from studios.choices.sections import SectionKey
from studios.models import Application, ApplicationVersion, Attachment, ConditionRow
from studios.values.scan_marks import CHECK_LENGTH
from unions import clock
from unions.templatetags.formats import cn_date
from unions.values.text import clean_text

NOTE_LENGTH = 1000
RETURN_DAYS = 7
ABOVE_THE_UNIT = (Stage.RECOMMENDATION, Stage.QUALIFICATION)
CLOSING_HOUR, CLOSING_MINUTE = 17, 30


class StepForm(forms.Form):
    """What every step carries: the revision that the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        """Show the case's present revision."""
        self.application = application
        kwargs.setdefault("initial", {}).setdefault("revision", application.revision)
        super().__init__(*args, **kwargs)


class PlainForm(StepForm):
    """A step without words."""


class NoteForm(StepForm):
    """A step with its reason."""

    note = forms.CharField(
        label=_("Reason"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The applicant reads it."),
    )

    def clean_note(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["note"])


class SignForm(StepForm):
    """An opinion with signer, date and scan."""

    text = forms.CharField(label=_("Opinion"), max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 4}))
    signer = forms.CharField(label=_("Signed by"), max_length=60)
    signed_on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    scan = forms.FileField(label=_("Stamped scan"), required=False, help_text=_("PDF or picture, 20 MB at most."))

    def __init__(self, *args: Any, by_name: str = "", **kwargs: Any) -> None:
        """Offer the reader's own name and today; one pair of fields for each opinion that the call lists here."""
        initial = kwargs.setdefault("initial", {})
        initial.setdefault("signer", by_name)
        initial.setdefault("signed_on", clock.today())
        super().__init__(*args, **kwargs)
        listed = self.application.call.opinions.filter(stage=self.application.state)
        self.names = list(listed.values_list("name", flat=True))
        if len(self.names) > 1:
            self._ask_for_each(by_name)
        if self.application.is_proxy and self.application.state in ABOVE_THE_UNIT:
            self.fields["unit_scan"] = forms.FileField(
                label=_("Stamped scan of the unit"),
                required=False,
                help_text=_("This case was filed for the unit; its stamp is on paper. Upload it once."),
            )

    def _ask_for_each(self, by_name: str) -> None:
        """Name the first pair after its opinion and add a pair for each further one."""
        self.fields["text"].label = self.names[0]
        for position, name in enumerate(self.names[1:], start=2):
            self.fields[f"text_{position}"] = forms.CharField(
                label=name,
                max_length=NOTE_LENGTH,
                required=False,
                help_text=_("Empty: the opinion above stands for this one too."),
                widget=forms.Textarea(attrs={"rows": 4}),
            )
            self.fields[f"signer_{position}"] = forms.CharField(
                label=_("Signed by"), max_length=60, required=False, initial=by_name
            )
        pairs = [f"{part}_{n}" for n in range(2, len(self.names) + 1) for part in ("text", "signer")]
        self.order_fields(["revision", "text", "signer", *pairs, "signed_on", "scan"])

    @property
    def more(self) -> tuple[tuple[str, str], ...]:
        """Words and signers of the further opinions."""
        values = self.cleaned_data
        numbers = range(2, len(self.names) + 1)
        given = [(clean_text(values[f"text_{n}"]), values[f"signer_{n}"]) for n in numbers]
        return tuple((text, signer) for text, signer in given if text.strip())

    def clean_text(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["text"])


class VetoForm(NoteForm):
    """A veto with its ground."""

    ground = forms.ChoiceField(label=_("Ground"), choices=VetoGround.choices, widget=forms.RadioSelect)
    field_order = ("revision", "ground", "note")


class ReturnForm(NoteForm):
    """A return: a remark for each page that must change, and until when."""

    due_on = forms.DateField(
        label=_("Changes until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    renew_stamps = forms.NullBooleanField(
        label=_("Stamps"),
        required=False,
        widget=forms.Select(
            choices=[
                ("", _("As the rule says: renewed when pages 一 二 四 五 change")),
                ("true", _("Renewed")),
                ("false", _("Kept")),
            ]
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One remark field for each page of the form."""
        kwargs.setdefault("initial", {}).setdefault("due_on", clock.today() + timedelta(days=RETURN_DAYS))
        super().__init__(*args, **kwargs)
        for key in SectionKey:
            self.fields[f"remark_{key}"] = forms.CharField(
                label=f"{key.numeral} {key.label}",
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def remarks(self) -> dict[SectionKey, str]:
        """What was written for each page."""
        return {key: self.cleaned_data.get(f"remark_{key}", "") for key in SectionKey}


class LookForm(StepForm):
    """Who looked at evidence, in which file, on which page, and what they found."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=[(v.value, v.label) for v in (Verdict.MET, Verdict.NOT_MET)],
        widget=forms.RadioSelect,
    )
    attachment = forms.ModelChoiceField(
        label=_("File"), queryset=Attachment.objects.none(), required=False, empty_label=_("No file")
    )
    page = forms.IntegerField(label=_("Page"), min_value=1, max_value=300, required=False)

    def __init__(self, *args: Any, row: ConditionRow, **kwargs: Any) -> None:
        """Offer the files of the row's slot first, then the others of the case."""
        super().__init__(*args, **kwargs)
        files = Attachment.objects.filter(application=self.application, removed_at=None)
        slots = [row.condition.slot, f"slot-{row.condition.slot}"]
        own = files.filter(slot__in=slots)
        self.fields["attachment"].queryset = own if own.exists() else files


class CompareScanForm(forms.Form):
    """Which version a stamped paper shows, seen by eye."""

    version = forms.TypedChoiceField(
        label=_("Version on the paper"),
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("It stands at the foot of each page, with the check sum."),
    )

    def __init__(self, *args: Any, versions: Iterable[ApplicationVersion], **kwargs: Any) -> None:
        """Offer the versions, the newest first."""
        super().__init__(*args, **kwargs)
        self.fields["version"].choices = [(v.number, self.words(v)) for v in versions]

    @staticmethod
    def words(version: ApplicationVersion) -> str:
        """Number, day and check sum, as they stand on the paper."""
        facts = {"number": version.number, "day": cn_date(version.submitted_at), "check": version.sha256[:CHECK_LENGTH]}
        return _("version %(number)s of %(day)s, check sum %(check)s") % facts


class WaiveForm(StepForm):
    """A waiver with its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


FORMS: dict[StepName, type[StepForm]] = {
    StepName.AGREE: SignForm,
    StepName.FORWARD: SignForm,
    StepName.PASS: SignForm,
    StepName.RETURN: ReturnForm,
    StepName.VETO: VetoForm,
    StepName.PROPOSE: PlainForm,
    StepName.RESUBMIT: PlainForm,
    StepName.RECALL: PlainForm,
    StepName.CONFIRM_GIVE_UP: PlainForm,
}


def form_for(step: StepName) -> type[StepForm]:
    """The form of a step; what is not listed asks for a reason."""
    return FORMS.get(step, NoteForm)
