"""What the public may not read is looked for on every public page, sheet, feed, suggestion and open file."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from django.test import Client, override_settings

from studios.actions.consents import give_consent, withdraw_consent
from studios.actions.showcase import reconcile_showcase
from studios.choices.showcase import BlockState, StoryState
from studios.exports.open_data import TABLES
from studios.models import Adoption, Benefit, Member, Person, ProfileBlock, ServiceOffer, Story
from tests.factories import make_adoption, make_person, make_picture_row, make_request, make_result, make_studio
from tests.rigor.test_freshness import address_of, fetched, furnish
from tests.studios.views.public.rows import make_verified
from tests.test_routes import ROUTES, World, build, is_showcase
from unions import clock

pytestmark = pytest.mark.django_db
SOUGHT = "金丝雀"
# Each is planted where it must stay; whoever seeks the word that all begin with would find it if anything led there.
SECRET = {
    "涉密成果": "金丝雀一号密题",
    "未核实成果": "金丝雀二号自报",
    "退回成果": "金丝雀三号退回",
    "未同意成员": "金丝雀四号成员",
    "撤回同意成员": "金丝雀五号成员",
    "未发布板块": "金丝雀六号草稿",
    "撤下板块": "金丝雀七号撤下",
    "草稿文章": "金丝雀八号文稿",
    "送审文章": "金丝雀九号送审",
    "筹建工作室": "金丝雀十号筹建",
    "未确认应用": "金丝雀甲号单位",
    "来信人": "金丝雀乙号来信",
    "需求正文": "金丝雀丙号需求",
    "停用服务": "金丝雀丁号服务",
    "未发布图片": "金丝雀戊号图片",
    "未核定效益": "7654321",
    "手机": "13977770077",
    "出生年月": "1931-07",
}
SHOWN = "金丝雀公开成果"
LISTS = ("/search/", "/search/suggest/", "/studios/", "/studios.csv", "/studios.atom", "/results/", "/results.csv")
LISTS += (
    "/results.atom",
    "/methods/",
    "/stories/",
    "/stories.atom",
    "/statistics/",
    "/decisions/",
    "/notices/",
    "/letters/",
)
PUBLIC = sorted(name for name, pattern in ROUTES.items() if name and is_showcase(pattern))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """One row of every kind that public pages show, and beside each what they must not."""
    kept = {"MEDIA_ROOT": tmp_path_factory.mktemp("files"), "TOTP_REQUIRED": {}}
    with django_db_blocker.unblock(), override_settings(**kept), transaction.atomic():
        made = build()
        furnish(made.unit.rows)
        plant(made)
        yield made
        transaction.set_rollback(True)


def plant(world: World) -> None:
    """Each canary at its place, on the studio whose page everybody reads."""
    rows = world.unit.rows
    studio, clerk = rows["studio"], rows["account"]
    make_verified(studio, SHOWN)
    make_verified(studio, SECRET["涉密成果"], is_secret=True, problem=SECRET["涉密成果"])
    make_result(studio, SECRET["未核实成果"], problem=SECRET["未核实成果"])
    make_result(studio, SECRET["退回成果"], state="checked", problem=SECRET["退回成果"])
    Benefit.objects.create(result=rows["result"], year=2024, method="saving", amount=76543210000)
    Member.objects.create(studio=studio, person=make_person(SECRET["未同意成员"]))
    member = Member.objects.create(
        studio=studio, person=make_person(SECRET["撤回同意成员"]), joined_on=date(2020, 1, 1)
    )
    give_consent(member, by=clerk, given_on=clock.today(), how="writing")
    withdraw_consent(member, by=clerk)
    blocks = ProfileBlock.objects.filter(studio=studio)
    blocks.filter(key="lead").update(state=BlockState.DRAFT, draft={"text": SECRET["未发布板块"]})
    blocks.filter(key="team").update(state=BlockState.WITHDRAWN, draft={"text": SECRET["撤下板块"]}, published=None)
    for state, title in ((StoryState.DRAFT, "草稿文章"), (StoryState.SUBMITTED, "送审文章")):
        facts = {"made_at": clock.now(), "changed_at": clock.now(), "state": state}
        story = Story.objects.create(
            union=studio.union, kind="news", title=SECRET[title], body=f"<p>{SECRET[title]}</p>", **facts
        )
        story.studios.add(studio)
    make_studio(studio.union, SECRET["筹建工作室"])
    make_adoption(rows["result"], SECRET["未确认应用"])
    Adoption.objects.filter(state="confirmed").update(contact_name=SECRET["来信人"], contact_phone=SECRET["手机"])
    make_request(studio, text=SECRET["需求正文"], contact_name=SECRET["来信人"], contact_phone=SECRET["手机"])
    ServiceOffer.objects.create(studio=studio, kind="lesson", title=SECRET["停用服务"], is_open=False)
    make_picture_row(studio, rows["file"], use="cover", caption=SECRET["未发布图片"])
    Person.objects.update(mobile=SECRET["手机"], birth_month=date(1931, 7, 1))
    reconcile_showcase()


def text_of(body: bytes) -> str:
    """What is read, without the marks of what was sought."""
    return re.sub("</?mark>", "", body.decode("utf-8", "replace"))


def met(body: bytes) -> list[str]:
    """Which of the canaries a page holds, by what they are."""
    text = text_of(body)
    return [what for what, canary in SECRET.items() if canary in text]


@pytest.mark.parametrize("name", PUBLIC)
def test_no_public_page_shows_what_is_not_public(name: str, world: World) -> None:
    for prefix in ("", "/en"):
        answer = fetched(Client(), prefix + address_of(name, world))
        assert answer.status_code < 500
        assert met(answer.body) == []


@pytest.mark.parametrize("address", LISTS)
def test_nothing_that_is_sought_leads_to_it(address: str, world: World) -> None:
    studio = world.unit.rows["studio"]
    for query in (
        f"?q={SOUGHT}",
        f"?q={SOUGHT}&page=2",
        f"?q=jinsique&studio={studio.number}",
        "?q=jsq",
        "?q=13977770077",
    ):
        answer = fetched(Client(), address + query)
        assert answer.status_code < 500
        assert [what for what in met(answer.body) if SECRET[what] not in query] == []


def test_what_is_public_is_found_by_the_same_word(world: World) -> None:
    """Else the tests above would pass on empty pages."""
    addresses = ("/search/", "/search/suggest/", "/results/", "/results.csv", "/results.atom")
    assert [a for a in addresses if SHOWN not in text_of(fetched(Client(), f"{a}?q={SOUGHT}").body)] == []
    assert SHOWN in fetched(Client(), world.unit.rows["studio"].get_absolute_url()).body.decode()


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("key", sorted(TABLES))
def test_open_data_hold_nothing_of_it(key: str, form: str, world: World) -> None:
    answer = fetched(Client(), f"/open-data/v1/{key}.{form}")
    assert answer.status_code == 200
    assert met(answer.body) == []
