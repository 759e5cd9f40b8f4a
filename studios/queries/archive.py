"""The archive of official papers: notices and decisions of a year, with words, and what a correction changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from studios.models import Call, Decision, PublicNotice
from studios.queries.notices import current_notices
from studios.queries.profile import public_decisions
from studios.values.document_numbers import in_standard_brackets


@dataclass(frozen=True, slots=True)
class NoticeChange:
    """One version of a notice, with the studios that it shows no more, or anew, and a moved last day."""

    notice: PublicNotice
    removed: list[str]
    added: list[str]
    last_day_before: date | None


def notices_with(words: Iterable[str], year: int | None) -> QuerySet[PublicNotice]:
    """Notices of a year that hold every word in title, text or list; the version that counts of each."""
    rows = current_notices().annotate(listed=Cast("content", TextField()))
    if year:
        rows = rows.filter(published_on__year=year)
    for word in words:
        found = Q(title__icontains=word) | Q(basis__icontains=word) | Q(listed__icontains=word)
        rows = rows.filter(found | Q(call__union__name__icontains=word))
    return rows.defer("content")


def decisions_with(words: Iterable[str], year: int | None) -> QuerySet[Decision]:
    """Public decisions of a year that hold every word in number, title or issuer; brackets may be of any kind."""
    rows = public_decisions()
    if year:
        rows = rows.filter(decided_on__year=year)
    for word in words:
        number = in_standard_brackets(word)
        rows = rows.filter(Q(number__icontains=number) | Q(title__icontains=word) | Q(issuer__icontains=word))
    return rows


def calls_with(words: Iterable[str], year: int | None) -> QuerySet[Call]:
    """Guides of a year whose title, union or level holds every word."""
    rows = Call.objects.public().select_related("union").order_by("-year", "-pk")
    if year:
        rows = rows.filter(year=year)
    for word in words:
        rows = rows.filter(Q(title__icontains=word) | Q(union__name__icontains=word) | Q(level_name__icontains=word))
    return rows


def years_of_calls() -> list[int]:
    """Years of calls whose guide is public, the latest first."""
    return list(Call.objects.public().order_by("-year").values_list("year", flat=True).distinct())


def years_of_notices() -> list[int]:
    """Years in which a notice was published, the latest first."""
    return _years(PublicNotice.objects.public(), "published_on")


def years_of_decisions() -> list[int]:
    """Years in which a paper was decided, the latest first."""
    return _years(Decision.objects.all(), "decided_on")


def _years(rows: QuerySet[Any], name: str) -> list[int]:
    return [day.year for day in rows.order_by().dates(name, "year", order="DESC")]


def changes_of(versions: Iterable[PublicNotice]) -> list[NoticeChange]:
    """What each version changed against the one that it corrects; `versions` stand with the newest first."""
    by_key = {version.pk: version for version in versions}
    return [_change(version, by_key.get(version.corrects_id or 0)) for version in by_key.values()]


def _change(notice: PublicNotice, before: PublicNotice | None) -> NoticeChange:
    if before is None:
        return NoticeChange(notice, [], [], None)
    now, then = _studios(notice), _studios(before)
    moved = before.ends_on if before.ends_on != notice.ends_on else None
    return NoticeChange(
        notice,
        [name for key, name in then.items() if key not in now],
        [name for key, name in now.items() if key not in then],
        moved,
    )


def _studios(notice: PublicNotice) -> dict[str, str]:
    """Studios of a list by the case that they stand for, as a name may be corrected too."""
    return {str(row.get("application") or row["studio"]): str(row["studio"]) for row in notice.content}


def latest_papers(limit: int) -> tuple[list[PublicNotice], list[Decision]]:
    """Notices, every version of them, and decisions: what was published last."""
    notices = PublicNotice.objects.public().select_related("call__union").order_by("-published_at", "-pk")
    return list(notices[:limit]), list(public_decisions().order_by("-recorded_at", "-pk")[:limit])
