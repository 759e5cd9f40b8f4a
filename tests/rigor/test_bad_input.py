"""Every form and every address takes what nobody should send: no fault of ours, nothing half-written, the text kept."""

import html
import re
import sys
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import override_settings

from tests.rigor.world import Crowd, addresses, asked, build_crowd, forms_of
from unions.models import AuditEvent

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
RARE = '𠮷<b>&"'
LONG = "领" * 100_000
NASTY = {
    "nul": "a\x00b",
    "control": "\x01\x08\x1b\x7f\x85",
    "surrogate": "\ud800",
    "long": LONG,
    "direction": "\u202e\u2067أبجد\u200f",
    "rare": RARE,
    "emoji": "👩‍🏭🧧",
    "huge": "9" * 40,
    "wide": "１２",
    "negative": "-1",
    "no day": "2026-02-30",
    "last day": "9999-12-31",
    "first day": "0001-01-01",
    "float": "1e400",
    "list": "[]",
}
QUERIES = (
    "page=-1&sort=%3Bdrop&q=%00&unknown=1",
    f"page={10**30}&sort=-&sort=a&q={'9' * 5000}",
    "page=%ED%A0%80&q=%ED%A0%80&sort=number__union__path&columns=x&columns=x",
    "page=１２&q=%FF%FE&year=99999999999999999999&level=%27&industry=-1&union=x&state=%00&kind=0&call=9e9&group=%C0",
    "page=&q=%25%5F&new=99999&old=%D9%A1&from=0001-01-01&to=9999-12-31&code=%00&after=%00&verb=x&month=13&export=csv",
    "format=csv&page=0&q=𠮷&sort=%2d%2dname",
)
# The first to whom a page opens fills in its forms.
READERS = ("unit chair", "unit clerk", "county chair", "county clerk", "city chair", "city clerk", "city administrator")
MOST_FIELDS = 2
TURNS = 2
# A page of the application form is saved with its faults; a click that reveals is itself on record.
SAVED_ALL_THE_SAME = ("/form/", "/reveal/", "/password/", "/code/", "/account/", "/objector/", "/persons/export/")
# Signing out ends the crawl; passwords are tested apart.
LEFT_OUT = ("account_logout", "account_change_password", "account_reauthenticate")


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Crowd]:
    """Built once; each question is asked in a savepoint that is taken back."""
    kept = {"MEDIA_ROOT": tmp_path_factory.mktemp("files"), "TOTP_REQUIRED": {}}
    with django_db_blocker.unblock(), override_settings(**kept), transaction.atomic():
        yield build_crowd()
        transaction.set_rollback(True)


def encoded(values: dict[str, str]) -> str:
    """As bytes on the wire, half characters included."""
    return "&".join(
        f"{quote(k)}={quote(v.encode('utf-8', 'surrogatepass'))}" for k, v in values.items() if v is not None
    )


def every_form(crowd: Crowd) -> Iterator[tuple[str, str, str, dict[str, tuple[str, str]]]]:
    """Each different form once: who sees it, where it goes, its fields."""
    seen, done = set(), set()
    for name, address in addresses(crowd):
        if name in LEFT_OUT or name in done:
            continue
        for person in READERS:
            status, body, answer = asked(crowd.browsers[person], "get", address)
            if status != 200 or "html" not in answer.get("Content-Type", ""):
                continue
            if name.startswith(("case_step ", "application_section ")):
                done.add(name)
            for action, fields in forms_of(body):
                where = re.sub(r"\d+|SQ-[^/]+|(?<=lists/)[^/]+", "#", (action or address).split("?")[0])
                shape = (where, tuple(sorted(fields)))
                if shape not in seen and "sign-out" not in action and "sessions" not in action:
                    seen.add(shape)
                    yield name, person, action or address, fields
            break


def typed(fields: dict[str, tuple[str, str]]) -> list[str]:
    """What may be typed or tampered with."""
    return [name for name in fields if name != "csrfmiddlewaretoken"]


def faults_of(crowd: Crowd, person: str, action: str, values: dict[str, str], kept: dict[str, str]) -> str:
    """What is wrong with the answer to one POST; empty when it is as it should be."""
    before = AuditEvent.objects.count()
    client = crowd.browsers[person]
    client.raise_request_exception = False
    with transaction.atomic():
        answer = client.post(action, encoded(values), content_type=FORM)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        wrote = AuditEvent.objects.count() - before if answer.status_code != 302 else 0
        transaction.set_rollback(True)
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if answer.status_code in (200, 422) and wrote and not any(part in action for part in SAVED_ALL_THE_SAME):
        return f"{answer.status_code} but {wrote} recorded"
    if kept and answer.status_code in (200, 422):
        page = html.unescape(body.decode("utf-8", "replace"))
        lost = [n for n, text in kept.items() if f'name="{n}"' in page and text not in page]
        return f"lost what was typed in {lost}" if lost else ""
    return ""


def posts_of(fields: dict[str, tuple[str, str]]) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """What is sent to one form: each field bad in turn with different values, one rare text everywhere, single faults.

    All fields bad shows what the form's own cleaning does, a single one what lies behind it.
    """
    shown = {key: value for key, (_kind, value) in fields.items()}
    kinds, names = list(NASTY), typed(fields)
    writable = [n for n in names if fields[n][0] in ("text", "textarea", "search", "tel", "email")]
    for turn in range(0, len(kinds), len(kinds) // TURNS):
        mixed = {key: kinds[(number + turn) % len(kinds)] for number, key in enumerate(names)}
        # One very long text in a request is enough; many are refused for their size before any form sees them.
        long_ones = [key for key, kind in mixed.items() if kind == "long"][1:]
        yield f"turn {turn}", shown | {k: NASTY[v] for k, v in mixed.items() if k not in long_ones}, {}
    yield "rare", shown | dict.fromkeys(names, RARE), dict.fromkeys(writable, RARE)
    for number, key in enumerate(names[:: 1 + len(names) // MOST_FIELDS]):
        kind = kinds[(number * 4 + len(names)) % len(kinds)]
        yield f"{key} {kind}", shown | {key: NASTY[kind]}, {}


def test_every_form_takes_nasty_values(crowd: Crowd, capsys) -> None:
    faults, forms, sent = [], 0, 0
    for name, person, action, fields in every_form(crowd):
        forms += 1
        for what, values, kept in posts_of(fields):
            sent += 1
            if fault := faults_of(crowd, person, action, values, kept):
                faults.append(f"{name} {action} as {person}, {what}: {fault}")
    with capsys.disabled():
        sys.stdout.write(f"\n{forms} forms, {sent} posts, {len(faults)} faults\n")
    assert not faults, "\n".join(faults)


def test_every_address_takes_queries_from_hell(crowd: Crowd, capsys) -> None:
    faults, sent = [], 0
    for name, address in dict(addresses(crowd)).items():
        if name in LEFT_OUT:
            continue
        for person in ("unit clerk", "city chair", "city administrator"):
            status, body, _answer = asked(crowd.browsers[person], "get", address)
            if status != 200:
                continue
            # Lists read much from the address, other pages little.
            for query in (
                QUERIES if b"export=csv" in body or (b"<form" in body and "/desk/" not in address) else QUERIES[:1]
            ):
                sent += 1
                status = asked(crowd.browsers[person], "get", address, QUERY_STRING=query.encode().decode("latin-1"))[0]
                if status >= 500:
                    faults.append(f"{name} {address}?{query[:80]} as {person}: {status}")
            break
    with capsys.disabled():
        sys.stdout.write(f"\n{sent} queries, {len(faults)} faults\n")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("tail", ["9" * 18, "9" * 40, "0"])
def test_unknown_numbers_are_not_found(crowd: Crowd, tail: str) -> None:
    for head in ("cases", "calls", "studios", "results", "decisions", "unions", "accounts", "files", "persons"):
        status = asked(crowd.browsers["city chair"], "get", f"/desk/{head}/{tail}/")[0]
        assert status in (403, 404), f"{head} {tail}: {status}"
    for head in ("studios", "results", "decisions", "calls", "p"):
        assert asked(crowd.world.anonymous, "get", f"/{head}/{tail}/")[0] in (200, 404), head


@pytest.mark.parametrize("tail", ["%00", "%ED%A0%80", "%FF", "𠮷", "..%2f..%2fetc", "a" * 3000])
def test_strange_addresses_are_not_found(crowd: Crowd, tail: str) -> None:
    for address in ("/desk/cases/{}/", "/studios/{}/", "/p/{}/", "/en/studios/{}/", "/desk/cases/{}/agree/", "/{}"):
        status = asked(crowd.browsers["city chair"], "get", address.format(tail))[0]
        assert status < 500, address
