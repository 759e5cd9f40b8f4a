"""Planted values are looked for on every page and in every export, as everybody who might see too much."""

import logging
import sys
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from studios.actions.erasure import erase_person
from studios.models import ApplicationVersion, Member, Person, Recusal, Result, ReviewPlan
from tests.board import make_cases, score
from tests.contents import complete_contents
from tests.factories import make_notice, make_objection, make_person, make_studio
from tests.panel import make_expert, make_seat
from tests.rigor.world import Crowd, addresses, asked, build_crowd
from tests.test_routes import signed_in
from unions import clock

pytestmark = pytest.mark.django_db
ERASED = "抹去金丝雀"
# What is planted, and who may meet it (domain rules §2); an export never holds what stands first.
MOBILE, BIRTH = "13977770001", ("1931-01", "1931年1月")
OWN = {"unit clerk", "unit chair"}
ABOVE = {"county clerk", "county chair", "county auditor", "city clerk", "city chair", "city auditor"}
ALLOWED: dict[str, set[str]] = {
    MOBILE: OWN,
    BIRTH[0]: OWN,
    BIRTH[1]: OWN,
    "密题金丝雀": OWN | ABOVE,
    "外市金丝雀": {"foreign clerk"},
    "草稿金丝雀": OWN,
    "退回金丝雀": OWN | ABOVE,
    ERASED: set(),
}
NEVER_EXPORTED = (MOBILE, *BIRTH, "草稿金丝雀", ERASED)
VIEWERS = (
    "public", "unit clerk", "sibling clerk", "foreign clerk", "county chair", "county auditor", "city administrator",
)  # fmt: skip
# Steps and settings of calls show nothing that the case pages do not show.
LEFT_OUT = ("case_step", "call_", "account_", "mfa_", "ui", "healthz", "readyz", "calendar", "unions_", "union_")


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Crowd]:
    """Built once, with everything planted."""
    kept = {"MEDIA_ROOT": tmp_path_factory.mktemp("files"), "TOTP_REQUIRED": {}}
    with django_db_blocker.unblock(), override_settings(**kept), transaction.atomic():
        made = build_crowd()
        plant(made)
        yield made
        transaction.set_rollback(True)


def plant(crowd: Crowd) -> None:
    """Each canary at the place that should keep it."""
    rows = crowd.world.unit.rows
    born = date(1931, 1, 1)
    people = [rows["person"].pk, rows["worker"].person_id]
    Person.objects.filter(pk__in=people).update(mobile=MOBILE, birth_month=born)
    Result.objects.filter(pk=rows["result"].pk).update(title="密题金丝雀", is_secret=True)
    # A named studio is public everywhere; one in preparation is its own city's alone.
    foreign = make_studio(crowd.world.foreign.union, "外市金丝雀")
    crowd.world.foreign.rows["hidden"] = foreign
    crowd.draft.sections.filter(key="basics").update(content=page("basics", introduction="草稿金丝雀"))
    crowd.cases["returned"].sections.filter(key="basics").update(content=page("basics", introduction="退回金丝雀"))
    content = complete_contents() | {"files": [], "explanations": {}}
    content["leads"]["leads"][0] |= {"mobile": MOBILE, "birth_month": BIRTH[0], "name": ERASED}
    for case in crowd.cases.values():
        ApplicationVersion.objects.filter(application=case).update(content=content)
    gone = make_person(ERASED, home=crowd.world.unit.union, mobile="13977770002")
    Member.objects.create(studio=rows["studio"], person=gone)
    for case in crowd.cases.values():
        Member.objects.create(studio=case.studio, person=gone)
    erase_person(gone, by=crowd.people["county chair"], reason="本人要求")
    plant_review(crowd)


# What a review keeps: who objects, and before the panel closes what an expert gave, why one stays away, who voted how.
OBJECTOR, CONTACT = "异议人金丝雀", "13977770003"
COMMENT, POINTS, RECUSED, BALLOT = "评语金丝雀", "83.17", "回避专家金丝雀", "投票金丝雀"
HANDLING = {"city clerk", "city chair"}
REVIEW: dict[str, set[str]] = {
    OBJECTOR: HANDLING,
    CONTACT: HANDLING,
    COMMENT: {"expert"},
    POINTS: {"expert"},
    BALLOT: {"expert"},
    RECUSED: HANDLING | {"city auditor", "recused"},
}
REVIEWERS = (
    "public", "unit clerk", "unit chair", "sibling clerk", "foreign clerk", "county clerk", "county chair",
    "county auditor", "county administrator", "city clerk", "city chair", "city auditor", "city administrator",
    "expert", "recused",
)  # fmt: skip


def plant_review(crowd: Crowd) -> None:
    """An objection to a notice; before the same panel a scored case, a secret vote and an expert who stays away."""
    call, case = crowd.city.call, crowd.cases["paper"]
    notice = make_notice(call, case)
    crowd.world.unit.rows["canary_objection"] = make_objection(notice, case, objector_name=OBJECTOR, contact=CONTACT)
    ReviewPlan.objects.update_or_create(call=call, defaults={"method": "vote", "is_secret_ballot": True})
    call.path = ["recommendation", "panel", "notice"]
    call.save()
    cases = make_cases(call, crowd.city, 2)
    expert, recused = make_seat(call), make_seat(call, make_expert(call.union, RECUSED))
    score(cases[0], [expert], POINTS, comment=COMMENT)
    score(cases[1], [expert], "50", vote="against", comment=BALLOT)
    Recusal.objects.create(seat=recused, application=cases[0], ground="declared", at=clock.now())
    crowd.browsers |= {"expert": signed_in(expert.expert.account), "recused": signed_in(recused.expert.account)}
    crowd.world.unit.rows |= {"canary_cases": cases, "canary_seats": (expert, recused)}


def review_addresses(crowd: Crowd) -> list[str]:
    """Every page of the call and of its review, and the case and bench pages of what was planted."""
    rows = crowd.world.unit.rows
    here = {"pk": crowd.city.call.pk}
    found = [reverse(name, kwargs=here) for name in PAGES_OF_A_CALL]
    objection = {"pk": rows["canary_objection"].pk}
    found += [reverse(name, kwargs=objection) for name in ("objection", "objection_sift", "objection_settle")]
    found += [
        reverse("objection_receipt", kwargs=objection),
        reverse("notice", args=[rows["canary_objection"].notice_id]),
    ]
    for case in rows["canary_cases"]:
        found += [reverse("application", args=[case.number]), reverse("case_versions", args=[case.number])]
        found += [reverse("review_case", args=[seat.pk, case.number]) for seat in rows["canary_seats"]]
    for seat in rows["canary_seats"]:
        found += [reverse(name, args=[seat.pk]) for name in ("review_queue", "review_summary", "review_declare")]
        found.append(reverse("call_seat", args=[crowd.city.call.pk, seat.pk]))
    return [*found, "/desk/", "/desk/messages/", "/review/"]


PAGES_OF_A_CALL = (
    "call_edit", "call_board", "call_board_experts", "call_board_sheets", "call_diagnostics", "call_meeting",
    "call_meeting_screen", "call_notices", "call_objections", "call_panel", "call_assignments", "call_paper_sheets",
    "call_blind_files", "call_papers", "call",
)  # fmt: skip


def read_review(crowd: Crowd) -> Iterator[tuple[str, str, str]]:
    """Viewer, address and text of each page of the review that opens, and of its sheet."""
    for viewer in REVIEWERS:
        client = crowd.world.anonymous if viewer == "public" else crowd.browsers[viewer]
        for address in review_addresses(crowd):
            for shown in (address, f"{address}?export=csv"):
                status, body, _answer = asked(client, "get", shown)
                assert status < 500, (viewer, shown)
                if status == 200:
                    yield viewer, shown, body.decode("utf-8-sig", errors="replace")


@pytest.mark.parametrize("method", ["score", "vote"])
def test_what_a_review_keeps_is_met_only_where_the_table_allows(crowd: Crowd, method: str) -> None:
    ReviewPlan.objects.filter(call=crowd.city.call).update(method=method)
    faults, met = [], {canary: set() for canary in REVIEW}
    for viewer, address, text in read_review(crowd):
        for canary, allowed in REVIEW.items():
            if canary in text:
                met[canary].add(viewer)
                if viewer not in allowed:
                    faults.append(f"{canary} met by {viewer} at {address}")
                if canary in (OBJECTOR, CONTACT) and "export=csv" in address:
                    faults.append(f"{canary} exported to {viewer} at {address}")
    assert not faults, "\n".join(faults)
    # What the expert wrote is there for the expert, or the search above proves nothing.
    assert met[COMMENT] == {"expert"}
    assert met[BALLOT] == {"expert"}
    assert met[POINTS] == ({"expert"} if method == "score" else met[POINTS])
    assert met[RECUSED] >= HANDLING


def test_who_stays_away_finds_no_such_case(crowd: Crowd) -> None:
    case, (_expert, recused) = crowd.world.unit.rows["canary_cases"][0], crowd.world.unit.rows["canary_seats"]
    address = reverse("review_case", args=[recused.pk, case.number])
    assert asked(crowd.browsers["recused"], "get", address)[0] == 404
    assert asked(crowd.browsers["expert"], "get", address)[0] == 404


def test_who_objects_is_read_by_the_handling_desk_alone(crowd: Crowd) -> None:
    address = reverse("objection_objector", args=[crowd.world.unit.rows["canary_objection"].pk])
    found = {viewer: asked(crowd.browsers[viewer], "post", address) for viewer in REVIEWERS if viewer != "public"}
    shown = {viewer for viewer, (_status, body, _answer) in found.items() if OBJECTOR in body.decode(errors="replace")}
    assert shown == HANDLING


def page(key: str, **changes: str) -> dict:
    return complete_contents()[key] | changes


def crawl(crowd: Crowd) -> Iterator[tuple[str, str, str, bool]]:
    """Viewer, address, text and whether it is an export, of everything that opens."""
    everything = {address for name, address in addresses(crowd) if not name.startswith(LEFT_OUT)}
    foreign = crowd.world.foreign.rows["hidden"]
    everything |= {reverse("desk_studio", args=[foreign.pk]), "/studios/?q=金丝雀", "/results/?q=金丝雀"}
    for viewer in VIEWERS:
        client = crowd.world.anonymous if viewer == "public" else crowd.browsers[viewer]
        for address in sorted(everything):
            if "sign-out" in address or (viewer == "public" and address.startswith("/desk/")):
                continue
            status, body, answer = asked(client, "get", address)
            if status != 200:
                continue
            yield viewer, address, body.decode(errors="replace"), False
            if b"export=csv" in body:
                joint = "&" if "?" in address else "?"
                status, body, answer = asked(client, "get", f"{address}{joint}export=csv")
                assert answer["Content-Type"].startswith("text/csv"), address
                yield viewer, f"{address} as CSV", body.decode("utf-8-sig", errors="replace"), True


def test_each_canary_is_met_only_where_the_table_allows(crowd: Crowd, caplog, capsys) -> None:
    caplog.set_level(logging.INFO)
    faults, read, met = [], 0, {canary: set() for canary in ALLOWED}
    for viewer, address, text, is_export in crawl(crowd):
        read += 1
        for canary, allowed in ALLOWED.items():
            if canary in text:
                met[canary].add(viewer)
                if viewer not in allowed:
                    faults.append(f"{canary} met by {viewer} at {address}")
                if is_export and canary in NEVER_EXPORTED:
                    faults.append(f"{canary} exported to {viewer} at {address}")
    with capsys.disabled():
        sys.stdout.write(f"\n{read} pages and exports read as {len(VIEWERS)} people, {len(faults)} faults\n")
    assert not faults, "\n".join(faults)
    # The walls hold nothing back from those who should see it, or the search above proves nothing.
    assert "unit clerk" in met[MOBILE] & met["密题金丝雀"] & met["草稿金丝雀"]
    assert "county chair" in met["退回金丝雀"] & met["密题金丝雀"]
    assert "foreign clerk" in met["外市金丝雀"]
    assert [r.message for r in caplog.records if any(canary in r.getMessage() for canary in ALLOWED)] == []
