"""What the public, the desk and the unit fill in about an objection."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from studios.actions.objections import SETTLED, Received, Settlement
from studios.choices.reviews import Channel, ObjectionState, Objector
from studios.models import Application, Objection, PublicNotice
from studios.queries.plans import plan_of
from unions.values.text import clean_line, clean_text


def rows(n: int) -> forms.Textarea:
    """A text area of so many lines."""
    return forms.Textarea(attrs={"rows": n})


class ObjectionForm(forms.Form):
    """An objection as the public sends it; the key makes a second click harmless."""

    application = forms.ModelChoiceField(
        label=_("Candidate"), queryset=Application.objects.none(), required=False, empty_label=_("The whole list")
    )
    text = forms.CharField(
        label=_("Objection and facts"),
        max_length=3000,
        widget=rows(7),
        help_text=_("What, when, where, and what shows it."),
    )
    kind = forms.ChoiceField(label=_("You object as"), widget=forms.RadioSelect, initial=Objector.PERSON)
    name = forms.CharField(label=_("Real name, or full name of the unit"), max_length=80, required=False)
    contact = forms.CharField(
        label=_("Telephone or address"),
        max_length=120,
        required=False,
        help_text=_("Only the officers who handle the objection read name and contact; each reading is recorded."),
    )
    file = forms.FileField(
        label=_("Evidence or stamped paper"),
        required=False,
        help_text=_("PDF or picture, 20 MB at most. A unit adds its paper with the seal."),
    )
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, notice: PublicNotice, **kwargs: Any) -> None:
        """Offer the candidates of the notice, and anonymity only where the call takes it."""
        kwargs.setdefault("initial", {}).setdefault("key", secrets.token_hex(16))
        super().__init__(*args, **kwargs)
        names = {row["application"]: row["studio"] for row in notice.content}
        field = self.fields["application"]
        field.queryset = Application.objects.filter(notice_lines__notice=notice).order_by("notice_lines__position")
        field.label_from_instance = lambda a: names.get(a.number, a.number)
        hidden = () if plan_of(notice.call).takes_anonymous else (Objector.ANONYMOUS,)
        self.fields["kind"].choices = [c for c in Objector.choices if c[0] not in hidden]

    def clean_text(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["text"])

    def clean_name(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["name"])

    def clean_contact(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["contact"])

    def clean_key(self) -> str:
        """Letters and digits alone; an odd key is as good as none."""
        key = self.cleaned_data["key"]
        return key if key.isascii() and key.isalnum() else secrets.token_hex(16)

    @property
    def received(self) -> Received:
        """What the action takes."""
        values = self.cleaned_data
        upload = values["file"]
        return Received(
            text=values["text"],
            channel=values.get("channel") or Channel.ONLINE,
            kind=values["kind"],
            name=values["name"],
            contact=values["contact"],
            application=values["application"],
            file=upload,
            file_name=upload.name if upload else "",
        )


class RegisterForm(ObjectionForm):
    """An objection that came by letter, telephone or in person, registered at the desk."""

    channel = forms.ChoiceField(label=_("Came in by"), choices=Channel.choices, initial=Channel.LETTER)
    field_order = ("channel", "application", "text", "kind", "name", "contact", "file", "key")


class ObjectionStepForm(forms.Form):
    """What every step carries: the revision that the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, objection: Objection, **kwargs: Any) -> None:
        """Show the objection's present revision."""
        self.objection = objection
        kwargs.setdefault("initial", {}).setdefault("revision", objection.revision)
        super().__init__(*args, **kwargs)


class SiftForm(ObjectionStepForm):
    """Accepted, or not with a reason."""

    accept = forms.ChoiceField(
        label=_("Decision on acceptance"),
        choices=[("yes", _("Accept it")), ("no", _("Do not accept it"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=rows(3),
        required=False,
        help_text=_("Needed when it is not accepted. The objector reads it."),
    )

    def clean_reason(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["reason"])


class WordsForm(ObjectionStepForm):
    """One text: the question to the unit, or its reply."""

    text = forms.CharField(label=_("Text"), max_length=2000, widget=rows(6))

    def __init__(self, *args: Any, label: Any, hint: Any = "", most: int = 2000, **kwargs: Any) -> None:
        """Name the field as the page needs it."""
        super().__init__(*args, **kwargs)
        field = forms.CharField(label=label, help_text=hint, max_length=most, widget=rows(6))
        self.fields["text"] = field

    def clean_text(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["text"])


class SettleForm(ObjectionStepForm):
    """Outcome, finding, reply, and what the public reads when the notice is corrected."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(s.value, s.label) for s in ObjectionState if s in SETTLED],
        widget=forms.RadioSelect,
    )
    finding = forms.CharField(
        label=pgettext_lazy("objection", "Finding"),
        max_length=2000,
        widget=rows(5),
        help_text=_("The unit reads it. Say nothing that shows who objects."),
    )
    reply = forms.CharField(
        label=_("Reply to the objector"),
        max_length=1000,
        widget=rows(4),
        help_text=_("Shown to whoever enters the receipt number."),
    )
    note = forms.CharField(
        label=_("Note on the correction"),
        max_length=300,
        widget=rows(2),
        required=False,
        help_text=_("Needed when the notice is corrected. The public reads it above the notice."),
    )
    again = forms.BooleanField(label=_("Show the notice again for a full period from today"), required=False)

    def _words(self, name: str) -> str:
        return clean_text(self.cleaned_data[name])

    def clean_finding(self) -> str:
        """Words without signs that cannot be shown."""
        return self._words("finding")

    def clean_reply(self) -> str:
        """Words without signs that cannot be shown."""
        return self._words("reply")

    def clean_note(self) -> str:
        """Words without signs that cannot be shown."""
        return self._words("note")

    @property
    def settlement(self) -> Settlement:
        """What the action takes."""
        return Settlement(
            **{name: self.cleaned_data[name] for name in ("outcome", "finding", "reply", "note", "again")}
        )
