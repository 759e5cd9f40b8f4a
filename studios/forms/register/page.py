"""Forms of what stands on a studio's page row by row: services, alliances, consents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.actions.alliances import save_alliance
from studios.actions.consents import give_consent
from studios.actions.services import save_offer
from studios.choices.showcase import ConsentWay, ServiceKind
from studios.forms.application.fields import Day, Pick, Text, Tick, Whole
from studios.forms.register.base import RegisterForm
from unions.models import Account


class OfferForm(RegisterForm):
    """A service; its kind stays as it was chosen."""

    names = ("kind", "title", "text", "next_on", "places", "is_open")
    layout = (("next_on", "places"),)
    kind = Pick(choices=ServiceKind.choices, radio=True, label=_("Service"))
    title = Text(limit=60, label=_("Title"))
    text = Text(limit=300, lines=3, required=False, label=_("For whom, how long, what to bring"))
    next_on = Day(required=False, may_be_future=True, label=_("Next date"))
    places = Whole(required=False, high=9999, label=_("Places"))
    is_open = Tick(
        required=False,
        initial=True,
        label=_("Open to requests"),
        help_text=_("Without the tick it is not on the page. Date, places and this tick show at once."),
    )

    def prepare(self) -> None:
        """The kind is chosen once."""
        if self.row is not None:
            self.fields["kind"].disabled = True

    def save(self, *, by: Account) -> Any:
        """Offer it, or change it."""
        return save_offer(self.studio, self.values, by=by, offer=self.row, version=self.shown_version)


class AllianceForm(RegisterForm):
    """An alliance that the studio leads; members by their numbers."""

    names = ("name", "purpose", "agreed_on", "ended_on")
    layout = (("agreed_on", "ended_on"),)
    name = Text(limit=60, label=_("Name"))
    purpose = Text(limit=300, lines=3, label=_("Purpose"))
    members = Text(
        limit=1200,
        lines=5,
        label=_("Member studios"),
        help_text=_("One number a line, as on the page of the studio, for example LX-DL-00231."),
    )
    agreed_on = Day(label=_("Agreement signed"))
    ended_on = Day(required=False, may_be_future=True, label=_("Ended"), help_text=_("From this day it is not shown."))

    def prepare(self) -> None:
        """The numbers of the present members."""
        if self.row is not None:
            self.initial["members"] = "\n".join(self.row.members.order_by("number").values_list("number", flat=True))

    def save(self, *, by: Account) -> Any:
        """Found it, or change it."""
        numbers = self.cleaned_data["members"].replace("，", "\n").replace(",", "\n").split()
        return save_alliance(
            self.studio, self.values, numbers=numbers, by=by, alliance=self.row, version=self.shown_version
        )


class ConsentForm(RegisterForm):
    """A member's consent; `row` is the member."""

    given_on = Day(label=_("Day of the consent"))
    how = Pick(choices=ConsentWay.choices, radio=True, label=_("How it was given"))
    file = forms.FileField(
        required=False, label=_("Signed paper"), help_text=_("PDF, JPG or PNG; needed for a signed paper.")
    )

    def save(self, *, by: Account) -> Any:
        """Record it."""
        found, paper = self.cleaned_data, self.cleaned_data["file"]
        return give_consent(
            self.row,
            by=by,
            given_on=found["given_on"],
            how=found["how"],
            stream=paper.file if paper else None,
            name=paper.name if paper else "",
        )
