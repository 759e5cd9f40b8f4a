"""The reason for erasing a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.actions.erasure import erase_person
from studios.models import Person
from unions.models import Account
from unions.values.text import clean_text


class ErasureForm(forms.Form):
    """Why, in words that do not name the person."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        """Remember whom."""
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_reason(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["reason"])

    def save(self, *, by: Account) -> Person:
        """Erase the person."""
        return erase_person(self.person, by=by, reason=self.cleaned_data["reason"])
