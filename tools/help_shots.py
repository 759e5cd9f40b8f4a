"""Whose screen, and which row of the demo city, each picture of the help shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from studios.choices.calls import Stage
from studios.models import (
    Application,
    Assignment,
    Call,
    Decision,
    Objection,
    PanelSeat,
    PublicNotice,
    Quota,
    Result,
    Studio,
)
from unions.models import Account

CITY = "DL"
# The expert has cases left to score, and goes on a visit.
CLERK, CHAIR, EXPERT = "dl-clerk", "dl-chair", "expert6"
Row = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Shot:
    """`who` is a username, `{unit}` and `{desk}` standing for the row's unions; nobody is the public.

    `values` are the arguments of the route: attributes of the row, or words that begin with "=". `focus` selects what
    stands at the top of the picture, and `width` is that of the window, from which it is reduced; `query` ends with the row's key.
    """

    who: str = ""
    row: Row | None = None
    values: tuple[str, ...] = ()
    route: str = ""
    focus: str = "main"
    query: str = ""
    width: int = 840


def case(state: Stage, **more: Any) -> Row:
    """A case of this year's call of the city, or of another call."""
    of_call = more or {"call__level": "city", "call__union__code": CITY}
    return lambda: Application.objects.filter(state=state, **of_call).order_by("number").first()


def call_with(state: Stage) -> Row:
    """The newest call of the city that has a case in this state."""
    wanted = {"union__code": CITY, "applications__state": state}
    return lambda: Call.objects.filter(**wanted).order_by("-year", "-pk").first()


def named() -> Studio | None:
    """The studio whose public page has the most blocks."""
    return Studio.objects.public().annotate(written=Count("blocks")).order_by("-written", "pk").first()


def result(state: str) -> Row:
    """A result in this state."""
    return lambda: Result.objects.filter(state=state).order_by("-pk").first()


def seat() -> PanelSeat | None:
    """The seat of an expert in a review that is under way."""
    return PanelSeat.objects.filter(call__applications__state=Stage.PANEL, expert__account__username=EXPERT).first()


def on_bench() -> Assignment | None:
    """A case assigned to that seat."""
    return Assignment.objects.filter(seat=seat()).order_by("-pk").first()


THIS_YEAR = call_with(Stage.QUALIFICATION)
IN_PANEL, ON_SITE = call_with(Stage.PANEL), call_with(Stage.VISIT)
AT_MEETING, ON_SHOW = call_with(Stage.MEETING), call_with(Stage.NOTICE)
OF_UNIT, OF_DESK, BY_NUMBER = ("{unit}-clerk", "{unit}-chair"), ("{desk}-clerk", "{desk}-chair"), ("number",)
SHOTS: dict[str, Shot] = {
    "sign-in": Shot(),
    "to-do": Shot("d08-clerk"),
    "lists": Shot(CLERK),
    "calls": Shot("u001-clerk"),
    "result-check": Shot(OF_UNIT[0], result("reported"), ("pk",)),
    "result-confirm": Shot("d03-clerk"),
    "letters": Shot("dl-auditor"),
    "stories": Shot(CLERK),
    "pages": Shot(CLERK),
    "searches": Shot(CLERK),
    "ledger": Shot(CLERK),
    "originals": Shot(CLERK),
    "annual-ledger": Shot(CLERK),
    "calendar": Shot(CLERK),
    "mailings": Shot(CLERK),
    "audit": Shot("dl-auditor"),
    "jobs": Shot(CLERK),
    "register": Shot(OF_UNIT[0], named, ("pk",)),
    "public-page": Shot(OF_UNIT[0], named, ("pk",)),
    "start": Shot("u035-clerk", THIS_YEAR, query="?call="),
    "form": Shot(OF_UNIT[0], case(Stage.DRAFT), BY_NUMBER),
    "submit": Shot(OF_UNIT[0], case(Stage.DRAFT), BY_NUMBER),
    "follow": Shot(OF_UNIT[0], case(Stage.RETURNED), BY_NUMBER),
    "designations": Shot(CLERK),
    "agree": Shot(OF_UNIT[1], case(Stage.UNIT_REVIEW), (*BY_NUMBER, "=agree"), route="case_step"),
    "chair-cases": Shot("u001-chair"),
    "quotas": Shot("d08-clerk", THIS_YEAR, ("pk",)),
    "check-case": Shot(OF_DESK[0], case(Stage.RECOMMENDATION), BY_NUMBER),
    "file-for": Shot("d06-clerk"),
    "recommend": Shot(OF_DESK[1], case(Stage.RECOMMENDATION), (*BY_NUMBER, "=forward")),
    "batches": Shot("d08-chair", THIS_YEAR, ("pk",)),
    "call": Shot(CLERK, lambda: Call.objects.filter(union__code=CITY, state="draft").first(), ("pk",)),
    "set-quotas": Shot(CLERK, THIS_YEAR, ("pk",)),
    "rubric": Shot(CLERK, IN_PANEL, ("pk",)),
    "qualify": Shot(CLERK, case(Stage.QUALIFICATION), BY_NUMBER, focus=".case__material"),
    "experts": Shot(CLERK),
    "panel": Shot(CLERK, IN_PANEL, ("pk",)),
    "paper-sheets": Shot(CLERK, IN_PANEL, ("pk",)),
    "board": Shot(CLERK, IN_PANEL, ("pk",)),
    "visits": Shot(CLERK, ON_SITE, ("pk",)),
    "departments": Shot(CLERK, ON_SHOW, ("pk",)),
    "notices": Shot(CLERK, ON_SHOW, ("pk",)),
    "objections": Shot(CLERK, lambda: Objection.objects.order_by("-pk")[0].notice.call, ("pk",)),
    "papers": Shot(CLERK, ON_SHOW, ("pk",)),
    "archive": Shot(CLERK, ON_SHOW, ("pk",)),
    "plaques": Shot(
        CLERK,
        lambda: Decision.objects.filter(union__code=CITY, plaque_orders__gt=0).first(),
        ("pk",),
        route="plaque_orders",
    ),
    "open-call": Shot(CHAIR, THIS_YEAR, ("pk",)),
    "grant": Shot(CHAIR, lambda: Quota.objects.filter(call__union__code=CITY, call__state="open").first(), ("pk",)),
    "decide-case": Shot(CHAIR, case(Stage.QUALIFICATION), BY_NUMBER, focus=".case__decision"),
    "close-panel": Shot(CHAIR, IN_PANEL, ("pk",)),
    "meeting": Shot(CHAIR, AT_MEETING, ("pk",)),
    "publish-notice": Shot(CHAIR, lambda: PublicNotice.objects.order_by("-pk").first(), ("pk",)),
    "settle": Shot(CHAIR, lambda: Objection.objects.order_by("-pk").first(), ("pk",)),
    "name": Shot(CHAIR, call_with(Stage.DECISION), ("pk",)),
    "decisions": Shot(CHAIR),
    "report": Shot(CHAIR, AT_MEETING, ("pk",)),
    "enter": Shot(),
    "declare": Shot(EXPERT),
    "queue": Shot(EXPERT, seat, ("pk",)),
    "score": Shot(EXPERT, on_bench, ("seat_id", "application.number"), width=1200),
    "summary": Shot(EXPERT, seat, ("pk",)),
    "my-visits": Shot(EXPERT),
    "read-cases": Shot("dl-auditor"),
    "read-calls": Shot("dl-auditor"),
    "read-stories": Shot("dl-auditor"),
    "unions": Shot("dl-admin"),
    "accounts": Shot("dl-admin"),
    "appoint": Shot("dl-admin"),
    "reset": Shot("dl-admin", lambda: Account.objects.get(username="d03-clerk"), ("pk",)),
    "outbox": Shot("dl-admin"),
    "dictionaries": Shot("dl-admin", focus="#content"),
    "find": Shot(focus=".browse"),
    "studio": Shot("", named, ("number",), width=1200),
    "results": Shot(),
    "plaque-check": Shot(),
    "public-notices": Shot(),
    "apply": Shot(),
    "letter": Shot(),
    "read-on": Shot(),
}
