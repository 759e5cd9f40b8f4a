"""Forms for appointments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unions import clock
from unions.choices.people import Role
from unions.forms.fields import AccountField, DayField, UnionField
from unions.forms.unions import BY_NAME
from unions.models import Account, Union


class AppointmentForm(forms.Form):
    """Account × union × role, from–to."""

    account = AccountField(label=_("Account"), max_length=60, help_text=_("Username or mobile."))
    union = UnionField(label=_("Union"), max_length=80, help_text=BY_NAME)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Left empty: no end date."))
    deputy_for = AccountField(
        label=_("Stands in for"),
        max_length=60,
        required=False,
        help_text=_("Username of the person whose role is taken for a while."),
    )

    def __init__(self, *args: Any, by: Account, initial: dict[str, Any], **options: Any) -> None:
        """Choose within reach; begin today."""
        super().__init__(*args, initial={"starts_on": clock.today()} | initial, **options)
        accounts = Account.objects.administered_by(by)
        self.fields["account"].among = self.fields["deputy_for"].among = accounts
        self.fields["union"].among = Union.objects.administered_by(by)


class EndForm(forms.Form):
    """A last day; empty ends at once."""

    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Left empty: ends at once."))
