"""Forms of a panel: groups, invitations, seats, the expert's declaration and the one-day code."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.models import Application, Call, Expert, PanelGroup, PanelSeat
from studios.values.seat_codes import LONGEST_TYPED
from unions.forms.fields import LineField
from unions.models import IndustryGroup

NOTE_LENGTH = 300
MOST_CASES = 999


class CodeForm(forms.Form):
    """The code that a clerk handed over."""

    code = forms.CharField(
        label=_("One-day code"),
        max_length=LONGEST_TYPED,
        help_text=_("Ten letters and digits from the slip of the union. It holds for 24 hours."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )


class GroupForm(forms.Form):
    """A group of the panel."""

    name = LineField(label=_("Name"), max_length=40)
    industry_groups = forms.ModelMultipleChoiceField(
        label=_("Industry groups"),
        queryset=IndustryGroup.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: the group looks at all of them."),
    )

    def __init__(self, *args: Any, group: PanelGroup | None = None, **kwargs: Any) -> None:
        """Begin with what the group has."""
        if group:
            kwargs["initial"] = {"name": group.name, "industry_groups": group.industry_groups.all()}
        super().__init__(*args, **kwargs)


class SeatForm(forms.Form):
    """Group and load of a seat."""

    group = forms.ModelChoiceField(
        label=_("Panel group"), queryset=PanelGroup.objects.none(), required=False, empty_label=_("No group")
    )
    capacity = forms.IntegerField(
        label=_("Cases at most"),
        min_value=1,
        max_value=MOST_CASES,
        required=False,
        help_text=_("Left empty: as many as there are."),
    )

    def __init__(self, *args: Any, call: Call, seat: PanelSeat | None = None, **kwargs: Any) -> None:
        """Offer the call's groups; begin with what the seat has."""
        if seat:
            kwargs["initial"] = {"group": seat.group_id, "capacity": seat.capacity}
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = call.panel_groups.all()


class InviteForm(SeatForm):
    """Who of the pool is invited; nobody chosen is nobody invited."""

    experts = forms.ModelMultipleChoiceField(
        label=_("Experts"),
        queryset=Expert.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose whom to invite. Nobody was chosen, so nobody was invited.")},
    )
    field_order = ("experts", "group", "capacity")

    def __init__(self, *args: Any, call: Call, pool: Iterable[Expert], **kwargs: Any) -> None:
        """Offer those of the pool who have no seat."""
        super().__init__(*args, call=call, **kwargs)
        self.fields["experts"].queryset = pool
        self.fields["experts"].label_from_instance = described


def described(expert: Expert) -> str:
    """An expert with unit and specialties."""
    special = "、".join(str(group) for group in expert.specialties.all())
    return " · ".join(part for part in (expert.person.name, expert.unit, special) if part)


class LeavingForm(forms.Form):
    """Why an expert leaves."""

    reason = LineField(label=_("Reason"), max_length=NOTE_LENGTH)


class AsideForm(forms.Form):
    """What ties an expert to a case, noticed after the declaration."""

    note = LineField(
        label=_("What ties you to the case"),
        max_length=NOTE_LENGTH,
        error_messages={"required": _("Write what ties you to the case.")},
    )


class DeclarationForm(forms.Form):
    """Pledge of confidentiality, and for each case a tick with a note where the expert is tied to it."""

    pledge = forms.BooleanField(
        label=_("I keep what I read and how I score to myself, and take nothing from applicants."),
        error_messages={"required": _("Without the pledge the cases stay closed.")},
    )

    def __init__(self, *args: Any, cases: Iterable[Application], **kwargs: Any) -> None:
        """Two fields a case."""
        super().__init__(*args, **kwargs)
        self.cases = list(cases)
        for case in self.cases:
            self.fields[f"tick_{case.pk}"] = forms.BooleanField(
                label=_("Recuse myself from %(case)s") % {"case": case.number}, required=False
            )
            self.fields[f"note_{case.pk}"] = LineField(
                label=_("What ties me to %(case)s") % {"case": case.number}, max_length=NOTE_LENGTH, required=False
            )

    def clean(self) -> dict[str, Any]:
        """A tick needs its note, and a note its tick."""
        values = super().clean()
        for case in self.cases:
            tick, note = values.get(f"tick_{case.pk}"), values.get(f"note_{case.pk}")
            if tick and not note and f"note_{case.pk}" not in self.errors:
                self.add_error(f"note_{case.pk}", _("Write what ties you to the case."))
            if note and not tick:
                self.add_error(f"tick_{case.pk}", _("Tick the case, or leave the note out."))
        return values

    @property
    def recused(self) -> dict[Application, str]:
        """The cases ticked, with their notes."""
        values = self.cleaned_data
        return {c: values[f"note_{c.pk}"] for c in self.cases if values[f"tick_{c.pk}"]}

    def fields_of(self, case: Application) -> tuple[forms.BoundField, forms.BoundField]:
        """Tick and note of a case."""
        return self[f"tick_{case.pk}"], self[f"note_{case.pk}"]
