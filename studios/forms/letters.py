"""What the public writes to a studio, and what the studio answers."""

import secrets
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from studios.actions import adoptions, cooperation
from studios.actions.adoptions import Use
from studios.actions.cooperation import Wish
from studios.actions.letters import Sender
from studios.choices.showcase import AdoptionState, RequestState, ServiceKind
from studios.forms.application.fields import Month, Pick, Telephone, Text
from studios.models import Adoption, CooperationRequest, Result, Studio
from unions.errors import Sentence
from unions.values.mobiles import normalise_mobile

PRIVATE = _("Read by the studio's unit and on record by the unions above it, to answer you; never public.")


class LetterForm(forms.Form):
    """Who writes; the key makes a second click harmless."""

    contact_name = Text(limit=40, label=_("Your name"), help_text=PRIVATE)
    contact_phone = Telephone(label=_("Telephone number"), help_text=_("A mobile or an office number."))
    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Give a first page its key, and say what is missing by the field's own name."""
        kwargs["initial"] = {"key": secrets.token_hex(16)} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, Text | Pick):
                field.prepare(None, {name: str(self.data.get(name, ""))})

    def clean_key(self) -> str:
        """Letters and digits alone; an odd key is as good as none."""
        key = self.cleaned_data["key"]
        return key if key.isascii() and key.isalnum() else secrets.token_hex(16)

    def clean_contact_phone(self) -> str:
        """A mobile number as eleven digits, so that it can be found again; any other as it was typed."""
        typed = self.cleaned_data["contact_phone"]
        try:
            return normalise_mobile(typed)
        except ValidationError:
            return typed

    @property
    def sender(self) -> Sender:
        """Who writes, for the action."""
        return Sender(**{name: self.cleaned_data[name] for name in ("organisation", "contact_name", "contact_phone")})


class AdoptionForm(LetterForm):
    """我们也在用."""

    organisation = Text(
        limit=80, label=_("Unit that uses it"), help_text=_("Full name. It is shown once the studio has confirmed it.")
    )
    county = Text(limit=40, required=False, label=_("District or county"))
    since_on = Month(since=2000, required=False, label=_("In use since"))
    effect = Text(
        limit=500,
        lines=4,
        required=False,
        label=_("Where it is used and what it brought"),
        help_text=_("Shown with the unit's name once confirmed. Name no persons."),
    )
    field_order = ("organisation", "county", "since_on", "effect", "contact_name", "contact_phone", "key")

    def send(self, result: Result) -> Adoption:
        """Hand it to the studio."""
        use = Use(**{name: self.cleaned_data[name] for name in ("county", "since_on", "effect")})
        key = self.cleaned_data["key"]
        return adoptions.report_adoption(result, sender=self.sender, use=use, idempotency_key=key)


class RequestForm(LetterForm):
    """对接需求."""

    kind = Pick(choices=ServiceKind.choices, radio=True, label=_("What you ask for"))
    organisation = Text(limit=80, label=_("Your unit"))
    text = Text(
        limit=1000,
        lines=7,
        label=_("The problem, or what you would like"),
        help_text=_("Equipment, material, what was tried, by when."),
    )
    result = forms.ModelChoiceField(Result.objects.none(), required=False, widget=forms.HiddenInput)
    field_order = ("kind", "text", "organisation", "contact_name", "contact_phone", "result", "key")

    def __init__(self, *args: Any, studio: Studio, **kwargs: Any) -> None:
        """Take a result only of this studio, and only a public one."""
        super().__init__(*args, **kwargs)
        self.fields["result"].queryset = Result.objects.public().filter(studio=studio)
        # A result that left the pages meanwhile is no reason to refuse the letter.
        self.fields["result"].clean = self._result

    def _result(self, typed: Any) -> Result | None:
        number = str(typed or "")
        is_number = number.isascii() and number.isdigit() and len(number) < 19
        return self.fields["result"].queryset.filter(pk=number).first() if is_number else None

    def send(self, studio: Studio) -> CooperationRequest:
        """Hand it to the studio."""
        wish = Wish(**{name: self.cleaned_data[name] for name in ("kind", "text", "result")})
        key = self.cleaned_data["key"]
        return cooperation.send_request(studio, sender=self.sender, wish=wish, idempotency_key=key)


def offer(field: Any, labels: Mapping[Any, Sentence], steps: Collection[Any]) -> None:
    """Offer the steps that are open; one that was open when the page was shown is left to the action, which knows why."""
    field.choices = list(labels.items())
    field.widget.choices = [(step, labels[step]) for step in steps]


class SettleForm(forms.Form):
    """Whether the unit is confirmed; `seen` is the state that the page showed."""

    LABELS = {AdoptionState.CONFIRMED: _("Confirm: the unit uses it"), AdoptionState.DECLINED: _("Do not confirm")}
    state = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    note = Text(
        limit=300,
        lines=3,
        required=False,
        label=_("Note"),
        help_text=_("Needed when it is not confirmed. Whoever holds the receipt reads it."),
    )
    seen = forms.CharField(max_length=10, widget=forms.HiddenInput)

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any) -> None:
        """Offer the steps that are open."""
        super().__init__(*args, initial={"seen": adoption.state}, **kwargs)
        offer(self.fields["state"], self.LABELS, adoptions.STEPS[adoption.standing])


class TalksForm(forms.Form):
    """The words of an answer."""

    answer = Text(
        limit=1000,
        lines=5,
        label=_("Words of the answer"),
        help_text=_("Whoever holds the receipt reads it. Call the sender as well."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what is missing by the field's own name."""
        super().__init__(*args, **kwargs)
        self.fields["answer"].prepare(None, {})


class AnswerForm(TalksForm):
    """How far the answer is, and its words."""

    LABELS = {
        RequestState.IN_TALKS: _("Talks have begun"),
        RequestState.AGREED: _("Agreed"),
        RequestState.DECLINED: _("Decline"),
    }
    state = forms.ChoiceField(label=_("Answer to the request"), widget=forms.RadioSelect)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("state", "answer", "revision")

    def __init__(self, *args: Any, request: CooperationRequest, **kwargs: Any) -> None:
        """Offer the steps that are open, and what was answered before."""
        super().__init__(*args, initial={"revision": request.revision, "answer": request.answer}, **kwargs)
        offer(self.fields["state"], self.LABELS, cooperation.STEPS[request.standing])
