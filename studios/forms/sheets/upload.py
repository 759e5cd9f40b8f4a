"""Handing an edited sheet in, and asking for personal columns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.forms.application.fields import Text
from studios.forms.sheets.handed import Columns, Handed, read_handed
from studios.forms.sheets.registers import Register
from studios.imports.sheets import is_long
from unions.choices.people import DESK_ROLES, Role
from unions.errors import Refusal
from unions.models import Account, Union


class SheetUploadForm(forms.Form):
    """The edited sheet; it is read before it is kept, so that a wrong file is refused here."""

    file = forms.FileField(
        label=_("Edited sheet"),
        help_text=_("The workbook or CSV that was taken out here. Nothing is written yet."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, register: Register, columns: Columns, **options: Any) -> None:
        """Keep what the sheet is read with."""
        super().__init__(*args, **options)
        self.register, self.columns = register, columns
        self.handed: Handed | None = None

    def clean_file(self) -> Any:
        """Refuse at the field what is no sheet of this list; of a long one the worker says so."""
        upload = self.cleaned_data["file"]
        content = upload.read()
        try:
            if not is_long(content):
                self.handed = read_handed(self.register, self.columns, content)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        upload.seek(0)
        return upload


class PersonalForm(forms.Form):
    """Why personal columns are taken out."""

    reason = Text(limit=200, label=_("Reason"), help_text=_("It stands in the audit record with your name."))


def union_of(account: Account, *roles: Role) -> Union:
    """The highest union at which the account holds one of the roles: it stands on record beside what it does."""
    held = Union.objects.filter(pk__in=account.scope.union_ids(*(roles or (*DESK_ROLES, Role.ADMINISTRATOR))))
    return held.order_by("path").first()  # type: ignore[return-value]  # the page's audience holds one
