"""What a search finds, in which order, and what it must never find."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from studios.choices.register import DesignationState
from studios.choices.showcase import SearchKind, StoryState
from studios.models import FormerStudioName, Leadership, Story, Studio
from studios.queries.search import MOST, find_all, find_more
from studios.queries.search_rows import rows_of
from tests.factories import make_decision, make_officer, make_result, make_result_kind, make_studio, make_union
from tests.studios.views.public.rows import make_city, make_method, make_shown, make_verified
from unions import clock
from unions.models import Union

pytestmark = pytest.mark.django_db
STUDIO, LEAD, RESULT, METHOD, STORY = SearchKind


def make_story(union: Union, title: str, state: str = StoryState.PUBLISHED, **fields: object) -> Story:
    now = clock.now()
    facts = {
        "kind": "experience",
        "body": "<p>班组一起学<strong>焊</strong>接。</p>",
        "made_at": now,
        "changed_at": now,
    }
    if state in (StoryState.PUBLISHED, StoryState.ARCHIVED):
        facts |= {"published_at": now, "checked_by": make_officer(union)}
    return Story.objects.create(union=union, title=title, state=state, **facts | fields)


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker) -> Iterator[Union]:
    """Rows that are found, and beside each a sibling that must not be."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield furnish()
        transaction.set_rollback(True)


def furnish() -> Union:
    city = make_city()
    unit = make_union("东澜机车厂工会", parent=city, employer="东澜机车厂")
    studio = make_shown(unit, introduction="把车体焊得又平又直。")
    Studio.objects.filter(pk=studio.pk).update(number="LX-DL-00231")
    studio.designations.update(plaque_number="LX-DL-00231C")
    FormerStudioName.objects.create(studio=studio, name="老名字工作室", until_on=date(2020, 1, 1))
    former = make_shown(unit, "陈旧人").leaderships.get()
    Leadership.objects.create(
        studio=studio, worker=former.worker, starts_on=date(2010, 1, 1), ends_on=date(2018, 1, 1), position=2
    )
    patent = make_result_kind("发明专利", "patent")
    make_verified(studio, "铆接夹具", kind=patent, number="ZL201710601862.3", problem="手工铆接费力，焊缝变形。")
    make_method(studio)
    make_shown(unit, "张伟强", field_of_work="静脉治疗")
    make_story(city, "焊花里的师徒")
    make_story(city, "旧闻一则", StoryState.ARCHIVED, body="<p>旧事。</p>")
    hide(city, unit)
    return city


def hide(city: Union, unit: Union) -> None:
    """What nobody may find."""
    draft = make_studio(unit, "筹建焊接工作室")
    make_result(draft, "筹建成果", state="confirmed", confirmed_at=clock.now())
    gone = make_shown(unit, "吴撤销")
    make_verified(gone, "撤销成果")
    gone.designations.update(state=DesignationState.REVOKED, revoked_by=make_decision(city))
    for state in (StoryState.DRAFT, StoryState.SUBMITTED, StoryState.RETURNED):
        make_story(city, f"未发布的{state}故事", state)


def names(typed: str, kind: SearchKind) -> list[str]:
    rows = rows_of(kind, find_all(typed)[kind].ids)
    return [str(row.worker) if kind == LEAD else str(row) for row in rows]


@pytest.mark.parametrize(
    ("typed", "kind", "found"),
    [
        ("张伟", STUDIO, ["张伟劳模创新工作室", "张伟强劳模创新工作室"]),
        ("张伟劳模创新工作室", STUDIO, ["张伟劳模创新工作室"]),
        ("伟", STUDIO, ["张伟强劳模创新工作室", "张伟劳模创新工作室"]),
        ("zhangwei", STUDIO, ["张伟劳模创新工作室", "张伟强劳模创新工作室"]),
        ("zhang wei", STUDIO, ["张伟劳模创新工作室", "张伟强劳模创新工作室"]),
        ("zwq", STUDIO, ["张伟强劳模创新工作室"]),
        ("老名字", STUDIO, ["张伟劳模创新工作室"]),
        ("陈旧", STUDIO, ["陈旧人劳模创新工作室", "张伟劳模创新工作室"]),
        ("静脉治疗", STUDIO, ["张伟强劳模创新工作室"]),
        ("机车厂 静脉", STUDIO, ["张伟强劳模创新工作室"]),
        ("静脉·治疗", STUDIO, ["张伟强劳模创新工作室"]),
        ("LX-DL-00231", STUDIO, ["张伟劳模创新工作室"]),
        ("lx dl 00231", STUDIO, ["张伟劳模创新工作室"]),
        ("lxdl00231c", STUDIO, ["张伟劳模创新工作室"]),
        ("LX-DL-002", STUDIO, ["张伟劳模创新工作室"]),
        ("脉静", STUDIO, []),
        ("张伟", LEAD, ["张伟", "张伟强"]),
        ("zw", LEAD, ["张伟", "张伟强"]),
        ("ZhangWeiQiang", LEAD, ["张伟强"]),
        ("强", LEAD, ["张伟强"]),
        ("陈旧人", LEAD, ["陈旧人", "陈旧人"]),
        ("焊接", LEAD, []),
        ("张伟 静脉", LEAD, ["张伟强"]),
        ("铆接", RESULT, ["铆接夹具"]),
        ("铆", RESULT, ["铆接夹具"]),
        ("手工铆接", RESULT, ["铆接夹具"]),
        ("工手铆接", RESULT, []),
        ("ZL201710601862.3", RESULT, ["铆接夹具"]),
        ("2017 1 0601862.3", RESULT, ["铆接夹具"]),
        ("201710601862", RESULT, ["铆接夹具"]),
        ("zl2017106018623", RESULT, ["铆接夹具"]),
        ("20171060", RESULT, ["铆接夹具"]),
        ("三摆一停", METHOD, ["三摆一停操作法"]),
        ("操作法", RESULT, []),
        ("焊花", STORY, ["焊花里的师徒"]),
        ("学焊接", STORY, ["焊花里的师徒"]),
        ("旧闻", STORY, ["旧闻一则"]),
        ("strong", STORY, []),
    ],
)
def test_words_find(city: Union, typed: str, kind: SearchKind, found: list[str]) -> None:
    assert names(typed, kind) == found


@pytest.mark.parametrize(
    "typed",
    ["筹建", "撤销", "吴撤销", "wuchexiao", "涉密", "涉密成果", "自报", "自报成果", "李同意", "王未同意", "赵徒弟",
     "未发布", "。", "'&|!:*()\\", "\\", "%", "_", "联系人"],
)  # fmt: skip
def test_nothing_else_is_found(city: Union, typed: str) -> None:
    assert {kind: hits.ids for kind, hits in find_all(typed).items() if hits.ids} == {}


def test_exact_stands_before_beginning_and_beginning_before_the_rest(city: Union) -> None:
    studio = Studio.objects.get(number="LX-DL-00231")
    for title, finished in (("新型铆接机", "2026-01-01"), ("铆接夹具二代", "2025-01-01"), ("除尘罩", "2026-05-01")):
        make_verified(studio, title, finished_on=finished, problem="铆接夹具磨损。")
    assert names("铆接夹具", RESULT) == ["铆接夹具", "铆接夹具二代", "除尘罩", "新型铆接机"]


def test_a_common_word_is_counted_up_to_the_bound_and_one_kind_beyond_it(city: Union) -> None:
    studio = Studio.objects.get(number="LX-DL-00231")
    for kind in ("技术革新", "先进操作法"):
        rows = [make_verified(studio, "检修台车", kind=make_result_kind(kind))]
        type(rows[0]).objects.bulk_create(_copies(rows[0], MOST + 5))
    found = find_all("检修")
    counts = {kind: (len(find_more("检修", kind, hits).ids), hits.is_cut) for kind, hits in found.items()}
    assert counts[RESULT] == counts[METHOD] == (MOST, True)
    assert counts[STUDIO] == (0, False)


def _copies(row, number: int):
    for _copy in range(number):
        copied = type(row).objects.get(pk=row.pk)
        copied.pk = None
        yield copied


@pytest.mark.parametrize("more", [0, 6])
def test_a_search_takes_four_queries_and_its_rows_ten(city: Union, more: int) -> None:
    unit = Union.objects.get(employer="东澜机车厂")
    for n in range(more):
        make_method(make_shown(unit, f"张伟{'甲乙丙丁戊己'[n]}"))
    with CaptureQueriesContext(connection) as search:
        found = find_all("张伟")
    with CaptureQueriesContext(connection) as rows:
        for kind in (STUDIO, LEAD):
            rows_of(kind, found[kind].ids)
    assert (len(search), len(rows)) == (4, 5)


def test_a_revoked_lead_or_a_withdrawn_result_is_gone_at_once(city: Union) -> None:
    studio = Studio.objects.get(number="LX-DL-00231")
    studio.results.filter(title="铆接夹具").update(is_secret=True)
    assert names("铆接", RESULT) == []
    studio.designations.update(state=DesignationState.REVOKED, revoked_by=make_decision(city))
    assert names("老名字", STUDIO) == []
    assert names("三摆", METHOD) == []
    assert names("陈旧人", LEAD) == ["陈旧人"]


def test_a_story_taken_back_is_gone(city: Union) -> None:
    Story.objects.update(state=StoryState.RETURNED, published_at=clock.now() - timedelta(days=1))
    assert names("焊花", STORY) == []
