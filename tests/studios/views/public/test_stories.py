"""The library, a story, the feed, the calendar entry, the history and the home page: only what was published."""

from datetime import date, time, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studios.choices.register import ResultGroup, ResultState
from studios.choices.showcase import StoryKind, StoryState
from studios.models import SiteMeeting, Stop, Story, Talk
from studios.queries.profile import newest_methods
from tests.factories import make_named_studio, make_result, make_result_kind, make_studio
from tests.story import Desk, make_desk, make_story
from tests.studios.views.public.rows import make_method
from unions import clock

pytestmark = pytest.mark.django_db
CANARY = "金丝雀暗语"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def desk() -> Desk:
    return make_desk(name="东澜市总工会", code="DL", office_phone="0000-12345678")


def page(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, address
    assert not answer.cookies
    return answer.content.decode()


def make_meeting(desk: Desk, held_on: date, rows: int = 1, **fields) -> Story:
    story = make_story(desk, kind=StoryKind.SITE_MEETING, **fields)
    meeting = SiteMeeting.objects.create(story=story, held_on=held_on, place="报告厅", host="承办方", people_count=90)
    for n in range(rows):
        studio, text = make_named_studio(desk.union), make_story(desk)
        story.studios.add(studio)
        Talk.objects.create(meeting=meeting, position=n, title=f"发言{n}", starts_at=time(9, n), story=text)
        Stop.objects.create(meeting=meeting, position=n, place=f"第{n}站", studio=studio)
    return story


@pytest.mark.parametrize("state", [StoryState.DRAFT, StoryState.SUBMITTED, StoryState.RETURNED])
def test_what_was_not_published_is_nowhere(desk, state: str) -> None:
    shown = make_story(desk, "公开稿", kind=StoryKind.HISTORY)
    hidden = make_meeting(
        desk,
        clock.today() + timedelta(days=9),
        title=f"{CANARY}题",
        state=state,
        summary=CANARY,
        body=f"<p>{CANARY}</p>",
    )
    draft = make_story(desk, CANARY, state=state, corrects=shown, correction=CANARY, body=f"<p>{CANARY}</p>")
    meeting = SiteMeeting.objects.create(
        story=make_story(desk, kind=StoryKind.SITE_MEETING), held_on=clock.today(), place="厅"
    )
    Talk.objects.create(meeting=meeting, position=1, title="发言", story=draft)
    for prefix in ("", "/en"):
        for path in ("/", "/stories/", "/stories.atom", "/history/", f"/stories/?q={CANARY}", f"/stories.atom?q={CANARY}",
                     "/stories/?kind=site_meeting", f"/stories/{shown.pk}/", f"/stories/{meeting.pk}/", "/sitemap/stories-0.xml"):  # fmt: skip
            found = Client().get(prefix + path)
            text = (b"".join(found.streaming_content) if found.streaming else found.content).decode()
            assert CANARY not in text.replace(f'value="{CANARY}"', "").replace(f"q={CANARY}", ""), path
            assert f"/stories/{hidden.pk}/" not in text
        for row in (hidden, draft):
            for path in (f"/stories/{row.pk}/", f"/stories/{row.pk}/calendar/"):
                page(prefix + path, 404)
    assert not Story.objects.public().filter(words__vector__finds=CANARY).exists()


def test_studios_that_are_not_public_are_not_told_of(desk) -> None:
    hidden = make_studio(desk.union, CANARY)
    story = make_meeting(desk, clock.today())
    story.studios.add(hidden)
    Stop.objects.create(meeting=story.meeting, position=9, place="秘密站", studio=hidden)
    text = page(f"/stories/{story.pk}/")
    assert CANARY not in text
    assert "秘密站" in text


def test_a_site_meeting_shows_programme_route_and_studios(desk) -> None:
    story = make_meeting(desk, date(2026, 3, 4), rows=2, title="现场会", body="<p>正文</p>", summary="摘要")
    text = page(f"/stories/{story.pk}/")
    talk = Talk.objects.filter(meeting=story.meeting)[1]
    assert all(
        said in text for said in ("现场会", "摘要", "2026年3月4日", "报告厅", "承办方", "09:01", "发言1", "第1站")
    )
    assert talk.story.get_absolute_url() in text
    assert Stop.objects.filter(meeting=story.meeting)[0].studio.name in text
    assert 'property="og:title" content="现场会"' in text
    assert "Programme" in page(f"/en/stories/{story.pk}/")


def test_archived_and_corrected_stories_say_so(desk) -> None:
    now = clock.now()
    story = make_story(
        desk, "旧稿", state=StoryState.ARCHIVED, archived_at=now, corrected_at=now, correction="日期有误"
    )
    text = page(f"/stories/{story.pk}/")
    assert "归档" in text
    assert "日期有误" in text
    assert "旧稿" not in page("/stories/")


def test_tables_of_the_text_can_be_reached_by_keyboard(desk) -> None:
    story = make_story(desk, body="<table><tbody><tr><td>甲</td></tr></tbody></table>")
    assert '<div class="tablewrap" tabindex="0" role="region"' in page(f"/stories/{story.pk}/")


def test_words_kind_year_and_pages_narrow_the_library(desk) -> None:
    make_story(desk, "焊接变形控制", kind=StoryKind.EXPERIENCE)
    make_story(desk, "动态一则", body="<p>水下<strong>检</strong>漏</p>")
    old = make_story(desk, "旧闻", published_at=clock.now() - timedelta(days=800))
    for query, shown in (
        ("?q=焊接", ["焊接变形控制"]),
        ("?q=检漏", ["动态一则"]),
        ("?q=焊接+检漏", []),
        ("?kind=experience", ["焊接变形控制"]),
        (f"?year={old.published_at.year}", ["旧闻"]),
        (f"?year={old.published_at.year}&kind=experience", []),
    ):
        text = page(f"/stories/{query}")
        assert [title for title in ("焊接变形控制", "动态一则", "旧闻") if f">{title}</a>" in text] == shown, query
    for number in range(14):
        make_story(desk, f"第{number}篇")
    assert 'aria-current="page">2' in page("/stories/?page=2").replace("\n", "")


@pytest.mark.parametrize(
    "query",
    ["?q=%00%ED%A0%80", "?kind=x&year=x&page=x", "?year=0", "?year=9999", "?year=99999999", "?q=" + "长" * 3000,
     "?page=-1", "?page=99999999999999999999", "?q='%22<script>&kind[]=1", "?q=%F0%AC%AD%8A"],
)  # fmt: skip
def test_odd_addresses_fall_back(desk, query: str) -> None:
    make_story(desk)
    for path in ("/stories/", "/stories.atom", "/en/stories/"):
        assert "<script>&" not in page(path + query)


def test_the_feed_is_atom_and_follows_the_choice(desk) -> None:
    make_story(desk, "动态 <b> & 一则", summary="摘要 ]]>", author="作者")
    make_story(desk, "经验", kind=StoryKind.EXPERIENCE)
    answer = Client().get("/stories.atom?kind=news")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["动态 <b> & 一则"]
    assert Client().get("/stories.atom?kind=news", headers={"If-None-Match": answer["ETag"]}).status_code in (200, 304)


def test_a_coming_meeting_can_be_put_into_the_calendar(desk) -> None:
    story = make_meeting(desk, clock.today() + timedelta(days=20), title="现场会，观摩；" + "长" * 60)
    text = page("/stories/")
    assert f"/stories/{story.pk}/calendar/" in text
    answer = Client().get(f"/stories/{story.pk}/calendar/")
    lines = answer.content.decode().split("\r\n")
    assert answer["Content-Type"].startswith("text/calendar")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = answer.content.decode().replace("\r\n ", "")
    assert "SUMMARY:现场会，观摩；" + "长" * 60 in unfolded
    assert f"DTSTART;VALUE=DATE:{clock.today() + timedelta(days=20):%Y%m%d}" in unfolded
    assert "09:00 发言0\\n" in unfolded
    past = make_meeting(desk, clock.today() - timedelta(days=1))
    page(f"/stories/{past.pk}/calendar/", 404)
    page(f"/stories/{make_story(desk).pk}/calendar/", 404)


def test_the_history_tells_in_order(desk) -> None:
    later = make_story(desk, "后来", kind=StoryKind.HISTORY)
    make_story(desk, "从前", kind=StoryKind.HISTORY, published_at=clock.now() - timedelta(days=9))
    text = page("/history/")
    assert text.index("从前") < text.index("后来")
    assert "1960年代" in text
    assert "1960s" in page("/en/history/")
    later.delete()


def queries(path: str) -> int:
    Client().get(path)
    with CaptureQueriesContext(connection) as found:
        assert Client().get(path).status_code == 200
    return len(found)


def test_pages_ask_as_often_for_one_row_as_for_many(desk) -> None:
    first = make_meeting(desk, clock.today() + timedelta(days=1), rows=1)
    make_story(desk, kind=StoryKind.HISTORY)
    few = [queries(path) for path in ("/stories/", "/stories.atom", "/history/", f"/stories/{first.pk}/")]
    many = make_meeting(desk, clock.today() + timedelta(days=2), rows=6)
    for _ in range(5):
        make_story(desk, kind=StoryKind.HISTORY)
    then = [queries(path) for path in ("/stories/", "/stories.atom", "/history/", f"/stories/{many.pk}/")]
    assert few == then == [6, 2, 3, 7]


def test_the_home_page_holds_three_methods_and_four_stories(desk) -> None:
    for _ in range(5):
        make_method(make_named_studio(desk.union))
        make_story(desk, "动态")
    text = page("/")
    assert text.count('class="method"') == 3
    assert text.count('class="storyrow"') == 4
    assert len(text.encode()) < 120_000


def test_methods_of_the_home_page_are_confirmed_and_have_steps(desk) -> None:
    studio = make_named_studio(desk.union)
    shown = make_method(studio)
    kind = make_result_kind("先进操作法", ResultGroup.METHOD)
    make_result(studio, "未确认", kind=kind, steps=[{"name": "一", "text": "x"}])
    make_result(studio, "无步骤", kind=kind, state=ResultState.CONFIRMED, confirmed_at=clock.now())
    make_result(studio, "涉密", kind=kind, state=ResultState.CONFIRMED, confirmed_at=clock.now(), is_secret=True, steps=[["a", "b"]])  # fmt: skip
    make_result(studio, "非操作法", state=ResultState.CONFIRMED, confirmed_at=clock.now(), steps=[["a", "b"]])
    assert newest_methods(3) == [shown]


def test_every_page_stays_small_and_links_both_languages(desk) -> None:
    for _ in range(12):
        make_story(desk, "题" * 80, summary="摘" * 200)
    for path in (reverse("stories"), reverse("movement_history"), Story.objects.all()[0].get_absolute_url()):
        text = page(path)
        assert len(text.encode()) < 120_000
        assert f'hreflang="en" href="http://testserver/en{path}"' in text
