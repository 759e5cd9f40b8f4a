"""What is written at the board: whom to remind, why a case is looked at again, what came of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.models import Call, PanelSeat
from studios.queries.board import seats_that_owe
from unions.values.text import clean_text

LONGEST = 300


class RemindForm(forms.Form):
    """The experts who still owe sheets; all of them are ticked."""

    seats = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Experts"),
        queryset=PanelSeat.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        """Offer those who owe."""
        owing = seats_that_owe(call)
        kwargs.setdefault("initial", {})["seats"] = [seat.pk for seat in owing]
        super().__init__(*args, **kwargs)
        field = self.fields["seats"]
        field.queryset = owing
        field.label_from_instance = lambda seat: (
            _("%(name)s: %(todo)s of %(owed)s still to do")
            % {"name": seat.expert.person.name, "todo": seat.todo, "owed": seat.owed}
        )


class ReconsiderForm(forms.Form):
    """Why a case is looked at again."""

    note = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write what the experts are to look at again.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_note(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["note"])


class SettleForm(forms.Form):
    """What came of it."""

    outcome = forms.CharField(
        label=gettext_lazy("Outcome"),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write what came of it.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_outcome(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["outcome"])
