"""A stamped scan that comes after its desk has signed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import Stage
from studios.choices.originals import StampOf
from studios.forms.cases import CompareScanForm
from studios.models import ApplicationDesk, ApplicationVersion

MOST_FILES = 10


class FilesInput(forms.ClearableFileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; each is cleaned as one."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files in the order in which they were chosen."""
        sent = data if isinstance(data, list | tuple) else [data]
        if len(sent) > MOST_FILES:
            raise forms.ValidationError(_("Send 10 files at most at a time."))
        clean_one = super().clean
        return [clean_one(one, initial) for one in sent or [None]]


class AddScanForm(forms.Form):
    """Whose stamp it is, the files, and for desks above the unit the version, should no code be readable."""

    desk = forms.TypedChoiceField(label=_("Whose stamp"), coerce=int, widget=forms.RadioSelect)
    scan = FilesField(
        label=_("Stamped scan"),
        widget=FilesInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp"}),
        help_text=_("PDF, or photos of all pages; the QR code at the top of each page should be in the picture."),
    )
    version = forms.TypedChoiceField(
        label=_("Version on the paper, if no QR code can be read"),
        coerce=int,
        empty_value=0,
        required=False,
        help_text=_("It stands at the foot of each page, with the check sum."),
    )

    def __init__(
        self,
        *args: Any,
        desks: Sequence[ApplicationDesk],
        versions: Iterable[ApplicationVersion],
        **kwargs: Any,
    ) -> None:
        """Offer the desks whose stamp the reader may add; who adds only the unit's leaves comparing to a desk above."""
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = [(d.position, f"{StampOf(d.stage).label}（{d.union}）") for d in desks]
        if len(desks) == 1:
            self.fields["desk"].initial = desks[0].position
            self.fields["desk"].widget = forms.HiddenInput()
        if all(desk.stage == Stage.UNIT_REVIEW for desk in desks):
            del self.fields["version"]
        else:
            words = [(v.number, CompareScanForm.words(v)) for v in versions]
            self.fields["version"].choices = [("", _("Not known, a desk compares it later")), *words]
