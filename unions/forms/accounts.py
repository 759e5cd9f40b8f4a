"""Forms for accounts: one, or many pasted from a sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unions.choices.people import Language, Role
from unions.forms.fields import DayField, LineField, UnionField
from unions.forms.unions import BY_NAME
from unions.models import Account, Union
from unions.values.mobiles import normalise_mobile
from unions.values.names import clean_person_name
from unions.values.usernames import normalise_username

MOST_PASTED = 60_000


def _person_name(text: str) -> str:
    return clean_person_name(text).text


class AccountForm(forms.Form):
    """What an administrator keeps of an account."""

    name = LineField(label=_("Full name"), max_length=160, check=_person_name)
    mobile = LineField(
        label=_("Mobile"), max_length=60, required=False, check=normalise_mobile, help_text=_("Serves for signing in.")
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    home = UnionField(
        label=_("Home union"),
        max_length=80,
        required=False,
        help_text=_("Code or name of the grassroots union that employs the person."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, initial=Language.CHINESE)

    def __init__(self, *args: Any, by: Account, **options: Any) -> None:
        """Offer the unions within reach."""
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, UnionField):
                field.among = Union.objects.administered_by(by)


class NewAccountForm(AccountForm):
    """An account with its first appointment."""

    username = LineField(
        label=_("Username"),
        max_length=60,
        required=False,
        check=normalise_username,
        help_text=_("Left empty, it's made from the name: zhangwei."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=[("", "—"), *Role.choices], required=False)
    union = UnionField(label=_("Appointed at"), max_length=80, required=False, help_text=BY_NAME)
    starts_on = DayField(label=_("First day"), required=False, help_text=_("Left empty: from today."))
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Left empty: no end date."))
    field_order = ("name", "username", "mobile", "email", "home", "language")

    def clean(self) -> dict[str, Any]:
        """Role and union belong together."""
        cleaned = super().clean()
        for one, other in (("role", "union"), ("union", "role")):
            if cleaned.get(one) and not cleaned.get(other) and other not in self.errors:
                self.add_error(other, _("Role and union belong together. Fill in both or neither."))
        return cleaned


class EditAccountForm(AccountForm):
    """An account as it is, to be changed."""

    def __init__(self, *args: Any, account: Account, by: Account, **options: Any) -> None:
        """Begin with what is kept; the present home stays possible though it lies beyond reach."""
        initial = {name: getattr(account, name) for name in ("name", "mobile", "email", "home", "language")}
        super().__init__(*args, by=by, initial=initial, **options)
        if account.home_id:
            self.fields["home"].among = self.fields["home"].among | Union.objects.filter(pk=account.home_id)


class PasteForm(forms.Form):
    """Rows copied in Excel."""

    rows = forms.CharField(
        label=_("Rows"),
        max_length=MOST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_("Copy the rows in Excel and paste them here, with or without the line of heads."),
        error_messages={"max_length": _("This is more than can be pasted at once. Paste at most 200 rows.")},
    )
