"""The public list of results, the library of methods, one result, and the same as sheet and feed."""

import csv
from io import StringIO
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from studios.choices.register import DesignationState, ResultGroup
from studios.models import Attachment, Result
from studios.queries import results as queries
from tests.factories import make_adoption, make_named_studio, make_result_kind, make_union, make_worker
from tests.studios.views.public.rows import make_city, make_method, make_shown, make_verified
from unions import clock

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def page(client, address):
    return client.get(address).content.decode()


@pytest.fixture
def studio():
    return make_shown(make_union("一厂工会", parent=make_city(), employer="一厂"), county="明德区")


def other_studio(studio, **fields):
    """Another studio of another county without industry."""
    fields.setdefault("county", "海晏区")
    unit = make_union("二厂工会", parent=studio.union.parent, employer="二厂")
    return make_named_studio(unit, lead=make_worker(home=unit), **fields)


def shown(client, query="", among=()):
    text = page(client, f"/results/{query}")
    return {result.title for result in among or Result.objects.all() if f">{result.title}<" in text}


def test_the_list_shows_verified_results_only(client, studio):
    assert shown(client) == {"焊接变形控制法"}


def test_the_page_of_a_result_that_is_not_public_does_not_exist(client, studio):
    answers = {r.title: client.get(f"/results/{r.pk}/").status_code for r in studio.results.all()}
    assert answers == {"焊接变形控制法": 200, "涉密成果": 404, "自报成果": 404}


@pytest.mark.parametrize("why", ["revoked", "secret", "returned"])
def test_what_is_no_longer_public_leaves_list_and_page_at_once(client, studio, why):
    result = studio.results.get(title="焊接变形控制法")
    if why == "revoked":
        studio.designations.update(state=DesignationState.CANCELLED)
    else:
        Result.objects.filter(pk=result.pk).update(**({"is_secret": True} if why == "secret" else {"state": "checked"}))
    assert shown(client) == set()
    assert client.get(f"/results/{result.pk}/").status_code == 404
    assert "焊接变形控制法" not in client.get("/results.csv").getvalue().decode()
    assert "焊接变形控制法" not in page(client, "/results.atom")


FILTERS = [
    ("?q=焊接", {"焊接变形控制法"}),
    ("?q=变形控制", {"焊接变形控制法"}),
    ("?q=变法", set()),
    ("?q=形变", set()),
    ("?q=ZL201710601862.3", {"一种夹具"}),
    ("?q=201710601862", {"一种夹具"}),
    ("?q=焊接 夹具", set()),
    ("?kind=patent", {"一种夹具"}),
    ("?kind=patent&kind=innovation", {"焊接变形控制法", "一种夹具"}),
    ("?area=safety", {"一种夹具"}),
    ("?group=equipment", {"焊接变形控制法"}),
    ("?county=海晏区", {"一种夹具"}),
    ("?year=2024", {"一种夹具"}),
    ("?year=2023", {"焊接变形控制法"}),
    ("?used=1", {"一种夹具"}),
    ("?kind=patent&county=明德区", set()),
    ("?kind=nonsense&area=&year=x&county=无此县", set()),
    ("?kind=nonsense&area=&year=x", {"焊接变形控制法", "一种夹具"}),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_words_and_filters_narrow_the_list(client, studio, query, expected):
    Result.objects.filter(title="焊接变形控制法").update(finished_on="2023-05-01", problem="法兰变长")
    patent = make_result_kind("发明专利", ResultGroup.PATENT)
    facts = {"kind": patent, "area": "safety", "number": "ZL201710601862.3", "finished_on": "2024-05-01"}
    result = make_verified(other_studio(studio), "一种夹具", **facts)
    make_adoption(result, state="confirmed")
    make_adoption(studio.results.get(title="焊接变形控制法"))
    assert shown(client, query) == expected


def test_a_studios_number_finds_its_results(client, studio):
    make_verified(other_studio(studio), "别处的成果")
    for query in (f"?studio={studio.number}", f"?q={studio.number.lower()}"):
        assert shown(client, query) == {"焊接变形控制法"}
    assert "别处的成果" in page(client, "/results/?studio=%27")


def test_the_order_is_the_one_asked_for(client, studio):
    Result.objects.filter(title="焊接变形控制法").update(finished_on="2023-05-01")
    late = make_verified(studio, "后完成的", finished_on="2024-05-01")
    undated = make_verified(studio, "无日期的")
    Result.objects.filter(pk=late.pk).update(confirmed_at=clock.now().replace(year=2001))
    make_adoption(undated, state="confirmed")

    def order(sort):
        text = page(client, f"/results/?sort={sort}")
        return sorted(("焊接变形控制法", "后完成的", "无日期的"), key=lambda t: text.index(f">{t}<"))

    assert order("finished") == ["后完成的", "焊接变形控制法", "无日期的"]
    assert order("confirmed") == ["无日期的", "焊接变形控制法", "后完成的"]
    assert order("adopters")[0] == "无日期的"
    assert order("nonsense") == order("finished")


def test_chips_take_one_condition_away(client, studio):
    text = page(client, "/en/results/?q=焊接&kind=innovation&county=明德区&sort=confirmed")
    words, county = quote("焊接"), quote("明德区")
    assert f'href="?kind=innovation&amp;county={county}&amp;sort=confirmed"' in text
    assert f'href="?q={words}&amp;county={county}&amp;sort=confirmed"' in text
    assert f'href="/en/results.csv?q={words}&amp;kind=innovation&amp;county={county}&amp;sort=confirmed"' in text


def test_counts_and_pages_are_bounded(client, studio, monkeypatch):
    for n in range(5):
        make_verified(studio, f"成果{n}")
    monkeypatch.setattr("studios.filters.results.MOST_COUNTED", 3)
    monkeypatch.setattr(queries, "MOST_COUNTED", 3)
    monkeypatch.setattr("studios.filters.results.MOST_LISTED", 2)
    text = page(client, "/en/results/?page=9")
    assert "More than 3 results" in text
    assert "The first 2 are listed" in text
    assert text.count('<article class="result">') == 2


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_takes_nine_queries(client, studio, rows, django_assert_num_queries):
    for n in range(rows):
        make_adoption(make_verified(studio, f"成果{n}", finished_on="2024-05-01"), state="confirmed")
    client.get("/results/")  # keeps the headline's figures
    for query in ("", "?q=成果&kind=innovation&sort=adopters"):
        with django_assert_num_queries(9):
            client.get(f"/results/{query}")


@pytest.mark.parametrize("rows", [1, 12])
def test_the_page_of_a_result_takes_seven_queries(client, studio, rows, django_assert_num_queries):
    result = make_verified(studio, "主成果", area="process")
    for n in range(rows):
        make_adoption(result, state="confirmed")
        make_verified(studio, f"相关{n}", area="process")
    with django_assert_num_queries(7):
        client.get(f"/results/{result.pk}/")


@pytest.mark.parametrize("rows", [1, 8])
def test_the_library_takes_six_queries(client, studio, rows, django_assert_num_queries):
    for _ in range(rows):
        make_method(studio)
    with django_assert_num_queries(6):
        client.get("/methods/")


def test_the_library_holds_methods_with_their_steps(client, studio):
    method = make_method(studio)
    bare = make_verified(studio, "无步骤操作法", kind=method.kind)
    text = page(client, "/methods/")
    assert [word for word in (method.title, "一摆", "小幅横摆", f'id="m{method.pk}"') if word not in text] == []
    assert [title for title in (bare.title, "焊接变形控制法") if title in text] == []
    make_method(studio)
    assert f'href="#m{method.pk}"' in page(client, "/methods/?q=三摆&group=equipment")
    assert method.title not in page(client, "/methods/?group=energy&q=三停")


def test_the_page_says_who_vouches_and_who_uses_it(client, studio):
    result = studio.results.get(title="焊接变形控制法")
    Result.objects.filter(pk=result.pk).update(
        problem="变形大", novelty="反变形", area="process", checked_at=clock.now()
    )
    like = make_verified(studio, "同类成果", area="process")
    make_verified(other_studio(studio), "别行业成果", area="process")
    make_adoption(result, "甲厂", county="海晏区", since_on="2025-03-01", effect="降本", state="confirmed")
    make_adoption(result, "未确认乙厂", effect="未确认成效")
    make_adoption(result, "未认可丙厂", state="declined", note="查无")
    Attachment.objects.create(
        union=studio.union, studio=studio, result=result, name="张三的证书.pdf", kind="pdf", size=1, sha256="0",
        path="x/1", uploaded_at=clock.now(),
    )  # fmt: skip
    text = page(client, f"/results/{result.pk}/")
    wanted = [
        "变形大",
        "反变形",
        "55.80",
        "一厂财务部门",
        "东澜市总工会",
        "甲厂",
        "海晏区",
        "2025年3月起",
        "降本",
        "PDF × 1",
        like.title,
    ]
    assert [word for word in wanted if word not in text] == []
    hidden = ["未确认乙厂", "未确认成效", "未认可丙厂", "张三", "来信人", "000-0000000", "别行业成果"]
    assert [word for word in hidden if word in text] == []
    assert f"/results/{result.pk}/adoption/" in text
    assert f"/studios/{studio.number}/request/?result={result.pk}" in text


def test_the_sheet_holds_what_the_list_shows(client, studio):
    make_adoption(make_verified(studio, "=公式成果"), state="confirmed")
    answer = client.get("/results.csv?sort=confirmed")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["'=公式成果", "焊接变形控制法"]
    facts = dict(zip(rows[0], rows[1], strict=True))
    assert (facts["工作室编号"], facts["单位"], facts["已确认应用单位数"]) == (studio.number, "一厂", "1")
    assert "来信人" not in answer.getvalue().decode()


def test_the_sheet_reads_its_rows_by_chunks(client, studio, monkeypatch, django_assert_num_queries):
    for n in range(5):
        make_verified(studio, f"成果{n}")
    monkeypatch.setattr("studios.exports.results.AT_A_TIME", 2)
    # Options, count and keys, then three chunks.
    with django_assert_num_queries(9):
        assert len(client.get("/results.csv").getvalue().splitlines()) == 7


def test_the_feed_is_the_choice_with_the_latest_verified_first(client, studio):
    other = make_verified(studio, "后核验的", problem="问题 & <b>")
    feed = ET.fromstring(client.get("/en/results.atom?q=核验").content)  # noqa: S314
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}title").text for entry in entries] == ["后核验的"]
    assert entries[0].find(f"{ATOM}id").text == f"http://testserver/results/{other.pk}/"
    assert entries[0].find(f"{ATOM}link").get("href") == f"http://testserver/en/results/{other.pk}/"
    assert entries[0].find(f"{ATOM}summary").text == "问题 &amp; &lt;b&gt;"
    latest = ET.fromstring(client.get("/results.atom").content).find(f"{ATOM}entry")  # noqa: S314
    assert latest.find(f"{ATOM}title").text == "后核验的"


@pytest.mark.parametrize(
    "query",
    [
        "page=-1&sort=%00&q=%00",
        f"page={10**30}&q={'9' * 5000}&year=99999",
        "q=%ED%A0%80&county=%FF",
        "kind=" + "a&kind=" * 300,
    ],
)
def test_odd_queries_fall_back(client, studio, query):
    for address in ("/results/", "/methods/", "/results.csv", "/results.atom"):
        assert client.get(f"{address}?{query}").status_code == 200


def test_the_pages_stay_small(client, studio):
    for n in range(20):
        make_verified(studio, f"成果{n}" * 9, problem="问" * 500, novelty="新" * 500)
    assert len(client.get("/results/").content) < 60_000
    for _ in range(10):
        make_method(studio)
    assert len(client.get("/methods/").content) < 60_000
