"""Which pages are timed, by whom they are read, how many rows stand behind them, and what quality demands of them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model
from django.urls import NoReverseMatch, reverse

from studios.models import (
    Activity,
    Adoption,
    Application,
    Apprenticeship,
    Call,
    CooperationRequest,
    Decision,
    Designation,
    ModelWorker,
    Person,
    Project,
    Result,
    Story,
    Studio,
)
from unions.models import Account, AuditEvent, Union

WORDS = "焊接"


@dataclass(frozen=True, slots=True)
class Goal:
    """At most so many milliseconds (median), queries and kilobytes; None asks for nothing."""

    ms: float
    queries: int | None = None
    kilobytes: float | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its address; `who` reads it: public, clerk or administrator."""

    address: str
    model: type[Model]
    goal: Goal | None = None
    who: str = "public"


STAFF = Goal(60, 10, 80)
PUBLIC_LIST = Goal(60, None, 120)
SEARCH = Goal(60)
STUDIO = Goal(30, 6, 120)
BOARD = Goal(150, 12)
DASHBOARD = Goal(100)
LISTS: tuple[tuple[str, type[Model], str], ...] = (
    ("desk_studios", Studio, "clerk"),
    ("workers", ModelWorker, "clerk"),
    ("persons", Person, "clerk"),
    ("projects", Project, "clerk"),
    ("desk_results", Result, "clerk"),
    ("apprenticeships", Apprenticeship, "clerk"),
    ("adoptions", Adoption, "clerk"),
    ("requests", CooperationRequest, "clerk"),
    ("activities", Activity, "clerk"),
    ("designations", Designation, "clerk"),
    ("decisions", Decision, "clerk"),
    ("cases", Application, "clerk"),
    ("unions", Union, "clerk"),
    ("accounts", Account, "administrator"),
    ("audit", AuditEvent, "clerk"),
)


def pages() -> list[Page]:
    """Return every page to be timed that this installation has."""
    return [page for page in (*_public(), *_desk()) if page.address]


def _public() -> list[Page]:
    studio = Studio.objects.public().order_by("pk").first()
    result = Result.objects.public().order_by("pk").first()
    listed = _address("studios")
    return [
        Page(_address("home"), Studio, PUBLIC_LIST),
        Page(listed, Studio, PUBLIC_LIST),
        Page(f"{listed}?level=city&view=list", Studio, PUBLIC_LIST),
        Page(f"{listed}?q={WORDS}", Studio, SEARCH),
        *(Page(_query("search", q), Result, SEARCH) for q in (WORDS, "zhangwei", "zw", "铆")),
        Page(_query("search_suggest", "焊"), Result, SEARCH),
        Page(_address("studio", studio.number) if studio else "", Studio, STUDIO),
        Page(_address("results"), Result, PUBLIC_LIST),
        Page(_query("results", WORDS), Result, SEARCH),
        Page(f"{_address('results')}?kind=patent&area=safety&group=equipment&sort=adopters", Result, PUBLIC_LIST),
        Page(_address("result", result.pk) if result else "", Result, STUDIO),
        *(Page(_address(name), Story, PUBLIC_LIST) for name in ("methods", "stories", "statistics", "notices")),
    ]


def _desk() -> list[Page]:
    lists = [Page(_address(name), model, STAFF, who) for name, model, who in LISTS]
    return [Page(_address("desk"), Application, DASHBOARD, "clerk"), *lists, *_boards()]


def _boards() -> list[Page]:
    scored = Call.objects.annotate(cases=Count("applications__assignments__sheet")).order_by("-cases", "pk").first()
    return [Page(_address("call_board", scored.pk), Application, BOARD, "clerk")] if scored and scored.cases else []


def _address(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _query(name: str, words: str) -> str:
    return f"{address}?q={words}" if (address := _address(name)) else ""
