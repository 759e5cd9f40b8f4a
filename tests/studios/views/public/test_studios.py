"""The public list of studios and the page of one."""

import re

import pytest
from django.urls import reverse

from studios.actions.summaries import refresh_summaries
from studios.choices.register import DesignationState
from studios.models import FormerStudioName, ReportedFigures, Studio
from tests.factories import make_decision, make_studio, make_union
from tests.studios.views.public.rows import make_city, make_method, make_shown, make_verified
from unions import clock

pytestmark = pytest.mark.django_db


def page(client, address):
    return client.get(address).content.decode()


def titles(text):
    return re.findall(r'<h3 class="card__title"[^>]*><a href="[^"]*">([^<]*)</a>', text)


def counts(text):
    boxes = re.findall(r'name="(\w+)"\s+value="([^"]*)"[^>]*>[^<]*<span class="choice__count">(\d+)', text)
    return {(facet, value): int(n) for facet, value, n in boxes}


@pytest.fixture
def city():
    return make_city()


def in_county(city, name, **fields):
    return make_union(f"{name}一厂工会", parent=city, county=name, **fields)


def test_the_list_shows_studios_in_force_and_no_others(client, city):
    unit = in_county(city, "明德区")
    make_shown(unit)
    make_studio(unit, "筹建中工作室")
    gone = make_shown(unit, "李四")
    gone.designations.update(state=DesignationState.REVOKED, revoked_by=make_decision(city))
    assert titles(page(client, "/studios/")) == ["张伟劳模创新工作室"]


@pytest.mark.parametrize(
    "q", ["张伟", "焊接", "zhangwei", "zw", "zhang", "ZhangWei", "NUMBER", "铝合金 张伟", "老名字"]
)
def test_words_find_name_lead_pinyin_number_field_and_former_names(client, city, q):
    studio = make_shown(in_county(city, "明德区"))
    FormerStudioName.objects.create(studio=studio, name="老名字工作室", until_on="2020-01-01")
    refresh_summaries([studio.pk])
    make_shown(in_county(city, "海晏区"), "李四", field_of_work="静脉治疗")
    assert titles(page(client, f"/studios/?q={q.replace('NUMBER', studio.number)}")) == ["张伟劳模创新工作室"]


def test_each_facet_is_counted_with_the_other_filters_applied(client, city):
    make_shown(in_county(city, "明德区"))
    make_shown(in_county(city, "明德区"), "李四", level="province")
    make_shown(in_county(city, "海晏区"), "王五", level="province")
    for studio in Studio.objects.select_related("union"):
        Studio.objects.filter(pk=studio.pk).update(county=studio.union.county)
    text = page(client, "/studios/?level=province")
    found = counts(text)
    assert titles(text) == ["王五劳模创新工作室", "李四劳模创新工作室"]
    assert (found["level", "province"], found["level", "city"]) == (2, 1)
    assert (found["county", "明德区"], found["county", "海晏区"]) == (1, 1)
    both = page(client, "/studios/?level=province&level=city&county=明德区")
    assert titles(both) == ["李四劳模创新工作室", "张伟劳模创新工作室"]
    assert 'href="?level=province&amp;level=city"' in both


@pytest.mark.parametrize(
    "query",
    ["page=x", "page=-1", "page=999", "sort=;--", "view=zz", "level=zz", "county=火星", "kind=abc", "group=%00", "q=%00",
     "q=%ff%fe", "q=" + "长" * 100_000, "q=%25", "q=𠮷", "page=99999999999999999999", "q=%5C"],
)  # fmt: skip
def test_odd_values_never_fail(client, city, query):
    make_shown(in_county(city, "明德区"))
    assert client.get(f"/studios/?{query}").status_code == 200


def test_a_facet_value_that_no_studio_has_is_left_out(client, city):
    make_shown(in_county(city, "明德区"))
    assert titles(page(client, "/studios/?level=zz&county=火星&kind=abc")) == ["张伟劳模创新工作室"]


def test_the_list_can_be_ordered_by_results(client, city):
    many = make_shown(in_county(city, "明德区"))
    make_verified(many, "又一项")
    make_shown(in_county(city, "明德区"), "李四")
    assert titles(page(client, "/studios/?sort=results"))[0] == many.name
    assert titles(page(client, "/studios/"))[0] == "李四劳模创新工作室"


def test_twelve_studios_a_page(client, city):
    unit = in_county(city, "明德区")
    for n in range(13):
        make_shown(unit, f"张{'一二三四五六七八九十百千万'[n]}")
    assert len(titles(page(client, "/studios/"))) == 12
    assert len(titles(page(client, "/studios/?page=2"))) == 1


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_takes_ten_queries(client, city, rows, django_assert_num_queries):
    unit = in_county(city, "明德区")
    for n in range(rows):
        make_shown(unit, f"张{'一二三四五'[n]}")
    client.get("/studios/")  # keeps the headline's figures
    with django_assert_num_queries(10):
        client.get("/studios/")


def test_the_table_view_shows_the_same_studios(client, city):
    make_shown(in_county(city, "明德区"))
    assert "张伟劳模创新工作室</a>" in page(client, "/studios/?view=list")


@pytest.mark.parametrize("rows", [1, 4])
def test_the_studio_page_takes_six_queries(client, city, rows, django_assert_num_queries):
    studio = make_shown(in_county(city, "明德区"))
    for n in range(rows):
        make_verified(studio, f"成果{n}")
        make_method(studio)
    with django_assert_num_queries(6):
        client.get(f"/studios/{studio.number}/")


def test_the_studio_page_shows_verified_results_and_keeps_the_rest_to_itself(client, city):
    studio = make_shown(in_county(city, "明德区"))
    studio.contact_name, studio.contact_phone = "联系人甲", "13800005678"
    studio.save()
    make_method(studio)
    text = page(client, f"/studios/{studio.number}/")
    shown = [
        "焊接变形控制法",
        "55.80",
        "东澜市总工会",
        "一摆",
        "小幅横摆",
        "李同意",
        "电焊工",
        "市劳动模范",
        studio.number,
    ]
    hidden = ["涉密成果", "自报成果", "王未同意", "赵徒弟", "联系人甲", "13800005678", "1975"]
    assert [word for word in shown if word not in text] == []
    assert [word for word in hidden if word in text] == []


def test_an_uncertified_benefit_is_no_figure(client, city):
    studio = make_shown(in_county(city, "明德区"))
    studio.results.get(title="焊接变形控制法").benefits.update(is_certified=False)
    assert "55.80" not in page(client, f"/studios/{studio.number}/")


def test_figures_of_an_old_ledger_are_shown_as_reported(client, city):
    studio = make_shown(in_county(city, "明德区"))
    ReportedFigures.objects.create(studio=studio, members=23, reported_at=clock.now())
    text = page(client, f"/en/studios/{studio.number}/")
    assert "Reported by the studio" in text
    assert "not verified" in text


def test_a_revoked_studio_keeps_its_page_with_a_banner_and_without_results(client, city):
    studio = make_shown(in_county(city, "明德区"))
    studio.designations.update(
        state=DesignationState.REVOKED,
        revoked_by=make_decision(city, number="测工〔2026〕3号"),
        revoked_on="2026-03-01",
    )
    text = page(client, f"/en/studios/{studio.number}/")
    assert "The naming was revoked. The plaque no longer counts." in text
    assert "焊接变形控制法" not in text


def test_a_closed_studio_says_so(client, city):
    studio = make_shown(in_county(city, "明德区"))
    Studio.objects.filter(pk=studio.pk).update(state="closed")
    assert "The studio has ended its work." in page(client, f"/en/studios/{studio.number}/")


def test_the_number_is_read_in_any_case(client, city):
    studio = make_shown(in_county(city, "明德区"))
    assert client.get(f"/studios/{studio.number.lower()}/").status_code == 200


@pytest.mark.parametrize("number", ["LX-NO-00001", "长" * 500, "%E2%80%AE"])
def test_an_unknown_number_gets_a_page_that_helps_on(client, city, number):
    response = client.get(f"/en/studios/{number}/")
    assert response.status_code == 404
    assert "No studio with this number" in response.content.decode()


def test_a_studio_that_was_never_named_is_not_public(client, city):
    make_studio(in_county(city, "明德区"), number="LX-T-99999", state="active")
    assert client.get("/studios/LX-T-99999/").status_code == 404


def test_both_languages_have_their_address(client, city):
    studio = make_shown(in_county(city, "明德区"))
    text = page(client, f"/en/studios/{studio.number}/")
    assert '<html lang="en"' in text
    assert f'hreflang="zh-CN" href="http://testserver/studios/{studio.number}/"' in text
    assert f'<link rel="canonical" href="http://testserver/en/studios/{studio.number}/">' in text
    assert reverse("studio", args=[studio.number]) == f"/studios/{studio.number}/"


def test_an_unchanged_page_is_answered_with_304(client, city):
    make_shown(in_county(city, "明德区"))
    first = client.get("/studios/")
    assert client.get("/studios/", headers={"if-none-match": first.headers["ETag"]}).status_code == 304
