"""One city for crawling: a row of each kind, a case in each state, and people who look at it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from studios.actions import desks
from studios.actions.filings import open_application
from studios.choices.sections import SectionKey
from studios.models import Application
from tests.city import City, again, at_city, at_county, submitted
from tests.contents import fill_application
from tests.factories import make_call, make_named_studio, make_officer, make_worker
from tests.rigor.crowd import ready as awaiting_paper
from tests.test_routes import ROUTES, World, arguments, build, signed_in
from unions import clock
from unions.choices.people import Role
from unions.models import Account

STEPS = ("agree", "not_agree", "forward", "pass", "send_back", "return", "propose", "resubmit", "recall", "withdraw",
         "give_up", "confirm_give_up", "veto", "reopen", "not_recommend", "not_qualify")  # fmt: skip


@dataclass
class Crowd:
    """The world of the route test, a case in each state, and a signed-in browser for each officer."""

    world: World
    city: City
    cases: dict[str, Application]
    draft: Application
    people: dict[str, Account] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)


def build_crowd() -> Crowd:
    """Everything, made by the actions."""
    world = build()
    union = {name: getattr(world, name).union for name in ("unit", "county", "city")}
    officers = [make_officer(union[u], role) for u in union for role in (Role.CLERK, Role.CHAIR)]
    city = City(union["city"], union["county"], union["unit"], *officers, make_call(union["city"]), None)
    made = Crowd(world, city, {}, fill_application(open_application(city.call, _studio(city), by=city.unit_clerk)))
    for name, bring in {"unit": submitted, "county": at_county, "city": at_city, "returned": _returned}.items():
        city.studio = _studio(city)
        made.cases[name] = bring(city)
    made.cases["paper"] = awaiting_paper(city, _studio(city))
    city.studio = _studio(city)
    made.people = {
        f"{seat} {role}": getattr(city, f"{seat}_{role}") for seat in union for role in (Role.CLERK, Role.CHAIR)
    }
    for seat in ("county", "city"):
        for role in (Role.AUDITOR, Role.ADMINISTRATOR):
            made.people[f"{seat} {role}"] = make_officer(union[seat], role)
    made.people["sibling clerk"] = make_officer(world.sibling.union, Role.CLERK)
    made.people["foreign clerk"] = make_officer(world.foreign.union, Role.CLERK)
    made.browsers = {name: signed_in(account) for name, account in made.people.items()}
    return made


def _studio(city: City) -> Any:
    return make_named_studio(city.unit, level="unit", lead=make_worker(home=city.unit))


def _returned(city: City) -> Application:
    application = at_city(city)
    desks.return_application(
        application,
        by=city.city_clerk,
        note="请修改",
        remarks={SectionKey.RESULTS: "专利号有误"},
        due_at=clock.now() + timedelta(days=5),
        revision=application.revision,
    )
    return again(application)


def addresses(crowd: Crowd) -> Iterator[tuple[str, str]]:
    """Each route with the addresses at which it is asked: the unit's rows, each case, each step, each page."""
    own = {"call": crowd.city.call.pk}
    for name in sorted(ROUTES):
        needed = arguments(name, ROUTES[name])
        yield name, reverse(name, kwargs=needed(crowd.world.unit) if callable(needed) else needed)
    for case in crowd.cases.values():
        for name in ("application", "case_versions"):
            yield name, reverse(name, kwargs={"number": case.number})
        for step in STEPS:
            yield f"case_step {step}", reverse("case_step", kwargs={"number": case.number, "step": step})
    number = crowd.draft.number
    for name in ("application_form", "application_check", "application_discard", "application"):
        yield name, reverse(name, kwargs={"number": number})
    for key in SectionKey:
        yield f"application_section {key}", reverse("application_section", kwargs={"number": number, "key": key})
    yield "call_name", reverse("call_name", kwargs=own)
    for name in ("call_edit", "call_wording", "call_dates", "call_rules", "call_slots", "call_opinions", "call_extend"):
        yield name, reverse(name, kwargs={"pk": crowd.city.call.pk})


def asked(client: Client, method: str, address: str, **options: Any) -> tuple[int, bytes, Any]:
    """Status, body and headers, with everything that was written taken back."""
    client.raise_request_exception = False
    with transaction.atomic():
        answer = getattr(client, method)(address, **options)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer.status_code, body, answer


class Forms(HTMLParser):
    """The POST forms of a page: where they go and what they send."""

    def __init__(self) -> None:
        """Nothing found yet."""
        super().__init__()
        self.found: list[tuple[str, dict[str, tuple[str, str]]]] = []
        self.open: dict[str, tuple[str, str]] | None = None
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms and their fields."""
        has = {name: value or "" for name, value in attrs}
        if tag == "form" and has.get("method", "").lower() == "post":
            self.open = {}
            self.found.append((has.get("action", ""), self.open))
        if self.open is None:
            return
        name = has.get("name", "")
        if tag == "input" and name and has.get("type") not in ("submit", "file"):
            kind = has.get("type", "text")
            if kind not in ("radio", "checkbox") or "checked" in has or name not in self.open:
                self.open[name] = (kind, has.get("value", "on" if kind == "checkbox" else ""))
        elif tag == "textarea" and name:
            self.area, self.open[name] = name, ("textarea", "")
        elif tag == "select" and name:
            self.select, self.open[name] = name, ("select", "")
        elif tag == "option" and self.select and "selected" in has:
            self.open[self.select] = ("select", has.get("value", ""))

    def handle_data(self, data: str) -> None:
        """The text of a textarea."""
        if self.open is not None and self.area:
            self.open[self.area] = ("textarea", self.open[self.area][1] + data)

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "form":
            self.open = None
        if tag == "select":
            self.select = ""
        if tag == "textarea":
            self.area = ""


def forms_of(page: bytes) -> list[tuple[str, dict[str, tuple[str, str]]]]:
    """The POST forms of a page as (action, {field: (kind, value)})."""
    parser = Forms()
    parser.feed(page.decode())
    return parser.found
