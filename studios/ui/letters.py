"""How letters of the public look at the desk: their columns, and the state with what is overdue."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.choices.showcase import RequestState
from studios.models import CooperationRequest
from studios.ui.privacy import sender_of
from studios.ui.register_columns import STATE, half_days, of_studio
from unions.models import Account
from unions.ui.listing import Column


@dataclass(frozen=True, slots=True)
class Overdue:
    """A request whose day has passed without an answer, as a state."""

    tone: str = "amber"

    @property
    def label(self) -> str:
        """What the tag says."""
        return _("Overdue, waits for an answer")


def standing_of_request(request: CooperationRequest) -> RequestState | Overdue:
    """The state as a tag; an overdue one says so."""
    return Overdue() if request.is_overdue else request.standing


def _sender(account: Account) -> list[Column]:
    """Who sent it, as this account reads it, and never in a sheet."""
    hidden = {"is_default": False, "is_exported": False}
    return [
        Column(
            key="contact",
            label=gettext_lazy("Contact"),
            value=lambda letter: sender_of(letter, account=account).name,
            **hidden,
        ),
        Column(
            key="phone",
            label=gettext_lazy("Telephone number"),
            value=lambda letter: sender_of(letter, account=account).phone,
            **hidden,
        ),
    ]


def _received() -> Column:
    return Column(
        key="received",
        label=gettext_lazy("Came in on"),
        value=lambda letter: letter.received_at,
        kind="moment",
        sort="received_at",
    )


def adoption_columns(account: Account) -> list[Column]:
    """Columns of the list of adoptions."""
    return [
        Column(
            key="organisation",
            label=gettext_lazy("Adopting unit"),
            value=lambda a: a.organisation,
            sort="organisation",
            link=lambda a: reverse("adoption", args=[a.pk]),
            sub=lambda a: a.county,
        ),
        Column(
            key="result",
            label=gettext_lazy("Result"),
            value=lambda a: a.result.title,
            sort="result__title",
            link=lambda a: reverse("desk_result", args=[a.result_id]),
        ),
        *of_studio(),
        Column(key="since", label=gettext_lazy("In use since"), value=lambda a: a.since_on, kind="month"),
        Column(key="state", label=STATE, value=lambda a: a.standing, kind="state", sort="state"),
        _received(),
        Column(
            key="settled",
            label=gettext_lazy("Settled"),
            value=lambda a: a.settled_at,
            kind="moment",
            sort="settled_at",
            is_default=False,
        ),
        *_sender(account),
    ]


def request_columns(account: Account) -> list[Column]:
    """Columns of the list of cooperation requests."""
    return [
        Column(
            key="organisation",
            label=gettext_lazy("Unit that asks"),
            value=lambda r: r.organisation,
            sort="organisation",
            link=lambda r: reverse("request", args=[r.pk]),
        ),
        Column(
            key="kind",
            label=gettext_lazy("What is asked"),
            value=lambda r: r.get_kind_display(),
            sort="kind",
            sub=lambda r: r.result.title if r.result else "",
        ),
        *of_studio(),
        Column(key="state", label=STATE, value=standing_of_request, kind="state", sort="state"),
        _received(),
        Column(
            key="due",
            label=gettext_lazy("To be answered by"),
            value=lambda r: r.due_on,
            kind="date",
            sort="due_on",
        ),
        Column(
            key="days",
            label=gettext_lazy("First answer, working days"),
            value=lambda r: r.answer_days,
            kind="number",
        ),
        Column(
            key="answered",
            label=gettext_lazy("First answered"),
            value=lambda r: r.answered_at,
            kind="moment",
            sort="answered_at",
            is_default=False,
        ),
        *_sender(account),
    ]


def figures_of(times: Any) -> list[tuple[str, str, str]]:
    """The figures above a list of requests: words, value, unit."""
    return [
        (_("Wait for an answer"), f"{times.waiting:,}", ""),
        (_("Overdue"), f"{times.overdue:,}", ""),
        (_("Answered within a year"), f"{times.answered:,}", ""),
        (
            _("First answer, median"),
            half_days(times.median) or "—",
            _("working days") if times.median is not None else "",
        ),
    ]
