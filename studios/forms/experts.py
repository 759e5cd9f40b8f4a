"""The form of an expert."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.actions.panels import Facts
from studios.models import Expert
from unions.forms.fields import LineField, UnionField
from unions.models import IndustryGroup, Union
from unions.ui.forms import MonthField
from unions.values.names import clean_person_name


def _person_name(text: str) -> str:
    return clean_person_name(text).text


class FactsForm(forms.Form):
    """What is kept of an expert besides the person."""

    unit = LineField(label=_("Unit"), max_length=80, required=False, help_text=_("As the expert writes it."))
    title = LineField(label=_("Professional title"), max_length=40, required=False)
    field_of_work = LineField(label=_("Field of work"), max_length=60, required=False)
    specialties = forms.ModelMultipleChoiceField(
        label=_("Specialties"),
        queryset=IndustryGroup.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Cases of these industry groups go to the expert first."),
    )
    is_active = forms.BooleanField(label=_("Available for panels"), required=False, initial=True)

    @property
    def facts(self) -> Facts:
        """What the action takes."""
        values = {name: self.cleaned_data[name] for name in ("unit", "title", "field_of_work", "is_active")}
        return Facts(specialties=tuple(self.cleaned_data["specialties"]), **values)


class EditExpertForm(FactsForm):
    """An expert as kept, to be changed."""

    def __init__(self, *args: Any, expert: Expert, **kwargs: Any) -> None:
        """Begin with what is kept."""
        names = ("unit", "title", "field_of_work", "is_active")
        kwargs["initial"] = {name: getattr(expert, name) for name in names} | {"specialties": expert.specialties.all()}
        super().__init__(*args, **kwargs)


class NewExpertForm(FactsForm):
    """A person who enters the pool."""

    union = forms.ModelChoiceField(label=_("Pool of"), queryset=Union.objects.none(), empty_label=None)
    name = LineField(label=_("Name"), max_length=40, check=_person_name)
    birth_month = MonthField(
        label=_("Birth month"),
        since=1930,
        required=False,
        help_text=_("Tells namesakes apart; it is shown to nobody else."),
    )
    home = UnionField(
        label=_("Union of the unit"),
        max_length=80,
        required=False,
        help_text=_("Code or name of the grassroots union, when the unit is one of ours: its cases are recused."),
    )
    wants_account = forms.BooleanField(
        label=_("Make an account now and show the slip with its one-time password"), required=False
    )
    field_order = ("union", "name", "birth_month", "home", "unit", "title", "field_of_work", "specialties")

    def __init__(self, *args: Any, unions: Any, **kwargs: Any) -> None:
        """Offer the unions whose pool the reader keeps; a single one is not asked for."""
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = unions
        self.fields["home"].among = Union.objects.active()
        self.only = unions[0] if len(unions) == 1 else None
        if self.only:
            del self.fields["union"]

    @property
    def pool_of(self) -> Union:
        """Whose pool it is."""
        return self.only or self.cleaned_data["union"]
