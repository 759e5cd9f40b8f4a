"""What a naming from outside is recorded with."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from studios.actions.designations import OutsideNaming, record_designation
from studios.models import Designation, Studio
from studios.values.document_numbers import parse_document_number
from unions import clock
from unions.choices.tree import Level
from unions.forms.fields import LineField
from unions.models import Account, Union


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class OutsideNamingForm(forms.Form):
    """Level, issuer, number and date as the paper has them."""

    level = forms.ChoiceField(label=_("Level"), choices=Level)
    wording = LineField(
        label=_("Wording of the level"),
        max_length=40,
        required=False,
        help_text=_("As the paper says it, if it differs."),
    )
    issuer = LineField(label=_("Issued by"), max_length=80, help_text=_("The union or office that signed the paper."))
    number = LineField(label=_("Document number"), max_length=60, help_text=_("For example 东澜工〔2026〕15号."))
    decided_on = _day(label=_("Date"))
    valid_until = _day(label=_("Valid until"), required=False, help_text=_("Empty: until revoked."))

    def __init__(self, *args: Any, studio: Studio, **kwargs: Any) -> None:
        """Remember whose naming it is."""
        self.studio = studio
        super().__init__(*args, **kwargs)

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields in rows."""
        return [
            [self["level"], self["wording"]],
            [self["issuer"], self["number"]],
            [self["decided_on"], self["valid_until"]],
        ]

    def clean_number(self) -> str:
        """The number in its one writing; every fault is named."""
        return str(parse_document_number(self.cleaned_data["number"], today=clock.today()))

    def clean(self) -> dict[str, Any]:
        """A naming ends after it began."""
        values = super().clean() or {}
        first, last = values.get("decided_on"), values.get("valid_until")
        if first and last and last <= first:
            self.add_error("valid_until", ValidationError(_("This day must be after the date of the decision.")))
        return values

    def save(self, *, by: Account) -> Designation:
        """Record it; the issuer is one of our unions where its name says so."""
        values = self.cleaned_data
        union = Union.objects.filter(name=values["issuer"]).first()
        return record_designation(OutsideNaming(studio=self.studio, union=union, **values), by=by)
