"""The page of the search, suggestions, the sheet and the feed."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studios.choices.register import DesignationState
from studios.models import FormerStudioName, SearchMiss, Studio
from tests.factories import make_decision, make_studio, make_union
from tests.studios.queries.test_search import make_story
from tests.studios.views.public.rows import make_city, make_method, make_shown, make_verified, publish_block
from unions.models import Union

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
# Names that stand in the register and must never come out.
CANARIES = (
    "筹建秘密", "撤销人", "撤销成果", "涉密成果", "自报成果", "王未同意", "赵徒弟", "草稿里的焊接", "联系人甲", "13800005678", "1975",
)  # fmt: skip


@pytest.fixture(scope="module")
def unit(django_db_setup, django_db_blocker) -> Iterator[Union]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield furnish()
        transaction.set_rollback(True)


def furnish() -> Union:
    city = make_city()
    unit = make_union("东澜机车厂工会", parent=city, employer="东澜机车厂")
    studio = make_shown(
        unit,
        contact_name="联系人甲",
        contact_phone="13800005678",
    )
    publish_block(studio, "introduction", text="专攻铝合金车体焊接，<b>变形</b>量减半。")
    FormerStudioName.objects.create(studio=studio, name="老名字工作室", until_on="2020-01-01")
    make_method(studio)
    make_shown(unit, "李四", field_of_work="=静脉治疗", level="province")
    make_studio(unit, "筹建秘密焊接工作室")
    gone = make_shown(unit, "撤销人")
    make_verified(gone, "撤销成果")
    gone.designations.update(state=DesignationState.REVOKED, revoked_by=make_decision(city))
    make_story(city, "草稿里的焊接", "draft")
    return unit


def get(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def search(client: Client, q: str, **more: str) -> str:
    return get(client, f"/search/?q={quote(q)}" + "".join(f"&{k}={v}" for k, v in more.items()))


def hits(text: str) -> list[str]:
    titles = re.findall(r'<h3 class="hit__title"[^>]*><a href="[^"]*">(.*?)</a>', text)
    return [re.sub("<[^>]*>", "", title) for title in titles]


def test_hits_stand_in_groups_with_their_words_marked(client: Client, unit: Union) -> None:
    text = search(client, "焊接")
    assert hits(text) == ["张伟劳模创新工作室", "焊接变形控制法", "焊接变形控制法"]
    assert "专攻铝合金车体<mark>焊接</mark>" in text or "铝合金<mark>焊接</mark>" in text
    assert re.findall(r'kinds__count">([^<]*)<', text) == ["1", "2"]


def test_a_story_is_found_by_its_text_and_leads_to_its_page(client: Client, unit: Union) -> None:
    story = make_story(unit.parent, "师徒之间", body="<h2>开头</h2><p>一起学<strong>带压</strong>堵漏 &lt;b&gt;。</p>")
    text = search(client, "带压堵漏")
    assert f'href="/stories/{story.pk}/">师徒之间</a>' in text
    assert "开头 一起学<mark>带压堵漏</mark> &lt;b&gt;。" in text
    assert client.get("/search/suggest/?q=师徒之间").json()["items"][0]["url"] == f"/stories/{story.pk}/"


def test_what_was_typed_and_what_was_found_is_escaped(client: Client, unit: Union) -> None:
    make_verified(Studio.objects.get(name="张伟劳模创新工作室"), "除尘<i>罩</i>", problem="<script>除尘</script>")
    text = search(client, "除尘 <script>")
    assert "<mark>除尘</mark>&lt;i&gt;罩&lt;/i&gt;" in text
    assert "<mark>&lt;script&gt;</mark><mark>除尘</mark>&lt;/<mark>script</mark>&gt;" in text
    assert "<i>" not in text
    assert "<script>" not in text


def test_an_old_name_says_why_it_was_found(client: Client, unit: Union) -> None:
    assert "曾用名：<mark>老名字</mark>工作室" in search(client, "老名字")


def test_pinyin_marks_the_whole_name(client: Client, unit: Union) -> None:
    assert "<mark>张伟</mark>" in search(client, "zw")


def test_one_kind_is_shown_in_pages(client: Client, unit: Union) -> None:
    studio = Studio.objects.get(name="张伟劳模创新工作室")
    for n in range(25):
        make_verified(studio, f"检修台车{n:02}号", finished_on=f"2025-01-{n + 1:02}")
    first, second = (search(client, "检修台车", kind="result", page=page) for page in ("1", "2"))
    assert (len(hits(first)), len(hits(second)), hits(first)[0]) == (20, 5, "检修台车24号")
    assert hits(search(client, "检修台车", kind="result", page="99")) == hits(second)
    assert "Show all 25" in get(client, f"/en/search/?q={quote('检修台车')}")


def test_a_kind_without_hits_leads_back(client: Client, unit: Union) -> None:
    text = search(client, "静脉", kind="story")
    assert 'href="?q=%E9%9D%99%E8%84%89"' in text
    assert hits(text) == []


@pytest.mark.parametrize("rows", [0, 5])
def test_the_search_takes_the_same_queries_at_few_and_at_many_rows(client: Client, unit: Union, rows: int) -> None:
    for n in range(rows):
        make_method(make_shown(unit, f"张{'一二三四五'[n]}"))
    get(client, "/search/")
    with CaptureQueriesContext(connection) as found:
        search(client, "张")
    with CaptureQueriesContext(connection) as suggested:
        get(client, "/search/suggest/?q=张")
    assert (len(found), len(suggested)) == (11, 10)


def test_what_is_not_found_is_counted_without_who_asked(client: Client, unit: Union) -> None:
    for q in ("钎焊炉", "钎焊炉", "13800005678", "a@b.cn", "。", "焊接", "ＺＬ 2017 1 0601862.3"):
        search(client, q)
    search(client, "钎焊炉", kind="story")
    assert dict(SearchMiss.objects.values_list("words", "count")) == {"钎焊炉": 3, "zl 2017 1 0601862.3": 1}
    client.head("/search/?q=钎焊炉")
    get(client, "/search/suggest/?q=钎焊炉")
    assert SearchMiss.objects.get(words="钎焊炉").count == 3


@pytest.mark.parametrize("address", ["/search/?q=张伟", "/search/suggest/?q=张伟", "/studios.csv", "/studios.atom"])
def test_the_same_bytes_for_everybody(client: Client, unit: Union, address: str) -> None:
    answer = client.get(address)
    assert answer.cookies == {}
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert client.post(address).status_code == 405


def test_suggestions_are_names_with_their_pages(client: Client, unit: Union) -> None:
    answer = client.get("/search/suggest/?q=张")
    items = answer.json()["items"]
    studio = Studio.objects.get(name="张伟劳模创新工作室")
    assert [(i["name"], i["kind"], i["about"]) for i in items] == [
        ("张伟劳模创新工作室", "工作室", "东澜机车厂"),
        ("张伟", "领衔人", "张伟劳模创新工作室"),
    ]
    assert items[0]["url"] == f"/studios/{studio.number}/"
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert client.get("/en/search/suggest/?q=张").json()["items"][0]["url"].startswith("/en/studios/")
    unchanged = client.get("/search/suggest/?q=张", headers={"if-none-match": answer.headers["ETag"]})
    assert unchanged.status_code == 304


def test_every_search_field_is_a_plain_form_with_suggestions(client: Client, unit: Union) -> None:
    for page, action in (("/", "/search/"), ("/studios/", "/studios/"), ("/search/", "/search/")):
        text = get(client, page)
        assert f'role="search" action="{action}" method="get"' in text
        assert 'data-suggest="/search/suggest/"' in text


def sheet(client: Client, query: str = "") -> list[list[str]]:
    text = get(client, f"/studios.csv{query}")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_sheet_holds_what_the_list_shows(client: Client, unit: Union) -> None:
    head, *rows = sheet(client)
    found = dict(zip(head, next(row for row in rows if row[1].startswith("张伟")), strict=True))
    assert [row[1] for row in rows] == ["李四劳模创新工作室", "张伟劳模创新工作室"]
    assert (found["领衔人"], found["单位"], found["领衔人荣誉"], found["先进操作法"]) == (
        "张伟",
        "东澜机车厂",
        "市级荣誉",
        "1",
    )
    assert found["页面地址"] == f"http://testserver/studios/{found['编号']}/"
    assert next(row for row in rows if row[1].startswith("李四"))[head.index("主攻方向")] == "'=静脉治疗"


def test_the_sheet_follows_the_address_and_its_language(client: Client, unit: Union) -> None:
    assert [row[1] for row in sheet(client, "?level=province")[1:]] == ["李四劳模创新工作室"]
    assert [row[1] for row in sheet(client, "?q=张伟&sort=results")[1:]] == ["张伟劳模创新工作室"]
    text = get(client, "/en/studios.csv?level=province")
    assert "Field of work" in text
    assert "Equipment" in text
    assert "/en/studios/" in text


@pytest.mark.parametrize("rows", [0, 4])
def test_the_sheet_takes_three_queries(client: Client, unit: Union, rows: int, django_assert_num_queries: Any) -> None:
    for n in range(rows):
        make_shown(unit, f"王{'一二三四'[n]}")
    with django_assert_num_queries(3):
        sheet(client)


def test_the_feed_holds_what_the_list_shows(client: Client, unit: Union) -> None:
    answer = client.get("/studios.atom?level=province")
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own
    (entry,) = feed.findall(f"{ATOM}entry")
    studio = Studio.objects.get(name="李四劳模创新工作室")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert [link.get("href") for link in feed.findall(f"{ATOM}link")] == [
        "http://testserver/studios/?level=province", "http://testserver/studios.atom?level=province",
    ]  # fmt: skip
    assert entry.findtext(f"{ATOM}title") == studio.name
    assert entry.findtext(f"{ATOM}id") == f"http://testserver/studios/{studio.number}/"
    assert entry.findtext(f"{ATOM}updated") == studio.changed_at.isoformat()


def test_an_empty_feed_stays_the_same(client: Client, unit: Union) -> None:
    first = client.get("/studios.atom?q=没有")
    assert ET.fromstring(first.content).findall(f"{ATOM}entry") == []  # noqa: S314
    again = client.get("/studios.atom?q=没有", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304


def test_pages_name_their_feed(client: Client, unit: Union) -> None:
    assert 'type="application/atom+xml"' in get(client, "/studios/?level=province")
    assert 'href="/studios.atom?level=province"' in get(client, "/studios/?level=province&view=list&counties=all")
    assert f'href="/studios.atom?q={quote("张伟")}"' in search(client, "张伟")


@pytest.mark.parametrize("canary", CANARIES)
def test_no_canary_comes_out(client: Client, unit: Union, canary: str) -> None:
    q = quote(canary)
    found = [
        search(client, canary), *(search(client, canary, kind=k) for k in ("studio", "lead", "result", "method", "story")),
    ]  # fmt: skip
    assert [hits(text) for text in found] == [[]] * 6
    assert get(client, f"/search/suggest/?q={q}") == '{"items": []}'
    for q_or_all in (f"?q={q}", ""):
        assert canary not in get(client, f"/studios.csv{q_or_all}")
        assert canary not in get(client, f"/studios.atom{q_or_all}").replace(f"“{canary}”", "").replace(q, "")


@pytest.mark.parametrize("q", ["焊接", "张", "工作室", "zw", "东澜", "成果"])
def test_no_hit_shows_a_canary(client: Client, unit: Union, q: str) -> None:
    text = search(client, q) + get(client, f"/search/suggest/?q={quote(q)}")
    assert [canary for canary in CANARIES if canary in text] == []


NASTY = (
    "%00", "%ED%A0%80", "%ff%fe", "a%00b", "%F0%9F%98%80", "%E2%80%AE%E2%80%8F", "%EF%BC%A1%EF%BC%91", "x" * 10_000,
    "%E9%95%BF" * 10_000, "'", "%27%3B--", "%25", "_", "%5C", "%5C%27", "%26%20%7C%20%21%20%3A%2A%20%28%20%29",
    "%28%28%28", "a%3A%2A", "%22", "%3Cscript%3E", "%7B0%7D", "%25s%25%28word0%29s", "%", "%zz", "+", "%20", "%E5%BC%A0%00",
    "%EF%BF%BE", "%F0%A0%AE%B7", "a+b+c+d+e+f+g", "%40%40%40", "%E3%80%82", "ZL" + "9" * 300, "LX-" + "A" * 300, "0" * 60,
)  # fmt: skip
ODD = (
    "page=-1", "page=1e9", "page=abc", "page=99999999999999999999", "page=%00", "kind=zz", "kind=%00", "kind=studio&kind=lead",
    "q=a&q=b", "q=", "sort=%27", "view=%00", "level=%00&level=zz&level=city", "kind=99999999999999999999", "year=abc",
    "year=%EF%BC%92", "county=%ED%A0%80", "area=%27%27&service=%00", "&".join(f"level=l{n}" for n in range(500)), "=", "&&&", "?",
    "text=large&text=small", "counties=all&counties=none", "%00=%00", "q[]=1", "export=csv",
)  # fmt: skip
ROUTES = ("/search/", "/search/suggest/", "/studios/", "/studios.csv", "/studios.atom")


@pytest.mark.parametrize("route", ROUTES)
def test_no_query_string_is_too_odd(client: Client, unit: Union, route: str) -> None:
    client.raise_request_exception = False
    of_one_kind = [f"kind=result&page=2&q={q}" for q in NASTY] if route == "/search/" else []
    for query in [*(f"q={q}" for q in NASTY), *of_one_kind, *ODD]:
        answer = client.get(f"{route}?{query}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert (query[:80], answer.status_code, bool(body)) == (query[:80], 200, True)
