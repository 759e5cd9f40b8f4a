"""What a bulk message is written with."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unions.actions.mailings import Letter
from unions.choices.people import DESK_ROLES
from unions.models import Account, Mailing, Union
from unions.queries.mailings import recipients_of
from unions.ui.selections import Selection, selections_of
from unions.values.placeholders import PLACEHOLDERS
from unions.values.text import clean_line, clean_text


def _places() -> str:
    known = "、".join(p.braced for p in PLACEHOLDERS)
    return gettext("Filled in for each recipient: %(places)s") % {"places": known}


places_in_words = lazy(_places, str)()


class LetterForm(forms.Form):
    """The words."""

    about = forms.CharField(label=_("About"), max_length=120, help_text=_("For your list; not sent."))
    text = forms.CharField(
        label=_("Text"), max_length=300, widget=forms.Textarea(attrs={"rows": 4}), help_text=places_in_words
    )

    def clean_about(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["about"])

    def clean_text(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["text"]).strip()

    def letter(self, url: str, facts: Mapping[str, str] | None = None) -> Letter:
        """The words with the page that they are about, and what their places become."""
        return Letter(about=self.cleaned_data["about"], text=self.cleaned_data["text"], url=url, facts=facts or {})


class TemplateForm(LetterForm):
    """Words to keep."""

    union = forms.ModelChoiceField(label=_("Union"), queryset=Union.objects.none())
    name = forms.CharField(label=_("Name of the template"), max_length=60)
    field_order = ("union", "name", "about", "text")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        """Offer the unions where the account is clerk or chair; who serves one has nothing to choose."""
        super().__init__(*args, **kwargs)
        own = Union.objects.active().filter(pk__in=account.scope.union_ids(*DESK_ROLES))
        self.fields["union"].queryset = own
        if own.count() == 1:
            self.fields["union"].initial = own.get()
            self.fields["union"].widget = forms.HiddenInput()

    def clean_name(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["name"])

    @property
    def words(self) -> dict[str, str]:
        """What the action takes."""
        return {key: self.cleaned_data[key] for key in ("name", "about", "text")}


class ComposeForm(LetterForm):
    """To whom, and the words."""

    selection = forms.ChoiceField(label=_("To"))
    field_order = ("selection", "about", "text")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        """Offer the account's selections, by call or union."""
        super().__init__(*args, **kwargs)
        self.offered = {selection.key: selection for selection in selections_of(account)}
        groups = groupby(self.offered.values(), key=lambda selection: str(selection.group))
        self.fields["selection"].choices = [("", "—"), *((g, [(s.key, s.label) for s in rows]) for g, rows in groups)]

    @property
    def chosen(self) -> Selection:
        """The chosen one."""
        return self.offered[self.cleaned_data["selection"]]


class RecipientsForm(LetterForm):
    """A draft: its words, and everybody to whom it goes."""

    recipients = forms.ModelMultipleChoiceField(
        label=_("Recipients"), queryset=Account.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, mailing: Mailing, **kwargs: Any) -> None:
        """All are ticked."""
        people = recipients_of(mailing)
        initial = {"about": mailing.about, "text": mailing.text, "recipients": [a.pk for a in people]}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["recipients"].queryset = people
        self.fields["recipients"].label_from_instance = lambda a: f"{a.name}（{a.home or a.username}）"

    def clean_recipients(self) -> Any:
        """Nobody is nobody, and is said."""
        chosen = self.cleaned_data["recipients"]
        if not chosen:
            raise ValidationError(_("The selection is empty: nobody would get this message."))
        return chosen
