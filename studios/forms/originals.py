"""What is written down when paper comes in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.actions.originals import MOST_COPIES, Paper
from studios.choices.originals import StampOf
from studios.forms.cases import CompareScanForm
from studios.models import ApplicationVersion
from unions import clock
from unions.values.text import clean_line


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReceiveManyForm(forms.Form):
    """The same day and bearer for every case of a pile."""

    received_on = forms.DateField(label=_("Day of receipt"), widget=_day())
    brought_by = forms.CharField(label=_("Handed in by"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with today."""
        kwargs.setdefault("initial", {}).setdefault("received_on", clock.today())
        super().__init__(*args, **kwargs)

    def clean_brought_by(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["brought_by"])


class ReceiveForm(ReceiveManyForm):
    """Copies of one case."""

    copies = forms.IntegerField(label=_("Copies"), min_value=1, max_value=MOST_COPIES)
    version = forms.TypedChoiceField(
        label=_("Version on the paper"), coerce=int, help_text=_("It stands at the foot of each page.")
    )
    stamps = forms.MultipleChoiceField(
        label=_("Stamps on the paper"),
        choices=StampOf.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("copies", "received_on", "brought_by", "version", "stamps")

    def __init__(self, *args: Any, versions: Iterable[ApplicationVersion], seen: int, **kwargs: Any) -> None:
        """Offer the versions, the newest first, and carry how many entries the page shows."""
        kwargs.setdefault("initial", {})["seen"] = seen
        super().__init__(*args, **kwargs)
        self.fields["version"].choices = [(v.number, CompareScanForm.words(v)) for v in versions]

    @property
    def paper(self) -> Paper:
        """What came in."""
        return Paper(**{name: value for name, value in self.cleaned_data.items() if name not in ("seen", "reason")})


class CorrectForm(ReceiveForm):
    """What should have been written, and why it was not."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("copies", "received_on", "brought_by", "version", "stamps", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """No copies strike the entry out."""
        super().__init__(*args, **kwargs)
        self.fields["copies"] = forms.IntegerField(
            label=_("Copies"), min_value=0, max_value=MOST_COPIES, help_text=_("0 strikes the entry out.")
        )
        self.order_fields(self.field_order)

    def clean_reason(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["reason"])
