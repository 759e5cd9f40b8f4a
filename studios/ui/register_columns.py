"""Columns of the lists of the register."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from studios.choices.register import (
    ActivityKind,
    DesignationState,
    PlaqueState,
    ProblemArea,
    ProjectState,
    ResultState,
    StudioState,
)
from studios.permissions import checks_results_of, confirming_union_id
from unions.choices.people import DESK_ROLES
from unions.choices.tree import Level
from unions.models import Account
from unions.ui.listing import Column

STUDIO = gettext_lazy("Studio")
UNIT = gettext_lazy("Unit")
STATE = gettext_lazy("State")


def studio_url(studio: Any) -> str:
    """The desk page of a studio."""
    return reverse("desk_studio", args=[studio.pk])


def readable(value: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Nothing of a studio in preparation above its unit but the name."""
    return lambda studio: value(studio) if studio.is_readable else ""


def level_label(value: str) -> str:
    """A level's label; nothing for none."""
    return _level_label(value, get_language()) if value else ""


# Tens of thousands of rows of a sheet ask for eight labels.
@cache
def _level_label(value: str, _language: str | None) -> str:
    return str(Level(value).label)


# What the columns of studios do not show.
UNREAD_OF_STUDIOS = (
    *("name_reason", "address", "contact_name", "contact_phone", "introduction", "summary", "area", "equipment"),
    *("has_sign", "has_ledger", "funds", "cover", "search_text", "created_at"),
)


def studio_columns() -> list[Column]:
    """Columns of the list of studios."""
    return [
        Column(
            key="name",
            label=STUDIO,
            value=lambda s: s.name,
            sort="name",
            link=studio_url,
            sub=lambda s: s.number or "",
        ),
        Column(key="leads", label=gettext_lazy("Leads"), value=readable(lambda s: s.lead_names)),
        Column(key="unit", label=UNIT, value=lambda s: s.employer_name, sort="union__name"),
        Column(key="county", label=gettext_lazy("County"), value=lambda s: s.county, sort="county", is_default=False),
        Column(key="kind", label=gettext_lazy("Kind"), value=lambda s: s.kind, sort="kind", is_default=False),
        Column(
            key="industry",
            label=gettext_lazy("Industry group"),
            value=lambda s: s.industry.group if s.industry else "",
            sort="industry",
        ),
        Column(
            key="field",
            label=gettext_lazy("Field of work"),
            value=readable(lambda s: s.field_of_work),
            is_default=False,
        ),
        Column(key="level", label=gettext_lazy("Level"), value=lambda s: level_label(s.top_level), sort="top_level"),
        Column(key="state", label=STATE, value=lambda s: StudioState(s.state), kind="state", sort="state"),
        Column(
            key="founded",
            label=gettext_lazy("Founded"),
            value=readable(lambda s: s.founded_on),
            kind="month",
            sort="founded_on",
            is_default=False,
        ),
        Column(
            key="changed", label=gettext_lazy("Changed"), value=lambda s: s.changed_at, kind="moment", sort="changed_at"
        ),
        Column(
            key="answers",
            label=gettext_lazy("First answer, median of working days"),
            value=lambda s: half_days(s.answer_median),
            kind="number",
            is_default=False,
        ),
    ]


def half_days(median: float | None) -> str:
    """A median with its half, where there is one; nothing while nobody was answered."""
    return "" if median is None else f"{median:g}"


def of_studio(*, is_default: bool = True) -> list[Column]:
    """Studio and unit of a row that belongs to a studio."""
    return [
        Column(
            key="studio",
            label=STUDIO,
            value=lambda r: r.studio.name,
            sort="studio__name",
            link=lambda r: studio_url(r.studio),
        ),
        Column(
            key="unit",
            label=UNIT,
            value=lambda r: r.studio.employer_name,
            sort="studio__union__name",
            is_default=is_default,
        ),
    ]


def project_columns() -> list[Column]:
    """Columns of the list of projects."""
    return [
        Column(key="title", label=gettext_lazy("Project"), value=lambda p: p.title, sort="title"),
        *of_studio(),
        Column(key="area", label=gettext_lazy("Problem area"), value=lambda p: ProblemArea(p.area).label, sort="area"),
        Column(
            key="approved",
            label=gettext_lazy("Approved by"),
            value=lambda p: p.approved_by,
            is_default=False,
        ),
        Column(key="from", label=gettext_lazy("Starts"), value=lambda p: p.starts_on, kind="month", sort="starts_on"),
        Column(key="until", label=gettext_lazy("Ends"), value=lambda p: p.ends_on, kind="month", sort="ends_on"),
        Column(key="state", label=STATE, value=lambda p: ProjectState(p.state), kind="state", sort="state"),
    ]


def next_check(result: Any, account: Account) -> str:
    """What this account may do to a result now."""
    union = result.studio.union
    if result.state == ResultState.REPORTED and checks_results_of(account, union):
        return _("Check the result")
    is_above = confirming_union_id(account, union) is not None
    return _("Confirm") if result.state == ResultState.CHECKED and is_above else ""


def result_columns(account: Account) -> list[Column]:
    """Columns of the list of results; of a secret one nothing but metadata exists."""
    return [
        Column(
            key="title",
            label=gettext_lazy("Result"),
            value=lambda r: r.title,
            sort="title",
            link=lambda r: reverse("desk_result", args=[r.pk]),
            sub=lambda r: _("secret") if r.is_secret else "",
        ),
        *of_studio(),
        Column(key="kind", label=gettext_lazy("Kind"), value=lambda r: r.kind, sort="kind"),
        Column(key="number", label=gettext_lazy("Number"), value=lambda r: r.number, sort="number"),
        Column(
            key="finished",
            label=gettext_lazy("Finished on"),
            value=lambda r: r.finished_on,
            kind="date",
            sort="finished_on",
        ),
        Column(key="state", label=STATE, value=lambda r: ResultState(r.state), kind="state", sort="state"),
        Column(
            key="next",
            label=gettext_lazy("To do"),
            value=partial(next_check, account=account),
            link=lambda r: f"{reverse('desk_result', args=[r.pk])}#act",
            is_exported=False,
        ),
        Column(
            key="confirmed",
            label=gettext_lazy("Confirmed by"),
            value=lambda r: r.confirmed_union or "",
            is_default=False,
        ),
    ]


def apprenticeship_columns() -> list[Column]:
    """Columns of the list of pairs."""
    return [
        Column(
            key="apprentice",
            label=gettext_lazy("Apprentice"),
            value=lambda a: a.apprentice.name,
            sort="apprentice__name_key",
        ),
        Column(key="master", label=gettext_lazy("Master"), value=lambda a: a.master.name, sort="master__name_key"),
        *of_studio(),
        Column(key="from", label=gettext_lazy("Starts"), value=lambda a: a.starts_on, kind="month", sort="starts_on"),
        Column(key="until", label=gettext_lazy("Ends"), value=lambda a: a.ends_on, kind="month", sort="ends_on"),
        Column(key="before", label=gettext_lazy("Grade before"), value=lambda a: a.grade_before or ""),
        Column(key="after", label=gettext_lazy("Grade after"), value=lambda a: a.grade_after or ""),
    ]


def activity_columns() -> list[Column]:
    """Columns of the list of activities."""
    return [
        Column(key="topic", label=gettext_lazy("Topic"), value=lambda a: a.topic, sort="topic"),
        *of_studio(),
        Column(key="kind", label=gettext_lazy("Kind"), value=lambda a: ActivityKind(a.kind).label, sort="kind"),
        Column(key="date", label=gettext_lazy("Date"), value=lambda a: a.happened_on, kind="date", sort="happened_on"),
        Column(
            key="people",
            label=gettext_lazy("People"),
            value=lambda a: a.people_count,
            kind="number",
            sort="people_count",
        ),
        Column(key="place", label=gettext_lazy("Place"), value=lambda a: a.place, is_default=False),
    ]


def plaque_url(designation: Any, account: Account) -> str:
    """Where the naming union records a plaque that came in; empty where there is nothing to record."""
    is_mine = designation.union and account.scope.holds(designation.union, *DESK_ROLES)
    is_out = designation.plaque_state == PlaqueState.CALLED_BACK
    return reverse("plaque_return", args=[designation.pk]) if is_out and is_mine else ""


def designation_columns(account: Account) -> list[Column]:
    """Columns of the list of designations; a plaque called back links to where its return is recorded."""
    return [
        *of_studio(),
        Column(key="level", label=gettext_lazy("Level"), value=lambda d: d.wording, sort="level"),
        Column(key="decision", label=gettext_lazy("Document number"), value=lambda d: d.decision.number),
        Column(
            key="decided", label=gettext_lazy("Decided"), value=lambda d: d.decided_on, kind="date", sort="decided_on"
        ),
        Column(
            key="until",
            label=gettext_lazy("Valid until"),
            value=lambda d: d.valid_until,
            kind="date",
            sort="valid_until",
        ),
        Column(
            key="state",
            label=STATE,
            value=lambda d: DesignationState(d.state),
            kind="state",
            sort="state",
            sub=due_words,
        ),
        Column(
            key="plaque",
            label=gettext_lazy("Plaque"),
            value=lambda d: PlaqueState(d.plaque_state),
            kind="state",
            sort="plaque_state",
            link=partial(plaque_url, account=account),
            sub=lambda d: d.plaque_number or "",
        ),
        Column(
            key="due",
            label=gettext_lazy("Plaque due"),
            value=lambda d: d.plaque_due_on,
            kind="date",
            sort="plaque_due_on",
            is_default=False,
        ),
    ]


def due_words(designation: Any) -> str:
    """Whether a re-verification is due."""
    if designation.is_overdue:
        return _("Re-verification overdue")
    return _("Re-verification due") if designation.is_due else ""
