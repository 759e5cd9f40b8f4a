"""Every route × role × relation × method: who is let in, who is told why not, who finds nothing.

The routes come from the URL configuration; a route without an audience, or with an argument that the table of
objects does not know, fails.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from studios.actions.attachments import keep_file
from studios.actions.filings import open_application, submit_application
from studios.choices.reviews import PaperKind
from studios.choices.sections import SectionKey
from studios.documents.samples import sample_paper
from studios.models import (
    Activity,
    Alliance,
    Application,
    Apprenticeship,
    Attachment,
    ConditionRow,
    Consultation,
    DepartmentFinding,
    Member,
    OriginalReceipt,
    PaperTemplate,
    PersonMatch,
    PlaqueOrder,
    Project,
    Quota,
    RecommendationBatch,
    ServiceOffer,
    SiteVisit,
    StampedScan,
)
from studios.values.typesetting.word_templates import default_template
from tests.factories import (
    make_adoption,
    make_call,
    make_condition,
    make_county,
    make_decision,
    make_designation,
    make_honour,
    make_named_studio,
    make_notice,
    make_objection,
    make_officer,
    make_package_row,
    make_person,
    make_picture_row,
    make_request,
    make_result,
    make_union,
    make_worker,
)
from tests.panel import make_assignment, make_expert, make_seat
from tests.story import Desk, make_story
from tests.weight import first_load
from unions import clock
from unions.actions.job_results import start_job
from unions.choices.people import Role
from unions.models import Account, Mailing, MailingTemplate, Message, SavedView, Union

pytestmark = pytest.mark.django_db
ROLES = tuple(Role)
LEDGER = Path(__file__).parent / "data" / "ledger-sample.xlsx"
RELATIONS = ("own", "sibling", "parent", "child", "foreign")
# Answers that are no failure of the walls: the page, a way on, a refusal at a field, a rule's no.
LET_IN = frozenset({200, 301, 302, 303, 304, 400, 403, 404, 405, 409, 422, 429})
# Every signed-in account may read the guide and the open call of any union; messages and files check their owner.
SEEN_BY_ALL = frozenset({"call_edit"})


def routes() -> Iterator[tuple[str, URLPattern]]:
    """Each named route with its pattern, the administration pages left to their own test."""
    seen: set[str] = set()

    def walk(patterns: list[Any], prefix: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                if pattern.app_name != "admin":
                    yield from walk(pattern.url_patterns, prefix + str(pattern.pattern))
            elif pattern.name not in seen:
                seen.add(pattern.name or "")
                yield pattern.name or "", pattern

    yield from walk(get_resolver().url_patterns, "")


ROUTES = dict(routes())


@dataclass
class Place:
    """A union with one row of every kind that routes point to."""

    union: Union
    rows: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    """Two cities; in the first a county with two units."""

    city: Place
    county: Place
    unit: Place
    sibling: Place
    foreign: Place
    viewers: dict[tuple[str, str], Client] = field(default_factory=dict)
    anonymous: Client = field(default_factory=Client)
    staff: Client = field(default_factory=Client)

    def relation(self, name: str, seat: str) -> Place | None:
        """The place that stands in a relation to a viewer who sits at unit, county or city."""
        own = getattr(self, seat)
        found = {"own": own, "foreign": self.foreign}
        found |= {
            "unit": {"sibling": self.sibling, "parent": self.county},
            "county": {"parent": self.city, "child": self.unit},
            "city": {"child": self.county},
        }[seat]
        return found.get(name)


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def word_template(union: Union, officer: Account) -> Attachment:
    """A template as it is kept."""
    written = default_template("letter", sample_paper(PaperKind.DECISION).content)
    return keep_file(BytesIO(written), name="a.docx", by=officer, union=union, slot="paper_template")


def scan_of(application: Application) -> Attachment:
    """A stamped scan as its row alone."""
    facts = {"name": "章.pdf", "kind": "pdf", "size": 1, "sha256": "1", "path": f"s/{application.pk}"}
    return Attachment.objects.create(
        union=application.union, application=application, slot="scan", uploaded_at=clock.now(), **facts
    )


def original_of(application: Application) -> OriginalReceipt:
    """A receipt of paper as its row alone."""
    facts = {"version": application.versions.get(), "copies": 1, "received_on": clock.today(), "at": clock.now()}
    return OriginalReceipt.objects.create(
        application=application, desk=application.desks.last(), by=application.opened_by, **facts
    )


def furnish(place: Place, city: Union) -> Place:
    """One row of each kind at the union."""
    union = place.union
    officer = make_officer(union, Role.CLERK)
    call = make_call(city)
    make_condition(call, "team_size")
    studio = make_named_studio(union, lead=make_worker(home=union))
    fresh = make_named_studio(union, lead=make_worker(home=union))
    application = open_application(call, fresh, by=officer)
    faults = dict.fromkeys(SectionKey, 0)
    submit_application(application, by=officer, idempotency_key=application.number, faults=faults)
    person, other = make_person(home=union), make_person(home=union)
    decision = make_decision(union)
    leadership, result = studio.leaderships.get(), make_result(studio)
    letter = Consultation.objects.create(call=call, department="税务", sent_on=clock.today(), sha256="0")
    visit = SiteVisit.objects.create(application=application, planned_at=clock.now())
    one, two = sorted((make_person("同名", home=union), make_person("同名", home=union)), key=lambda p: p.pk)
    shown = make_notice(call, application)
    place.rows = {
        "account": officer,
        "appointment": officer.appointments.first(),
        "application": Application.objects.get(pk=application.pk),
        "call": call,
        "row": ConditionRow.objects.get(version__application=application),
        "studio": studio,
        "decision": decision,
        "designation": make_designation(studio, level="county", decision=decision),
        "person": person,
        "worker": leadership.worker,
        "leadership": leadership,
        "award": leadership.worker.awards.create(honour=make_honour(), year=2019),
        "match": PersonMatch.objects.create(one=one, other=two),
        "seat": make_seat(call, make_expert(city), state="invited"),
        "group": call.panel_groups.create(name="组", position=1),
        "member": Member.objects.create(studio=studio, person=person),
        "project": Project.objects.create(studio=studio, title="课题", area="process"),
        "result": result,
        "benefit": result.benefits.create(year=2025, method="saving", amount=1),
        "activity": Activity.objects.create(studio=studio, kind="training", happened_on=clock.today(), topic="x"),
        "apprenticeship": Apprenticeship.objects.create(
            studio=studio, master=person, apprentice=other, starts_on=clock.today()
        ),
        "file": Attachment.objects.create(
            union=union,
            studio=studio,
            name="a.pdf",
            kind="pdf",
            size=1,
            sha256="0",
            path=f"x/{union.pk}",
            uploaded_at=clock.now(),
        ),
        "ledger": keep_file(BytesIO(LEDGER.read_bytes()), name="a.xlsx", by=officer, union=union, slot="ledger"),
        "quota": Quota.objects.create(call=call, union=union, places=2),
        "batch": RecommendationBatch.objects.create(call=call, union=union, made_at=clock.now()),
        "consultation": letter,
        "finding": DepartmentFinding.objects.create(consultation=letter, application=application, text="x"),
        "visit": visit,
        "notice": shown,
        "objection": make_objection(shown, application),
        "adoption": make_adoption(result),
        "request": make_request(studio),
        "message": Message.objects.create(account=officer, text="x", sent_at=clock.now()),
        "offer": ServiceOffer.objects.create(studio=studio, kind="lesson", title="课"),
        "alliance": Alliance.objects.create(leader=studio, name="联盟"),
        "union": union,
    }
    place.rows["story"] = make_story(Desk(union, officer, officer, officer))
    place.rows["job"] = start_job("unions.mail_messages", by=officer, numbers=[])
    place.rows["view"] = SavedView.objects.create(account=officer, key="cases", name="x", changed_at=clock.now())
    place.rows["stamp"] = StampedScan.objects.create(application=application, file=scan_of(application), paper="章")
    place.rows["original"] = original_of(application)
    place.rows["mailing"] = Mailing.objects.create(union=union, about="x", text="x", made_at=clock.now())
    place.rows["mailing_template"] = MailingTemplate.objects.create(
        union=union, name="x", about="x", text="x", changed_at=clock.now()
    )
    place.rows["plaque_order"] = PlaqueOrder.objects.create(
        decision=decision, maker="x", ordered_on=clock.today(), pieces=1
    )
    place.rows["template"] = PaperTemplate.objects.create(
        union=union, kind="decision", file=word_template(union, officer), uploaded_at=clock.now()
    )
    place.rows["package"] = make_package_row(call, officer)
    place.rows["picture"] = make_picture_row(studio, place.rows["file"])
    place.rows["assignment"] = make_assignment(place.rows["seat"], place.rows["application"])
    return place


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """Built once for all routes; each question is asked in a savepoint that is rolled back."""
    kept = {"MEDIA_ROOT": tmp_path_factory.mktemp("files"), "TOTP_REQUIRED": {}}
    with django_db_blocker.unblock(), override_settings(**kept), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def build() -> World:
    """Two cities, their people and one row of every kind at each union."""
    city, foreign_city = make_union("甲市总工会"), make_union("乙市总工会")
    county = make_county(city)
    unit, sibling = make_union(parent=county), make_union(parent=county)
    stranger = make_union(parent=foreign_city)
    seats = {"city": city, "county": county, "unit": unit, "sibling": sibling}
    places = {name: furnish(Place(union), city) for name, union in seats.items()}
    made = World(**places, foreign=furnish(Place(stranger), foreign_city))
    for seat in ("unit", "county", "city"):
        for role in ROLES:
            made.viewers[seat, role] = signed_in(make_officer(seats[seat], role))
    made.staff = signed_in(make_officer(city, Role.AUDITOR, is_staff=True))
    return made


Maker = Callable[[Place], dict[str, Any]]


def pk(kind: str, **more: Any) -> Maker:
    return lambda place: {"pk": place.rows[kind].pk, **more}


def in_studio(place: Place, kind: str, **more: Any) -> dict[str, Any]:
    """A row below its studio."""
    return {"pk": place.rows["studio"].pk, "row": place.rows[kind].pk, **more}


def on_bench(place: Place, **more: Any) -> dict[str, Any]:
    """A case on the workbench of a seat."""
    return {"seat": place.rows["seat"].pk, "number": place.rows["application"].number, **more}


def of_paper(place: Place, **more: Any) -> dict[str, Any]:
    """A paper sheet of an assignment."""
    return {"pk": place.rows["call"].pk, "assignment": place.rows["assignment"].pk, **more}


# Which row a route's argument stands for, by the route's name or its beginning; the longest match holds.
OBJECTS: dict[str, Maker] = {
    "account": pk("account"),
    "appointment": pk("appointment"),
    "union": pk("union"),
    "row_history": pk("account", noun="account"),
    "message_open": pk("message"),
    "job": lambda place: {"pk": place.rows["job"]},
    "consultation": pk("consultation"),
    "finding": pk("finding"),
    "desk_visit": pk("visit"),
    "visit": pk("visit"),
    "visit_photo": pk("visit", file=1),
    "visit_photos": pk("visit"),
    "ledger": pk("ledger"),
    "file": pk("file"),
    "file_preview": pk("file", page=1),
    "quota": pk("quota"),
    "batch": pk("batch"),
    "batch_line": lambda place: {"pk": place.rows["batch"].pk, "row": 1, "verb": "up"},
    "call_": pk("call"),
    "call": pk("call"),
    "call_panel_group": lambda place: {"pk": place.rows["call"].pk, "group": place.rows["group"].pk},
    "call_panel_group_new": pk("call"),
    "call_seat": lambda place: {"pk": place.rows["call"].pk, "seat": place.rows["seat"].pk},
    "call_assignment_case": lambda place: {
        "pk": place.rows["call"].pk,
        "number": place.rows["application"].number,
    },
    "expert": lambda place: {"pk": place.rows["seat"].expert_id},
    "review_queue": lambda place: {"seat": place.rows["seat"].pk},
    "review_summary": lambda place: {"seat": place.rows["seat"].pk},
    "review_aside": on_bench,
    "review_case": on_bench,
    "review_file": lambda place: on_bench(place, pk=place.rows["file"].pk),
    "review_page": lambda place: on_bench(place, pk=place.rows["file"].pk, page=1),
    "call_paper_sheet_new": pk("call"),
    "call_paper_sheet_": of_paper,
    "call_paper_sheet_scan_page": lambda place: of_paper(place, page=1),
    "call_blind_file": lambda place: {"pk": place.rows["call"].pk, "file": place.rows["file"].pk},
    "call_blind_files": pk("call"),
    "call_write_paper": lambda place: {"pk": place.rows["call"].pk, "kind": "report", "subject": 0},
    "plaque_orders": pk("decision"),
    "plaque_order_receive": pk("plaque_order"),
    "package": pk("package"),
    "paper_template": pk("template"),
    "list_edit_": pk("ledger", key="studios"),
    "list_view_": pk("view", key="cases"),
    "mailing": pk("mailing"),
    "mailing_template": pk("mailing_template"),
    "review_declare": lambda place: {"seat": place.rows["seat"].pk},
    "review_decline": lambda place: {"seat": place.rows["seat"].pk},
    "call_name": lambda place: {"call": place.rows["call"].pk},
    "application": lambda place: {"number": place.rows["application"].number},
    "application_section": lambda place: {"number": place.rows["application"].number, "key": "basics"},
    "application_upload": lambda place: {"number": place.rows["application"].number, "key": "basics"},
    "case": lambda place: {"number": place.rows["application"].number},
    "case_conditions": lambda place: {"number": place.rows["application"].number, "form": "docx"},
    "case_form_fill": lambda place: {"number": place.rows["application"].number, "row": 1},
    "case_look": lambda place: {"number": place.rows["application"].number, "row": place.rows["row"].pk},
    "case_originals": lambda place: {"number": place.rows["application"].number},
    "case_original_correct": lambda place: {
        "number": place.rows["application"].number,
        "row": place.rows["original"].pk,
    },
    "case_scans": lambda place: {"number": place.rows["application"].number},
    "case_scan_compare": lambda place: {"number": place.rows["application"].number, "row": place.rows["stamp"].pk},
    "case_waive": lambda place: {"number": place.rows["application"].number, "row": place.rows["row"].pk},
    "case_step": lambda place: {"number": place.rows["application"].number, "step": "withdraw"},
    "decision": pk("decision"),
    "public_decision": pk("decision"),
    "notice": pk("notice"),
    "desk_story": pk("story"),
    "story": pk("story"),
    "story_": pk("story"),
    "story_step": pk("story", name="submit"),
    "story_picture": lambda place: {"pk": place.rows["story"].pk, "row": 1},
    "story_pictures": pk("story"),
    "objection": pk("objection"),
    "adoption": pk("adoption"),
    "adoption_new": pk("result"),
    "cooperation_new": lambda place: {"number": place.rows["studio"].number},
    "request": pk("request"),
    "letter_state": lambda place: {"code": place.rows["request"].receipt},
    "objection_state": lambda place: {"code": place.rows["objection"].receipt},
    "plaque_returned": pk("designation"),
    "plaque": lambda place: {"code": place.rows["designation"].code},
    "studio": lambda place: {"number": place.rows["studio"].number},
    "studio_history": pk("studio", noun="studio"),
    "result": pk("result"),
    "designation": pk("designation"),
    "desk_studio": pk("studio"),
    "studio_": pk("studio"),
    "studio_page_": lambda place: {"pk": place.rows["studio"].pk, "key": "team"},
    "studio_page_preview": pk("studio"),
    "studio_profile": pk("studio", form="docx"),
    "studio_offer": lambda place: in_studio(place, "offer"),
    "studio_offer_new": pk("studio"),
    "studio_alliance": lambda place: in_studio(place, "alliance"),
    "studio_alliance_new": pk("studio"),
    "studio_consent": lambda place: in_studio(place, "member"),
    "studio_file_remove": lambda place: {"pk": place.rows["studio"].pk, "file": place.rows["file"].pk},
    "leads": lambda place: in_studio(place, "leadership"),
    "leads_new": pk("studio"),
    "award_new": lambda place: in_studio(place, "leadership"),
    "award_delete": lambda place: in_studio(place, "leadership", award=place.rows["award"].pk),
    "members": lambda place: in_studio(place, "member"),
    "members_new": pk("studio"),
    "projects_": lambda place: in_studio(place, "project"),
    "projects_new": pk("studio"),
    "results_": lambda place: in_studio(place, "result"),
    "results_new": pk("studio"),
    "apprenticeships_": lambda place: in_studio(place, "apprenticeship"),
    "apprenticeships_new": pk("studio"),
    "activities_": lambda place: in_studio(place, "activity"),
    "activities_new": pk("studio"),
    "plaque_return": pk("designation"),
    "picture": lambda place: {"code": place.rows["picture"].code, "width": 640},
    "picture_preview": pk("picture", width=640),
    "studio_pictures": pk("studio"),
    "studio_picture": lambda place: in_studio(place, "picture"),
    "person_match": pk("match"),
    "result_": pk("result"),
    "benefit_new": pk("result"),
    "benefit": lambda place: {"pk": place.rows["result"].pk, "row": place.rows["benefit"].pk},
    "person": pk("person"),
    "worker": pk("worker"),
    "member": pk("member"),
    "project": pk("project"),
    "desk_result": pk("result"),
    "activity": pk("activity"),
    "apprenticeship": pk("apprenticeship"),
}
PLAIN: dict[str, dict[str, Any]] = {
    "help_page": {"slug": "expert"},
    "list_columns": {"key": "cases"},
    "list_edit": {"key": "studios"},
    "list_edit_sheet": {"key": "studios"},
    "list_selected": {"key": "results"},
    "list_selected_confirm": {"key": "results"},
    "list_views": {"key": "cases"},
    "calendar_year": {"year": 2026},
    "paper_fields": {"kind": "decision"},
    "paper_default": {"kind": "decision"},
    "calendar_paste": {"year": 2026},
    "calendar_import": {"year": 2026},
    "sitemap_part": {"name": "pages", "part": 0},
    "open_data_file": {"key": "studios", "form": "csv"},
    "statistics_sheet": {"key": "industries"},
}


def arguments(name: str, pattern: URLPattern) -> Maker | dict[str, Any]:
    """What the route needs, or a failure when nobody has said so."""
    if not pattern.pattern.converters and not getattr(pattern.pattern, "regex", None).groupindex:
        return {}
    if name in PLAIN:
        return PLAIN[name]
    matches = [key for key in OBJECTS if name == key or name.startswith(key)]
    assert matches, f"route {name!r} takes an argument that tests/test_routes.py does not know"
    return OBJECTS[max(matches, key=len)]


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_every_route_declares_its_audience(name: str) -> None:
    assert name, "a route without a name cannot be declared"
    assert getattr(ROUTES[name].callback, "audience", None), f"{name} declares no audience"


def is_showcase(pattern: URLPattern) -> bool:
    """Whether it is a page for readers; signing in needs its cookie and token."""
    is_public = "public" in getattr(pattern.callback, "audience", ())
    return is_public and pattern.callback.__module__.startswith("studios.views.public")


def ask(client: Client, method: str, address: str) -> Any:
    """The answer, with everything that it wrote taken back, the session's cookie among it."""
    client.raise_request_exception = False
    kept = deepcopy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    client.cookies = kept
    return answer


def is_admitted(audience: tuple[str, ...], role: str) -> bool:
    return bool({"public", "signed_in", role} & set(audience))


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_route_role_relation(name: str, world: World) -> None:
    pattern = ROUTES[name]
    audience = pattern.callback.audience
    needed = arguments(name, pattern)
    faults = []
    for (seat, role), client in world.viewers.items():
        for relation in RELATIONS:
            place = world.relation(relation, seat)
            if place is None or (isinstance(needed, dict) and relation != "own"):
                continue
            # Who is not admitted is turned away before any row is read: one's own and a foreign one show it.
            if relation not in ("own", "foreign") and not is_admitted(audience, role):
                continue
            address = reverse(name, kwargs=needed(place) if callable(needed) else needed)
            for method in ("get", "post"):
                status = ask(client, method, address).status_code
                fault = wrong(name, status, audience, role=role, relation=relation if callable(needed) else "own")
                if fault:
                    faults.append(f"{method} {address} as {role} of the {seat}, {relation}: {status}, {fault}")
    assert not faults, "\n".join(faults)


def wrong(name: str, status: int, audience: tuple[str, ...], *, role: str, relation: str) -> str:
    """What is wrong with an answer; nothing when it is as the walls demand."""
    if "public" in audience:
        return "" if status in LET_IN else "public routes never fail"
    if not is_admitted(audience, role):
        return "" if status in (403, 405) else "the role is not admitted"
    if relation == "foreign" and name not in SEEN_BY_ALL and status not in (403, 404, 405):
        return "another city's row must not be found"
    return "" if status in LET_IN else "an unexpected answer"


@pytest.mark.parametrize(
    "name", sorted(n for n, p in ROUTES.items() if "public" not in getattr(p.callback, "audience", ()))
)
def test_strangers_are_led_to_the_sign_in(name: str, world: World) -> None:
    needed = arguments(name, ROUTES[name])
    address = reverse(name, kwargs=needed(world.unit) if callable(needed) else needed)
    for method in ("get", "post"):
        answer = ask(world.anonymous, method, address)
        assert answer.status_code in (302, 303, 401, 405), f"{method} {address}: {answer.status_code}"
        if answer.status_code in (302, 303):
            assert answer["Location"].startswith("/desk/sign-in/")


@pytest.mark.parametrize(
    "name", sorted(n for n, p in ROUTES.items() if getattr(p.callback, "audience", ()) == ("staff",))
)
def test_only_staff_opens_what_is_for_staff(name: str, world: World) -> None:
    assert ask(world.staff, "get", reverse(name)).status_code == 200


@pytest.mark.parametrize("name", sorted(n for n, p in ROUTES.items() if is_showcase(p)))
def test_public_pages_set_no_cookie(name: str, world: World) -> None:
    needed = arguments(name, ROUTES[name])
    answer = ask(Client(), "get", reverse(name, kwargs=needed(world.unit) if callable(needed) else needed))
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer.streaming or b"csrfmiddlewaretoken" not in answer.content


@pytest.mark.parametrize(
    "name", sorted(n for n, p in ROUTES.items() if "public" in getattr(p.callback, "audience", ()))
)
def test_public_pages_weigh_at_most_120_kilobytes_without_pictures(name: str, world: World) -> None:
    needed = arguments(name, ROUTES[name])
    answer = ask(Client(), "get", reverse(name, kwargs=needed(world.unit) if callable(needed) else needed))
    if not answer.streaming and answer["Content-Type"].startswith("text/html"):
        loaded = first_load(answer.content.decode())
        assert sum(loaded.values()) <= 120_000, loaded


def is_for_readers(name: str, pattern: URLPattern) -> bool:
    """Whether it is a page for readers; a picture is kept for ever and has a new address when it changes."""
    is_search = pattern.callback.__module__ == "studios.views.searching"
    return (is_search or is_showcase(pattern)) and name != "picture"


@pytest.mark.parametrize("name", sorted(n for n, p in ROUTES.items() if is_for_readers(n, p)))
def test_public_pages_say_how_they_are_kept(name: str) -> None:
    said = getattr(ROUTES[name].callback, "freshness", None)
    assert said in ("revalidated", "unkept"), f"{name}: put @revalidated or @unkept (studios.ui.freshness) on the view"
