"""What a bulk message is written with."""

from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from unions.actions.mailings import Letter
from unions.models import Account, Mailing
from unions.queries.mailings import recipients_of
from unions.ui.selections import Selection, selections_of
from unions.values.text import clean_line, clean_text


class LetterForm(forms.Form):
    """The words."""

    about = forms.CharField(label=_("About"), max_length=120, help_text=_("For your list; not sent."))
    text = forms.CharField(label=_("Text"), max_length=300, widget=forms.Textarea(attrs={"rows": 4}))

    def clean_about(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["about"])

    def clean_text(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["text"]).strip()

    def letter(self, url: str) -> Letter:
        """The words with the page that they are about."""
        return Letter(about=self.cleaned_data["about"], text=self.cleaned_data["text"], url=url)


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
