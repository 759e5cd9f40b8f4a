"""What every form of the register shares: its row, the version that was shown, and the values for the action."""

from typing import Any

from django import forms
from django.db import models
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from studios.actions.people import Wanted
from studios.actions.upkeep import version_of
from studios.forms.application.fields import Month, Pick, Text
from studios.models import Studio
from unions.choices.people import Sex
from unions.models import Account


def entries(model: Any, chosen: int | None = None) -> Any:
    """Entries of a dictionary on offer; a retired one only where it is chosen already."""
    return model.objects.filter(models.Q(is_retired=False) | models.Q(pk=chosen))


class RegisterForm(forms.Form):
    """A form over one row; `names` are the fields that the action takes as values."""

    names: tuple[str, ...] = ()
    dictionaries: dict[str, Any] = {}
    layout: tuple[tuple[str, ...], ...] = ()
    version = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, studio: Studio, row: Any = None, account: Account, **kwargs: Any) -> None:
        """Show what the row holds."""
        self.studio, self.row, self.account = studio, row, account
        kwargs["initial"] = {**self._stored(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for name, model in self.dictionaries.items():
            self.fields[name].queryset = entries(model, getattr(row, f"{name}_id", None))
        self.prepare()

    def _stored(self) -> dict[str, Any]:
        if self.row is None:
            return {}
        held = {n: getattr(self.row, self.row._meta.get_field(n).attname) for n in self.names}
        return held | {"version": version_of(self.row)}

    def prepare(self) -> None:
        """Adapt the fields to the row."""

    @property
    def rows(self) -> list[list[BoundField]]:
        """Visible fields in rows: those of the layout side by side, the others each alone, in the order of the form."""
        partners = {name: row for row in self.layout for name in row}
        shown = [name for name in self.fields if not self[name].is_hidden]
        firsts = [name for name in shown if next((n for n in partners.get(name, ()) if n in shown), name) == name]
        return [[self[n] for n in partners.get(name, (name,)) if n in shown] for name in firsts]

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in self.names if name in self.fields}

    @property
    def shown_version(self) -> str:
        """The mark of what was shown."""
        return str(self.cleaned_data.get("version") or "")

    def save(self, *, by: Account) -> Any:
        """Hand the values to the noun's action."""
        raise NotImplementedError


class PersonFields(forms.Form):
    """Who somebody is; asked only while a row is new, later changed on the person's own page."""

    name = Text(limit=40, label=_("Name"))
    sex = Pick(choices=Sex.choices, radio=True, required=False, label=_("Sex"))
    birth_month = Month(required=False, label=_("Birth month"))

    @property
    def wanted(self) -> Wanted:
        """Whom the form means."""
        found = self.cleaned_data
        return Wanted(found["name"], found["birth_month"], found["sex"])


PERSON_FIELDS = ("name", "sex", "birth_month")


def without_person(form: forms.Form) -> None:
    """Leave the person of a row alone that is there already."""
    for name in PERSON_FIELDS:
        form.fields.pop(name, None)
