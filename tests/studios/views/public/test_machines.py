"""What machines read: site map, robots.txt, and what the head of a page says."""

import re
from xml.etree import ElementTree as ET

import pytest

from studios.choices.calls import CallState
from studios.choices.register import DesignationState
from studios.choices.reviews import NoticeState
from studios.queries import sitemap
from studios.ui.site import pages_of_the_site
from tests.factories import make_call, make_decision, make_notice, make_studio, make_union
from tests.studios.views.public.rows import make_city, make_shown, make_verified, publish_block
from tests.transactions import new_transaction
from unions.values.addresses import PRIVATE

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def city():
    return make_city()


@pytest.fixture
def studio(city):
    made = make_shown(make_union("一厂工会", parent=city, county="明德区"))
    publish_block(made, "introduction", text="转向架焊接与无损检测。")
    return made


def xml(client, address):
    return ET.fromstring(client.get(address).getvalue())  # noqa: S314 - our own answer


def listed(client, address="/sitemap.xml"):
    return [node.text.removeprefix("http://testserver") for node in xml(client, address).iterfind(".//s:loc", NAMES)]


def every_page(client):
    return [page for part in listed(client) for page in listed(client, part)]


def test_the_site_map_lists_what_is_public_in_both_languages_and_nothing_else(client, city, studio):
    call = make_call(city)
    notice = make_notice(call)
    paper = studio.designations.get().decision
    result = studio.results.get(title="焊接变形控制法")
    make_call(city, state=CallState.DRAFT)
    make_notice(call, state=NoticeState.DRAFT)
    make_decision(city)
    make_studio(studio.union, number="LX-T-99999")
    gone = make_shown(studio.union, "李四")
    gone.designations.update(state=DesignationState.CANCELLED)
    rows = [f"/studios/{studio.number}/", f"/results/{result.pk}/", f"/notices/{notice.pk}/"]
    # The paper of the cancelled naming stays public, as its page says what became of it.
    rows += [f"/decisions/{p}/" for p in (paper.pk, gone.designations.get().decision_id)] + [f"/calls/{call.pk}/"]
    found = every_page(client)
    shown = [page for page in found if re.search(r"/[^/]*\d[^/]*/$", page)]
    assert sorted(shown) == sorted([*rows, *(f"/en{row}" for row in rows)])
    assert len(found) - len(shown) == 2 * len(pages_of_the_site())
    assert {page: client.get(page).status_code for page in found} == dict.fromkeys(found, 200)


def test_each_entry_names_both_languages_and_its_last_change(client, studio):
    entry = xml(client, "/sitemap/studios-0.xml").find("s:url", NAMES)
    links = {node.get("hreflang"): node.get("href") for node in entry.iterfind("x:link", NAMES)}
    chinese, english = (f"http://testserver{prefix}/studios/{studio.number}/" for prefix in ("", "/en"))
    assert links == {"zh-CN": chinese, "en": english, "x-default": chinese}
    assert entry.find("s:lastmod", NAMES).text == studio.changed_at.astimezone().date().isoformat()


def test_parts_are_ranges_of_keys_that_hold_something(client, monkeypatch, studio):
    others = [make_shown(studio.union, f"李{c}") for c in "一二三四"]
    monkeypatch.setattr(sitemap, "SPAN", 2)
    monkeypatch.setattr(sitemap, "CHUNK", 1)
    others[1].designations.update(state=DesignationState.CANCELLED)
    parts = [part for part in listed(client) if "studios" in part]
    assert parts == [f"/sitemap/studios-{n}.xml" for n in sorted({s.pk // 2 for s in [studio, others[0], *others[2:]]})]
    pages = [page for part in parts for page in listed(client, part) if not page.startswith("/en/")]
    assert pages == [f"/studios/{s.number}/" for s in (studio, others[0], *others[2:])]
    assert client.get("/sitemap/studios-999999.xml").status_code == 404
    assert client.get("/sitemap/pages-1.xml").status_code == 404


def test_a_part_asks_the_same_few_queries_for_many_rows(client, studio, django_assert_num_queries):
    for n in range(12):
        make_verified(studio, f"成果{n}")
    with django_assert_num_queries(4):
        client.get("/sitemap/results-0.xml").getvalue()


def test_a_full_part_stays_below_ten_megabytes_and_fifty_thousand_addresses(client, studio):
    entry = len(client.get("/sitemap/studios-0.xml").getvalue())
    # A long host is in each of the eight addresses of a page.
    assert sitemap.SPAN * (entry + 8 * 40) < 10_000_000
    assert sitemap.SPAN * 2 < 50_000


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemap/studios-0.xml"])
def test_an_unchanged_site_map_is_answered_with_304_and_a_changed_one_anew(client, studio, address):
    mark = client.get(address).headers["ETag"]
    assert client.get(address, headers={"if-none-match": mark}).status_code == 304
    new_transaction()
    studio.save()
    assert client.get(address, headers={"if-none-match": mark}).status_code == 200


def test_robots_keep_out_of_desks_and_forms_and_find_the_site_map(client):
    text = client.get("/robots.txt").content.decode()
    assert [path for path in (*PRIVATE, "/objections/", "/*/objection/") if f"Disallow: {path}\n" not in text] == []
    assert "Sitemap: http://testserver/sitemap.xml\n" in text


def test_the_canonical_address_has_no_parameters(client, studio):
    text = client.get("/en/studios/?q=焊接&level=city&page=2&text=large").content.decode()
    assert '<link rel="canonical" href="http://testserver/en/studios/">' in text
    assert '<link rel="alternate" hreflang="zh-CN" href="http://testserver/studios/">' in text


def head(client, address):
    text = client.get(address).content.decode().partition("</head>")[0]
    found = re.findall(r'<meta (?:name|property)="([\w:]+)" content="([^"]*)">', text)
    return dict(found)


def test_share_cards_name_title_and_summary_of_what_is_shown(client, city, studio):
    said = head(client, f"/studios/{studio.number}/")
    assert said["og:title"] == studio.name
    assert said["og:description"] == said["description"]
    assert "转向架焊接与无损检测。" in said["description"]
    result = studio.results.get(title="焊接变形控制法")
    assert head(client, f"/results/{result.pk}/")["og:title"] == "焊接变形控制法"
    notice = make_notice(make_call(city), title="关于拟命名的公示")
    said = head(client, f"/notices/{notice.pk}/")
    assert (said["og:title"], said["og:type"]) == ("关于拟命名的公示", "article")
    assert said["description"].startswith("东澜市总工会")


@pytest.mark.parametrize(
    "route", ["/", "/studios/", "/results/", "/notices/", "/calls/", "/p/", "/privacy/", "/sitemap/"]
)
def test_every_page_has_a_title_and_a_summary_in_its_language(client, studio, route):
    chinese, english = head(client, route)["description"], head(client, f"/en{route}")["description"]
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert not re.search(r"[\u4e00-\u9fff]", english)
    assert "<title>" in client.get(route).content.decode()
