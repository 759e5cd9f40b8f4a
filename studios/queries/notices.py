"""公示: which cases a notice shows, in which order, its frozen rows and their hash, and the days that are left."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import takewhile
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from studios.choices.calls import Stage
from studios.choices.reviews import NoticeOrder, NoticeState
from studios.models import Application, ApplicationDesk, ApplicationVersion, Call, NoticeLine, Objection, PublicNotice
from studios.values.strokes import surname_key
from unions import clock
from unions.errors import CalendarMissing
from unions.models import Union
from unions.queries.workdays import Calendar, add_working_days
from unions.values.canonical import canonical_sha256

# A case with a later state keeps its place on the list; any other has left it.
STANDING = (Stage.NOTICE, Stage.DECISION, Stage.NAMED)
LIVE = (NoticeState.DRAFT, NoticeState.RUNNING)
SATURDAY = 6


def with_listed_facts(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Cases with all that a row of the list is made of, in a fixed number of queries."""
    recommending = ApplicationDesk.objects.filter(stage=Stage.RECOMMENDATION).select_related("union")
    newest = ApplicationVersion.objects.order_by("application_id", "-number").distinct("application_id")
    return applications.select_related("studio", "union__parent", "meeting_line").prefetch_related(
        Prefetch("desks", recommending.order_by("position"), to_attr="recommenders"),
        Prefetch("versions", newest, to_attr="newest_versions"),
        "studio__leaderships__worker__person",
    )


def without_notice(call: Call) -> QuerySet[Application]:
    """Cases that stand at the notice and are on no draft and no running one: new ones, and a reserve moved up."""
    shown = NoticeLine.objects.filter(notice__call=call, notice__state__in=LIVE).values("application")
    return call.applications.filter(state=Stage.NOTICE).exclude(pk__in=shown)


def recommender_of(application: Application) -> Union:
    """The last recommending union; a unit directly below the naming union stands for itself."""
    desks = application.recommenders  # type: ignore[attr-defined]
    return desks[-1].union if desks else application.union


def _answers(application: Application, page: str) -> dict[str, Any]:
    versions = application.newest_versions  # type: ignore[attr-defined]
    content = versions[0].content if versions else {}
    return content.get(page) or {}


def lead_of(application: Application) -> str:
    """The first lead's name as filed, else as registered; orders the list and is not shown on it."""
    filed = _answers(application, "leads").get("leads") or []
    names = [row.get("name", "") for row in filed if isinstance(row, dict)]
    current = [lead.worker.person.name for lead in application.studio.leaderships.all() if lead.ends_on is None]
    return next((name for name in [*names, *current] if name), "")


def in_order(applications: Iterable[Application], order: str) -> list[Application]:
    """Cases in the order that the call sets (domain rules §4)."""

    def key(application: Application) -> tuple[Any, ...]:
        strokes = (surname_key(lead_of(application)), application.number)
        if order == NoticeOrder.RANK:
            line = getattr(application, "meeting_line", None)
            return (line.position if line else float("inf"), *strokes)
        if order == NoticeOrder.STROKES:
            return strokes
        union = recommender_of(application)
        return (union.code or "", union.pk, *strokes)

    return sorted(applications, key=key)


def rows_of(applications: Iterable[Application]) -> list[dict[str, Any]]:
    """The rows of a list as they are frozen: number, studio, unit, recommending union."""
    return [
        {
            "position": position,
            "application": application.number,
            "studio": _answers(application, "basics").get("name") or application.studio.name,
            "unit": application.union.employer_name,
            "recommender": recommender_of(application).name,
        }
        for position, application in enumerate(applications, start=1)
    ]


def listed(notice: PublicNotice) -> list[Application]:
    """The cases of a notice in its order."""
    rows = Application.objects.filter(notice_lines__notice=notice)
    return in_order(with_listed_facts(rows), notice.order)


def draft_rows(notice: PublicNotice) -> list[dict[str, Any]]:
    """What is shown: the frozen rows once published, the present ones before."""
    return notice.content if notice.state != NoticeState.DRAFT else rows_of(listed(notice))


def notice_hash(notice: PublicNotice) -> str:
    """SHA-256 over the canonical JSON of all that the public reads, but the last day, which the calendar may move."""
    said = {
        "title": notice.title,
        "basis": notice.basis,
        "contact": notice.contact,
        "days": notice.days,
        "published_on": notice.published_on.isoformat() if notice.published_on else "",
        "note": notice.note,
        "list": notice.content,
    }
    return canonical_sha256(said)


def series_of(notice: PublicNotice) -> QuerySet[PublicNotice]:
    """All versions of one notice, the newest first."""
    return PublicNotice.objects.filter(call=notice.call_id, series=notice.series).order_by("-version")


def current_version(notice: PublicNotice) -> PublicNotice:
    """The version that counts now."""
    return series_of(notice).select_related("call__union")[0]


def objections_to(notice: PublicNotice) -> QuerySet[Objection]:
    """Objections to any version of a notice."""
    return Objection.objects.filter(notice__call=notice.call_id, notice__series=notice.series)


def open_objections(call: Call) -> QuerySet[Objection]:
    """Objections to any notice of a call that block the decision."""
    return Objection.objects.open().filter(notice__call=call)


def fallen_from(notice: PublicNotice) -> QuerySet[Application]:
    """Cases that are still on the list and were vetoed, gave up or were not selected: the notice wants correction."""
    return Application.objects.filter(notice_lines__notice=notice).exclude(state__in=STANDING)


def wanting() -> QuerySet[PublicNotice]:
    """Published notices that still show somebody who has left the list."""
    left = NoticeLine.objects.filter(notice=OuterRef("pk")).exclude(application__state__in=STANDING)
    return PublicNotice.objects.newest().filter(Exists(left), state__in=(NoticeState.RUNNING, NoticeState.OVER))


def wanting_correction(call: Call) -> QuerySet[PublicNotice]:
    """Those of one call."""
    return wanting().filter(call=call)


def days_left(notice: PublicNotice, calendar: Calendar | None = None) -> int | None:
    """Working days left, today among them; 0 when the period is over, None beyond the calendar."""
    last_day = notice.ends_on
    if not notice.is_running or last_day is None:
        return 0
    days = (calendar or Calendar()).working_days_from(clock.today())
    try:
        return sum(1 for _ in takewhile(lambda day: day <= last_day, days))
    except CalendarMissing:
        return None


def deadline(day: date, working_days: int) -> date:
    """The nth working day after a day; beyond the calendar by the week's pattern: nobody's objection is turned away."""
    try:
        return add_working_days(day, working_days)
    except CalendarMissing:
        return _by_the_week(day, working_days)


def _by_the_week(day: date, working_days: int) -> date:
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= day.isoweekday() < SATURDAY
    return day


def ending() -> QuerySet[PublicNotice]:
    """Running notices whose last day has passed."""
    return PublicNotice.objects.filter(state=NoticeState.RUNNING, ends_on__lt=clock.today()).order_by("ends_on", "pk")


def running() -> QuerySet[PublicNotice]:
    """Notices that run, those that end first in front."""
    return (
        PublicNotice.objects.filter(state=NoticeState.RUNNING).select_related("call__union").order_by("ends_on", "pk")
    )


def running_in_public() -> QuerySet[PublicNotice]:
    """Those of them that everybody reads."""
    return running().filter(pk__in=PublicNotice.objects.public().values("pk"))


def current_notices() -> QuerySet[PublicNotice]:
    """What the public list shows: the version that counts of each published notice."""
    return PublicNotice.objects.public().newest().select_related("call__union")
