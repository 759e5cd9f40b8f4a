"""The list of a meeting: how it is ranked, where its line runs, what the counters beside it say."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from studios.choices.calls import Stage
from studios.choices.reviews import Outcome, PanelMethod, SheetState
from studios.models import (
    ApplicationDesk,
    AutomaticPoints,
    Call,
    Meeting,
    MeetingLine,
    Quota,
    ReviewPlan,
    ScoreLine,
)
from studios.queries.board import key_of, ranked
from unions.errors import Sentence
from unions.values.canonical import canonical_sha256

# Rubric groups that break a tie, first the one of results, then that of talent (domain rules §4), by their names.
TIE_GROUPS = ("成果", "人才")
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as the meeting finds it: rank and points, none where the call has neither panel nor visit."""

    application: int
    number: str
    rank: int | None
    points: Decimal | None


def standings(call: Call, plan: ReviewPlan) -> list[Standing]:
    """The cases before the meeting in the order of their rank, ties broken by results, then talent, then number."""
    waiting = call.applications.filter(state=Stage.MEETING).order_by()
    key, has_ranks = key_of(plan), _has_ranks(call, plan)
    rows = [
        Standing(pk, number, rank if has_ranks and points is not None else None, points if has_ranks else None)
        for pk, number, rank, points in ranked(waiting, plan).values_list("pk", "number", "rank", key)
    ]
    breakers = tie_points(_tied(rows))
    return sorted(rows, key=lambda row: _order(row, breakers))


def _has_ranks(call: Call, plan: ReviewPlan) -> bool:
    is_scored = Stage.PANEL in call.stages and plan.method != PanelMethod.DELIBERATION
    return is_scored or Stage.VISIT in call.stages


def _tied(rows: Iterable[Standing]) -> list[int]:
    ranked = [(row.application, row.rank) for row in rows if row.rank is not None]
    shared = Counter(rank for _case, rank in ranked)
    return [case for case, rank in ranked if shared[rank] > 1]


def _order(row: Standing, breakers: dict[int, tuple[Decimal, ...]]) -> tuple[Any, ...]:
    points = breakers.get(row.application, (NOTHING,) * len(TIE_GROUPS))
    return (row.rank is None, row.rank or 0, *(-value for value in points), row.number)


def tie_points(applications: Collection[int]) -> dict[int, tuple[Decimal, ...]]:
    """For each case the points of the groups that break ties: the experts' mean and the automatic points."""
    found = [_group_points(applications, word) if applications else {} for word in TIE_GROUPS]
    return {pk: tuple(points.get(pk, NOTHING) for points in found) for pk in applications}


def _group_points(applications: Collection[int], word: str) -> dict[int, Decimal]:
    """Points of the groups with this word in their names."""
    group = {"criterion__group__name__contains": word, "criterion__is_bonus": False}
    case = "sheet__assignment__application"
    given = ScoreLine.objects.filter(
        sheet__state=SheetState.SUBMITTED, **{f"{case}__in": applications}, **group
    ).values_list(case)
    points = {
        pk: (total or NOTHING) / sheets
        for pk, total, sheets in given.annotate(total=Sum("points"), sheets=Count("sheet", distinct=True))
    }
    newest = Q(version__number=F("version__application__version_count"), version__application__in=applications)
    automatic = AutomaticPoints.objects.filter(newest, **group).values_list("version__application")
    for pk, total in automatic.annotate(total=Sum("points")):
        points[pk] = points.get(pk, NOTHING) + total
    return points


def lines_of(meeting: Meeting) -> list[MeetingLine]:
    """The lines in their order with case, studio and unit at hand."""
    parts = ("application__studio__industry__group", "application__union")
    return list(meeting.lines.select_related(*parts).order_by("position"))


def stands(line: MeetingLine) -> bool:
    """Whether the case of the line is still before the meeting."""
    return line.application.state == Stage.MEETING


def place_lines(lines: Iterable[MeetingLine], *, places: int, reserves: int) -> list[MeetingLine]:
    """Set each line's outcome by its order; a case that left takes no place. Answers the lines that changed."""
    changed, number = [], 0
    for line in lines:
        outcome = Outcome.NOT_CHOSEN
        if stands(line):
            number += 1
            if number <= places + reserves:
                outcome = Outcome.CHOSEN if number <= places else Outcome.RESERVE
        if line.outcome != outcome:
            line.outcome = outcome
            changed.append(line)
    return changed


def undecided(meeting: Meeting, lines: Sequence[MeetingLine]) -> list[tuple[MeetingLine, MeetingLine]]:
    """Neighbours across the line or across the end of the reserve whom nothing sets apart, and no vote was recorded."""
    standing = [line for line in lines if stands(line)]
    pairs = [
        (one, two)
        for one, two in pairwise(standing)
        if one.outcome != two.outcome and one.rank is not None and one.rank == two.rank
    ]
    if not pairs:
        return []
    points = tie_points([line.application_id for pair in pairs for line in pair])
    voted = {frozenset(ids) for ids in meeting.changes.values_list("application_id", "other_id")}
    return [
        (one, two)
        for one, two in pairs
        if points[one.application_id] == points[two.application_id]
        and frozenset((one.application_id, two.application_id)) not in voted
    ]


def not_listed(call: Call) -> int:
    """Cases that came before the meeting after its list was made."""
    return call.applications.filter(state=Stage.MEETING, meeting_line=None).count()


@dataclass(frozen=True, slots=True)
class Share:
    """How many of one kind are chosen, of how many on the list; `places` where a quota is set."""

    name: str
    chosen: int
    listed: int
    places: int | None = None


def counters(meeting: Meeting, lines: Sequence[MeetingLine]) -> list[tuple[Sentence, list[Share]]]:
    """Chosen and listed by industry group, county, ownership and recommending union (two queries)."""
    recommender = _recommenders(lines)
    quota = _quotas(meeting.call)
    unknown = _("Not known")
    ways: list[tuple[Sentence, dict[int, str]]] = [
        (_("Industry group"), {li.pk: str(_group(li) or unknown) for li in lines}),
        (_("County"), {li.pk: li.application.union.county or li.application.studio.county or unknown for li in lines}),
        (_("Ownership"), {li.pk: str(li.application.union.get_ownership_display() or unknown) for li in lines}),
    ]
    found = [(label, _shares(lines, names)) for label, names in ways]
    direct = _("Directly under the naming union")
    by_union = {li.pk: recommender.get(li.application_id, (None, direct)) for li in lines}
    shares = _shares(lines, {pk: name for pk, (_union, name) in by_union.items()})
    places = {name: quota.get(union) for union, name in by_union.values() if union is not None}
    named = [Share(share.name, share.chosen, share.listed, places.get(share.name)) for share in shares]
    return [*found, (_("Recommending union"), named)]


def _group(line: MeetingLine) -> Any:
    industry = line.application.studio.industry
    return industry.group if industry else None


def _shares(lines: Sequence[MeetingLine], names: dict[int, str]) -> list[Share]:
    listed = Counter(names[line.pk] for line in lines)
    chosen = Counter(names[line.pk] for line in lines if line.outcome == Outcome.CHOSEN)
    return [Share(name, chosen[name], count) for name, count in sorted(listed.items(), key=lambda x: (-x[1], x[0]))]


def _recommenders(lines: Sequence[MeetingLine]) -> dict[int, tuple[int, str]]:
    """The last recommending union of each case."""
    desks = ApplicationDesk.objects.filter(
        application__in=[line.application_id for line in lines], stage=Stage.RECOMMENDATION
    )
    rows = desks.order_by("position").values_list("application_id", "union_id", "union__name")
    return {application: (union, name) for application, union, name in rows}


def _quotas(call: Call) -> dict[int, int]:
    """Places of each recommending union over all kinds."""
    rows = Quota.objects.filter(call=call).order_by().values_list("union_id").annotate(sum=Sum("places"))
    return dict(rows)


def content_of(meeting: Meeting, lines: Sequence[MeetingLine]) -> list[dict[str, Any]]:
    """The list as it is frozen: plain values, with every change and its reason at the lines that it moved."""
    reasons: dict[int, list[str]] = {}
    for change in meeting.changes.all():
        for pk in filter(None, (change.application_id, change.other_id)):
            reasons.setdefault(pk, []).append(f"{change.text}：{change.reason}")
    return [
        {
            "position": line.position,
            "number": line.application.number,
            "studio": line.application.studio.name,
            "unit": line.application.union.employer_name,
            "rank": line.rank,
            "points": None if line.points is None else str(line.points),
            "outcome": str(line.outcome),
            "changes": reasons.get(line.application_id, []),
        }
        for line in lines
    ]


def record_hash(meeting: Meeting) -> str:
    """SHA-256 over the canonical JSON of the record: anybody can reckon it again."""
    record = {
        "call": meeting.call.title,
        "kind": meeting.kind,
        "number": meeting.number,
        "held_on": str(meeting.held_on),
        "present": meeting.present,
        "recused": meeting.recused,
        "places": meeting.places,
        "reserves": meeting.reserves,
        "lines": meeting.content,
    }
    return canonical_sha256(record)


def freed_places(meeting: Meeting, lines: Sequence[MeetingLine]) -> int:
    """Places of chosen cases that left, less the reserves that moved up."""
    gone = (Stage.WITHDRAWN, Stage.NOT_SELECTED)
    left = sum(line.outcome == Outcome.CHOSEN and line.application.state in gone for line in lines)
    moved_up = sum(line.promoted_at is not None for line in lines)
    return left - moved_up if meeting.is_frozen else 0


def next_reserve(lines: Sequence[MeetingLine]) -> MeetingLine | None:
    """The first reserve that still waits."""
    return next((line for line in lines if line.outcome == Outcome.RESERVE and stands(line)), None)
