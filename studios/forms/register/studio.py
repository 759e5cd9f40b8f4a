"""The form of a studio's own facts."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.studios import LOCKED, create_studio, save_studio
from studios.forms.application.fields import Area, Month, Telephone, Text, Tick, Wan
from studios.forms.register.base import RegisterForm
from studios.models import Studio, StudioKind
from unions import clock
from unions.choices.people import Role
from unions.models import Account, Industry, Union

YEARS = 3


class StudioForm(RegisterForm):
    """Basics, means and funds; what a naming rests on is shown locked with the way to change it."""

    names = (
        "name",
        "name_reason",
        "kind",
        "employer",
        "industry",
        "field_of_work",
        "founded_on",
        "address",
        "contact_name",
        "contact_phone",
        "introduction",
        "area",
        "equipment",
        "has_sign",
        "has_ledger",
        "summary",
    )
    dictionaries = {"kind": StudioKind}
    layout = (("kind", "industry"), ("field_of_work", "founded_on"), ("contact_name", "contact_phone"))
    union = forms.ModelChoiceField(Union.objects.none(), label=gettext_lazy("Unit"))
    name = Text(limit=40, label=gettext_lazy("Name of the studio"))
    name_reason = Text(limit=200, required=False, label=gettext_lazy("Reason for a name of your own"))
    kind = forms.ModelChoiceField(StudioKind.objects.none(), label=gettext_lazy("Kind of studio"))
    employer = Text(limit=80, required=False, label=gettext_lazy("Employer"))
    industry = forms.ModelChoiceField(Industry.objects.all(), required=False, label=gettext_lazy("Industry"))
    field_of_work = Text(limit=60, required=False, label=gettext_lazy("Field of work"))
    founded_on = Month(required=False, label=gettext_lazy("Founded"))
    address = Text(limit=120, required=False, label=gettext_lazy("Address"))
    contact_name = Text(limit=40, required=False, label=gettext_lazy("Contact"))
    contact_phone = Telephone(required=False, label=gettext_lazy("Office telephone"))
    introduction = Text(limit=500, lines=5, required=False, label=gettext_lazy("Introduction"))
    area = Area(required=False, label=gettext_lazy("Area"))
    equipment = Text(limit=500, lines=3, required=False, label=gettext_lazy("Equipment"))
    has_sign = Tick(required=False, label=gettext_lazy("A sign hangs at the door"))
    has_ledger = Tick(required=False, label=gettext_lazy("A ledger is kept"))
    summary = Text(limit=2000, lines=6, required=False, label=gettext_lazy("Summary"))

    def prepare(self) -> None:
        """Units on offer, locked fields, and the funds of the last years."""
        self._prepare_union()
        joint = self.studio.union.is_joint if self.studio else True
        if not joint:
            del self.fields["employer"]
        if self.studio and self.studio.is_named:
            for name in LOCKED.keys() & self.fields.keys():
                self.fields[name].disabled = True
                self.fields[name].help_text = LOCKED[name]
            del self.fields["name_reason"]
        self._add_funds()

    def _prepare_union(self) -> None:
        if self.studio:
            del self.fields["union"]
            return
        units = kept_units(self.account)
        self.fields["union"].queryset = units
        if len(units) == 1:
            self.fields["union"].initial = units[0]

    def _add_funds(self) -> None:
        held = {row.get("year"): row for row in (self.studio.funds if self.studio else []) if isinstance(row, dict)}
        latest = clock.today().year
        self.fund_years = range(latest, latest - YEARS - 1, -1)
        self.layout = (*self.layout, *((f"fund_{year}", f"fund_source_{year}") for year in self.fund_years))
        for year in self.fund_years:
            row = held.get(year, {})
            amount = Decimal(row["amount"]) if row.get("amount") else None
            self.fields[f"fund_{year}"] = Wan(
                required=False, label=_("Funds of %(year)s") % {"year": year}, initial=amount
            )
            self.fields[f"fund_source_{year}"] = Text(
                limit=60, required=False, label=_("Source"), initial=row.get("source", "")
            )

    def _funds(self) -> list[dict[str, Any]]:
        older = [r for r in (self.studio.funds if self.studio else []) if r.get("year") not in self.fund_years]
        found = self.cleaned_data
        rows = [
            {"year": y, "amount": f"{found[f'fund_{y}']:f}", "source": found[f"fund_source_{y}"]}
            for y in self.fund_years
            if found[f"fund_{y}"] is not None
        ]
        return rows + older

    def save(self, *, by: Account) -> Studio:
        """Found the studio, or change it."""
        values = self.values | {"funds": self._funds()}
        if self.studio:
            return save_studio(self.studio, values, by=by, version=self.shown_version)
        return create_studio(self.cleaned_data["union"], values, by=by)


def kept_units(account: Account) -> Any:
    """Units whose register this account keeps: its own, and those below that do not log in."""
    grassroots = Union.objects.active().grassroots()
    own = grassroots.filter(pk__in=account.scope.union_ids(Role.CLERK))
    return own | grassroots.filter(account.scope.q("path", roles=(Role.CLERK,)), logs_in=False)
