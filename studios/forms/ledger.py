"""The upload of a ledger: whose it is, and a workbook that can be read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.imports.ledger.layout import find_tables
from studios.imports.sheets import read_workbook
from unions.choices.people import Role
from unions.choices.tree import UnionKind
from unions.errors import Refusal
from unions.models import Account, Union


def ledger_unions(account: Account) -> Any:
    """Federations and industrial unions whose clerk the account is."""
    held = Union.objects.active().filter(pk__in=account.scope.union_ids(Role.CLERK))
    return held.exclude(kind=UnionKind.GRASSROOTS).order_by("path")


class LedgerUploadForm(forms.Form):
    """Union and workbook."""

    union = forms.ModelChoiceField(label=_("Union that keeps the ledger"), queryset=Union.objects.none())
    file = forms.FileField(
        label=_("Ledger"),
        help_text=_("An .xlsx workbook. Sheets and header row are found by themselves; nothing is written yet."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        """Offer the account's own unions; the only one is chosen already."""
        super().__init__(*args, **kwargs)
        unions = ledger_unions(by)
        self.fields["union"].queryset = unions
        self.fields["union"].initial = unions.first()

    def clean_file(self) -> Any:
        """Refuse here, at the field, what is no ledger."""
        upload = self.cleaned_data["file"]
        try:
            tables = find_tables(read_workbook(upload.read()))
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        if not tables:
            raise forms.ValidationError(_("No row with the headers 工作室名称, 所在单位 and 领衔人 was found."))
        upload.seek(0)
        return upload


class LedgerConfirmForm(forms.Form):
    """What the check said would be written, so that a register that changed since is noticed."""

    created = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    updated = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    unchanged = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
