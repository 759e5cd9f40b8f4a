"""Pages that anybody may keep: each change that one shows gives it a new ETag, and nothing in it is anybody's own."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studios.actions.attachments import keep_file
from studios.choices.register import ResultState
from studios.choices.showcase import AdoptionState, BlockKey, BlockState, ServiceKind, StoryState
from studios.models import (
    Adoption,
    Alliance,
    Attachment,
    CallStage,
    Consent,
    Decision,
    Extension,
    Member,
    ProfileBlock,
    ReportedFigures,
    Result,
    ServiceOffer,
    SiteMeeting,
    Slot,
    Story,
    Studio,
)
from studios.models.attachment import PUBLIC_PAPER_SLOT
from studios.queries.changes import public_mark, studio_mark
from studios.ui import freshness
from studios.ui.kept_pages import KeptPages
from tests.factories import make_condition, make_decision, make_named_studio, make_person, make_union
from tests.files import make_pdf
from tests.studios.views.public.rows import make_city, make_shown
from tests.test_routes import ROUTES, World, arguments, build
from tests.transactions import new_transaction
from unions import clock
from unions.models import Account

pytestmark = pytest.mark.django_db
SEARCH = import_module("studios.migrations.0003_search")
NOTED = {*SEARCH.NOTED, *SEARCH.NOTED_WHERE, *SEARCH.STUDIOS_OF}
# Kept by triggers behind the noted ones, or the notes themselves; and the figures of the headline, which name their mark.
DERIVED = {"studios_showcaseentry", "studios_facetbits", "studios_resultentry", "studios_publicchange", "cache"}
KEPT = sorted(n for n, p in ROUTES.items() if getattr(p.callback, "freshness", "") == "revalidated")
READ = re.compile(r'\b(?:FROM|JOIN)\s+"?([a-z_]+)"?')


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """One row of every kind that public pages show, built once."""
    kept = {"MEDIA_ROOT": tmp_path_factory.mktemp("files"), "TOTP_REQUIRED": {}}
    with django_db_blocker.unblock(), override_settings(**kept), transaction.atomic():
        made = build()
        furnish(made.unit.rows)
        yield made
        transaction.set_rollback(True)


def furnish(rows: dict[str, Any]) -> None:
    """What pages show only when it is there."""
    now, studio, call = clock.now(), rows["studio"], rows["call"]
    Slot.objects.create(call=call, position=1, key="honour", name="荣誉证书")
    Extension.objects.create(call=call, stage="draft", due_at=now + timedelta(days=50), reason="x", at=now)
    make_condition(call)
    Result.objects.filter(pk=rows["result"].pk).update(state=ResultState.CONFIRMED, confirmed_at=now)
    rows["result"].benefits.update(is_certified=True)
    Consent.objects.create(member=rows["member"], given_on=date(2026, 1, 1))
    Member.objects.filter(pk=rows["member"].pk).update(consented_on=date(2026, 1, 1))
    ReportedFigures.objects.create(studio=studio, members=3, reported_at=now)
    facts = {"receipt": "R1", "received_at": now, "settled_at": now, "state": AdoptionState.CONFIRMED}
    Adoption.objects.create(studio=studio, result=rows["result"], organisation="某厂", **facts)
    for key in BlockKey:
        ProfileBlock.objects.create(
            studio=studio, key=key, state=BlockState.PUBLISHED, published={}, edited_at=now, published_at=now
        )
    ServiceOffer.objects.create(studio=studio, kind=ServiceKind.LESSON, title="焊接课")
    alliance = Alliance.objects.create(name="焊接联盟", leader=studio)
    alliance.members.add(make_named_studio(studio.union))
    story = rows.get("story") or make_story(rows["account"], studio)
    story.studios.add(studio)
    Story.objects.filter(pk=story.pk).update(kind="site_meeting")
    facts = {"held_on": clock.today() + timedelta(days=3), "place": "一号厂房"}
    SiteMeeting.objects.update_or_create(story=story, defaults=facts)
    studio.pictures.update(is_public=True)
    paper = keep_file(BytesIO(make_pdf()), name="a.pdf", by=rows["account"], union=studio.union, slot=PUBLIC_PAPER_SLOT)
    Decision.objects.filter(pk=rows["decision"].pk).update(paper=paper)


def make_story(by: Account, studio: Studio) -> Story:
    facts = dict.fromkeys(("made_at", "changed_at", "published_at"), clock.now())
    return Story.objects.create(
        union=studio.union,
        kind="news",
        title="消息",
        body="<p>x</p>",
        state=StoryState.PUBLISHED,
        checked_by=by,
        **facts,
    )


def address_of(name: str, world: World) -> str:
    needed = arguments(name, ROUTES[name])
    return reverse(name, kwargs=needed(world.unit) if callable(needed) else needed)


def fetched(client: Client, address: str, **headers: str) -> Any:
    """The answer with its whole body."""
    answer = client.get(address, headers=headers)
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return closed(answer)


def closed(answer: Any) -> Any:
    """The answer without its file; closing it as a whole would end the test's connection."""
    for close in answer._resource_closers:
        close()
    return answer


def held(client: Client, address: str, etag: str) -> bool:
    """Whether somebody who holds this ETag is told to go on showing the page."""
    return fetched(client, address, **{"If-None-Match": etag}).status_code == 304


def touch(table: str) -> int:
    """Write every row of a table as it is, in a transaction of its own; answers how many."""
    new_transaction()
    with connection.cursor() as cursor:
        column = next(c.name for c in connection.introspection.get_table_description(cursor, table))
        cursor.execute(f'UPDATE "{table}" SET "{column}" = "{column}"')  # noqa: S608 - names of the schema
        return cursor.rowcount


def tables_read(found: CaptureQueriesContext) -> set[str]:
    every = set(connection.introspection.table_names())
    return {name for query in found.captured_queries for name in READ.findall(query["sql"])} & every


@pytest.mark.parametrize("name", KEPT)
def test_whatever_a_public_page_reads_is_noted_and_gives_it_a_new_etag(name: str, world: World) -> None:
    client, address = Client(), address_of(name, world)
    with transaction.atomic():
        with CaptureQueriesContext(connection) as asked:
            answer = fetched(client, address)
        assert answer.status_code in (200, 302), address
        tables = tables_read(asked) - DERIVED
        assert tables - NOTED == set(), f"{address} shows rows whose changes nobody notes (0003_search.py)"
        if answer.status_code == 200:
            stale = []
            for table in sorted(tables):
                if touch(table):
                    after = fetched(client, address, **{"If-None-Match": answer["ETag"]})
                    stale += [table] if after.status_code == 304 else []
                    answer = after
            assert stale == [], f"{address} stays as it was when these change"
        transaction.set_rollback(True)


@pytest.mark.parametrize("table", sorted(NOTED))
def test_each_noted_table_notes_every_way_of_writing(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT event_manipulation FROM information_schema.triggers"
            " WHERE event_object_table = %s AND action_statement ~ 'notes_public_change|keep_showcase_of|note_[a-z]+_of'",
            [table],
        )
        assert {row[0] for row in cursor.fetchall()} == {"INSERT", "UPDATE", "DELETE"}


def test_files_that_are_not_public_are_not_noted(world: World) -> None:
    before = public_mark().text
    with transaction.atomic():
        new_transaction()
        Attachment.objects.exclude(slot=PUBLIC_PAPER_SLOT).update(name="x")
        assert public_mark().text == before
        Attachment.objects.filter(slot=PUBLIC_PAPER_SLOT).update(slot="paper")
        assert public_mark().text != before
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", KEPT)
def test_an_unchanged_page_costs_one_query_and_is_the_same_for_everybody(name: str, world: World) -> None:
    address, known = address_of(name, world), Client()
    known.force_login(world.unit.rows["account"])
    known.cookies["csrftoken"] = "x" * 32
    anonymous, own = fetched(Client(), address), fetched(known, address)
    if anonymous.status_code != 200:
        return
    assert own.body == anonymous.body
    for answer in (anonymous, own):
        assert answer["ETag"] == anonymous["ETag"]
        assert answer["Cache-Control"] == freshness.ASK_AGAIN
        assert "Last-Modified" in answer
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies
        assert b"csrfmiddlewaretoken" not in answer.body
    with CaptureQueriesContext(connection) as asked:
        again = fetched(known, address, **{"If-None-Match": f'"other", {anonymous["ETag"]}'})
    assert (again.status_code, again.body, len(asked)) == (304, b"", 1)
    assert again["ETag"] == anonymous["ETag"]
    assert not again.cookies
    assert "Cookie" not in again.get("Vary", "")
    head = closed(known.head(address))
    assert (head.status_code, head["ETag"]) == (200, anonymous["ETag"])


def revoke(studio: Studio) -> None:
    studio.designations.update(state="revoked", revoked_by=make_decision(studio.union), revoked_on=clock.today())


def restore(studio: Studio) -> None:
    studio.designations.update(state="active", revoked_by=None, revoked_on=None)


class TestOneStudio:
    """A studio's page asks for its own last change and for what all pages share."""

    @pytest.fixture
    def studios(self) -> tuple[Studio, Studio]:
        """Two in one city."""
        city = make_city()
        one, other = (make_shown(make_union(parent=city), lead) for lead in ("张伟", "李娜"))
        return one, other

    def ally(self, leader: Studio, member: Studio) -> None:
        """Both pages name the other."""
        alliance = Alliance.objects.create(name="焊接联盟", leader=leader)
        alliance.members.add(member)
        words = {"id": alliance.pk, "name": alliance.name, "members": [member.pk]}
        facts = {"edited_at": clock.now(), "published_at": clock.now(), "published": {"alliances": [words]}}
        ProfileBlock.objects.create(studio=leader, key=BlockKey.ALLIANCES, state=BlockState.PUBLISHED, **facts)

    def test_what_happens_to_another_studio_leaves_it_as_it_is(self, studios, client) -> None:
        one, other = studios
        address = one.get_absolute_url()
        before = fetched(client, address)
        other.introduction = "另一个工作室的新介绍"
        for change in (
            other.save,
            lambda: other.results.update(title="新题目"),
            lambda: other.members.all().delete(),
            lambda: Member.objects.create(studio=other, person=make_person("新人"), consented_on=date(2026, 1, 1)),
            lambda: other.designations.update(state="suspended"),
        ):
            new_transaction()
            change()
            after = fetched(client, address)
            # The same page may keep its ETag; another page must not.
            assert held(client, address, before["ETag"])
            assert after.body == before.body

    @pytest.mark.parametrize("leads", [True, False])
    def test_a_new_name_reaches_the_pages_of_allies(self, studios, client, leads) -> None:
        one, other = studios
        self.ally(*(studios if leads else reversed(studios)))
        address = one.get_absolute_url()
        before = fetched(client, address)
        assert other.name in before.body.decode()
        new_transaction()
        other.name = "李娜更名后的工作室"
        other.save()
        after = fetched(client, address, **{"If-None-Match": before["ETag"]})
        assert after.status_code == 200
        assert other.name in after.body.decode()
        # An ally without a stamp of its own: the page changes with everything.
        revoke(other)
        etag = fetched(client, address)["ETag"]
        new_transaction()
        make_shown(other.union, "王强")
        assert not held(client, address, etag)

    def test_its_own_changes_and_shared_ones_reach_it(self, studios, client) -> None:
        one, other = studios
        address = one.get_absolute_url()
        for change in (
            one.save,
            lambda: Member.objects.filter(studio=one).update(consented_on=None),
            lambda: one.results.filter(is_secret=False).update(title="新题目"),
            one.union.save,
            one.kind.save,
            lambda: revoke(one),
        ):
            etag = fetched(client, address)["ETag"]
            assert held(client, address, etag)
            new_transaction()
            change()
            assert not held(client, address, etag)
        # Not in force any more: it has no stamp and changes with everything.
        etag = fetched(client, address)["ETag"]
        new_transaction()
        other.save()
        assert not held(client, address, etag)

    def test_a_stamp_never_comes_back(self, studios) -> None:
        one, _other = studios
        seen = [studio_mark(one.number).text]
        for change in (revoke, restore, revoke, restore):
            new_transaction()
            change(one)
            seen.append(studio_mark(one.number).text)
        with connection.cursor() as cursor:
            new_transaction()
            cursor.execute("SELECT rebuild_showcase()")
        seen.append(studio_mark(one.number).text)
        assert len(set(seen)) == len(seen)

    @pytest.mark.parametrize("number", ["", "-", "x\x00y", "%00", "\ud800", "x" * 500, "ＬＸ－1"])
    def test_strange_numbers_are_answered(self, number, client) -> None:
        assert client.get(f"/studios/{number.encode('utf-8', 'surrogatepass').hex()}/").status_code == 404
        assert studio_mark(number.replace("\x00", "").replace("\ud800", "")).text


def test_a_page_that_is_not_there_is_asked_for_again(db, client) -> None:
    for address in ("/studios/LX-DL-99999/", "/en/studios/x/", "/nowhere/", "/results/99/", "/p/ABC/"):
        answer = client.get(address, headers={"If-None-Match": "*"})
        assert answer.status_code == 404
        assert answer["Cache-Control"] == "no-cache"
        assert "ETag" not in answer


def test_what_takes_something_is_never_kept(world: World, client) -> None:
    for address in (
        reverse("objection_query"),
        reverse("objection_state", args=[world.unit.rows["objection"].receipt]),
        reverse("notice_objection", args=[world.unit.rows["notice"].pk]),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "ETag" not in answer


def test_address_language_release_and_day_are_part_of_the_etag(client, db, monkeypatch) -> None:
    addresses = ("/", "/en/", "/?text=large", "/?page=2", "/studios/", "/studios/?q=%00", "/studios/?q=a&q=b")
    etags = [client.get(address)["ETag"] for address in addresses]
    assert len(set(etags)) == len(addresses)
    assert client.get("/", headers={"HX-Request": "true"})["ETag"] != etags[0]
    assert client.get("/", headers={"If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT"}).status_code == 200
    assert client.get("/", headers={"If-None-Match": etags[0], "If-Match": '"x"'}).status_code == 304
    with clock.at(clock.now() + timedelta(days=1)):
        tomorrow = client.get("/")
    assert tomorrow["ETag"] != etags[0]
    monkeypatch.setattr(freshness, "release", lambda: "next")
    assert client.get("/")["ETag"] != etags[0]


def test_a_date_that_passes_changes_the_guides_at_that_minute(world: World, client) -> None:
    with transaction.atomic():
        call = world.unit.rows["call"]
        address = reverse("call", args=[call.pk])
        due = clock.now().replace(microsecond=0) + timedelta(days=5, hours=3)
        Extension.objects.filter(call=call).delete()
        CallStage.objects.filter(call=call, stage="draft").update(due_at=due)
        new_transaction()

        def shown(moment) -> tuple[bytes, str]:
            with clock.at(moment):
                answer = fetched(client, address)
                return answer.body, answer["ETag"]

        for border in (due, due - timedelta(days=1), due - timedelta(days=2)):
            before, after = shown(border - timedelta(seconds=1)), shown(border + timedelta(seconds=1))
            assert (before[0] != after[0], before[1] != after[1]) == (True, True)
            assert shown(border + timedelta(minutes=1))[1] == after[1]
        transaction.set_rollback(True)


def test_the_release_is_told_by_what_pages_are_made_of(settings, tmp_path) -> None:
    settings.BASE_DIR = settings.STATIC_ROOT = tmp_path
    (tmp_path / "templates").mkdir()
    page = tmp_path / "templates" / "a.html"
    seen = []
    for change in (
        lambda: page.write_text("1"),
        lambda: page.write_text("2"),
        lambda: (tmp_path / "staticfiles.json").write_text("{}"),
        lambda: setattr(settings, "SITE_URL", "https://other.example"),
    ):
        change()
        freshness.release.cache_clear()
        seen.append(freshness.release())
    freshness.release.cache_clear()
    assert len(set(seen)) == len(seen)


@override_settings(KEPT_PAGES_BYTES=1_000_000)
def test_a_drawn_page_is_kept_until_it_would_look_different(world: World) -> None:
    address = address_of("studio", world)
    freshness.KEPT.__init__()
    with transaction.atomic():
        first = fetched(Client(), address)
        with CaptureQueriesContext(connection) as asked:
            again = fetched(Client(), address)
        assert (len(asked), again.body, dict(again.headers)) == (1, first.body, dict(first.headers))
        new_transaction()
        Studio.objects.filter(pk=world.unit.rows["studio"].pk).update(name="改名工作室")
        assert "改名工作室" in fetched(Client(), address).body.decode()
        assert "改名工作室" in fetched(Client(), f"/en{address}").body.decode()
        transaction.set_rollback(True)


@override_settings(KEPT_PAGES_BYTES=100_000)
def test_the_pages_that_nobody_asked_for_longest_make_room() -> None:
    kept = KeptPages()
    for number in range(12):
        kept.keep(f"{number}", HttpResponse(b"x" * 10_000))
        assert kept.find("0") is not None
    assert [n for n in range(12) if kept.find(f"{n}") is None] == [1, 2]
    kept.keep("big", HttpResponse(b"x" * 10_001))
    assert kept.find("big") is None
