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
from studios.models import ApplicationVersion, Member, Person, Result
from tests.contents import complete_contents
from tests.factories import make_person, make_studio
from tests.rigor.world import Crowd, addresses, asked, build_crowd

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
