"""The pages of places: counters, setting, pasting, granting; where the counter shows."""

import pytest
from django.test import Client

from studios.actions.quotas import grant_places
from studios.models import Quota
from studios.values.quotas import parse_quota_lines
from tests.city import City, at_city, at_county, make_city
from tests.factories import make_county, make_kind, make_officer, make_union
from tests.review import another_unit
from unions.choices.people import Role
from unions.models import Account

pytestmark = pytest.mark.django_db
LIST_QUERIES = 11
PAGE_QUERIES = 8


@pytest.fixture
def city() -> City:
    return make_city()


def page(client: Client, account: Account, address: str):
    client.force_login(account)
    return client.get(address)


def allot(city: City, places: int, **extra) -> Quota:
    return Quota.objects.create(call=city.call, union=city.county, places=places, **extra)


def cells(answer) -> list[list[object]]:
    return [[cell.value for cell in row] for _quota, row in answer.context["listing"].rows]


def test_the_list_counts_places_granted_taken_and_left(client, city):
    quota = allot(city, 2, floor=1)
    grant_places(quota, by=city.city_chair, places=1, reason="重点")
    at_city(city)
    answer = page(client, city.city_clerk, f"/desk/calls/{city.call.pk}/quotas/")
    assert [row[2:] for row in cells(answer)] == [[2, 1, 1, 1, 2]]
    assert answer.context["totals"] == {"places": 2, "granted": 1, "taken": 1, "left": 2}


def test_a_recommender_sees_its_own_row_alone(client, city):
    allot(city, 2)
    other = make_county(city.city, "邻县总工会")
    Quota.objects.create(call=city.call, union=other, places=7)
    answer = page(client, city.county_clerk, f"/desk/calls/{city.call.pk}/quotas/")
    assert [row[0] for row in cells(answer)] == ["测试县总工会"]
    assert "邻县总工会" not in answer.content.decode()
    assert page(client, city.county_clerk, Quota.objects.get(union=other).get_absolute_url()).status_code == 404


def test_another_city_finds_nothing(client, city):
    stranger = make_officer(make_union("外市总工会"), Role.CHAIR)
    quota = allot(city, 2)
    for address in (f"/desk/calls/{city.call.pk}/quotas/", quota.get_absolute_url()):
        assert page(client, stranger, address).status_code == 404


def test_the_list_filters_by_what_is_left_and_exports(client, city):
    allot(city, 0)
    Quota.objects.create(call=city.call, union=make_county(city.city, "邻县总工会"), places=7)
    address = f"/desk/calls/{city.call.pk}/quotas/"
    answer = page(client, city.city_clerk, f"{address}?left=no")
    assert [row[0] for row in cells(answer)] == ["测试县总工会"]
    text = b"".join(client.get(f"{address}?export=csv&sort=-left").streaming_content).decode()
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == ["邻县总工会", "测试县总工会"]


@pytest.mark.parametrize("rows", [1, 6])
def test_the_list_asks_the_same_number_of_queries(client, city, rows, django_assert_num_queries):
    for n in range(rows):
        union = make_county(city.city, f"县{n}总工会")
        quota = Quota.objects.create(call=city.call, union=union, places=3)
        grant_places(quota, by=city.city_chair, places=1, reason="重点")
    client.force_login(city.city_clerk)
    client.get(f"/desk/calls/{city.call.pk}/quotas/")
    with django_assert_num_queries(LIST_QUERIES):
        client.get(f"/desk/calls/{city.call.pk}/quotas/")


@pytest.mark.parametrize("cases", [1, 4])
def test_the_page_of_a_quota_asks_the_same_number_of_queries(client, city, cases, django_assert_num_queries):
    quota = allot(city, 9)
    for _n in range(cases):
        at_city(another_unit(city))
        grant_places(quota, by=city.city_chair, places=1, reason="重点")
    client.force_login(city.city_chair)
    client.get(quota.get_absolute_url())
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(quota.get_absolute_url())


def test_places_are_set_for_all_unions_on_one_page(client, city):
    other = make_county(city.city, "邻县总工会")
    client.force_login(city.city_clerk)
    address = f"/desk/calls/{city.call.pk}/quotas/edit/"
    assert "邻县总工会" in client.get(address).content.decode()
    sent = {f"places_{city.county.pk}": "3", f"floor_{city.county.pk}": "1", f"places_{other.pk}": ""}
    assert client.post(address, sent)["Location"] == f"/desk/calls/{city.call.pk}/quotas/"
    assert list(Quota.objects.values_list("union", "places", "floor", "kind")) == [(city.county.pk, 3, 1, None)]


def test_places_are_set_for_one_kind(client, city):
    kind = make_kind("工匠创新工作室")
    client.force_login(city.city_clerk)
    client.post(f"/desk/calls/{city.call.pk}/quotas/edit/?kind={kind.pk}", {f"places_{city.county.pk}": "2"})
    assert Quota.objects.get().kind == kind


def test_a_refusal_lands_at_its_number_and_keeps_what_was_typed(client, city):
    allot(city, 2)
    client.force_login(city.city_clerk)
    answer = client.post(f"/desk/calls/{city.call.pk}/quotas/edit/", {f"places_{city.county.pk}": "5"})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [f"places_{city.county.pk}"]
    assert 'value="5"' in answer.content.decode()


def test_a_recommender_may_not_set_places(client, city):
    assert page(client, city.county_chair, f"/desk/calls/{city.call.pk}/quotas/edit/").status_code == 403


def test_lines_from_a_sheet_are_set_all_at_once(client, city):
    other = make_county(city.city, "邻县总工会")
    client.force_login(city.city_clerk)
    text = f"推荐单位\t名额\t保底\n测试县总工会\t３\t1\n{other.code}\t2\t\n合计\t5\t1\n"
    client.post(f"/desk/calls/{city.call.pk}/quotas/paste/", {"text": text})
    rows = Quota.objects.order_by("-places").values_list("union__name", "places", "floor")
    assert list(rows) == [("测试县总工会", 3, 1), ("邻县总工会", 2, None)]


def test_each_faulty_line_is_named_and_nothing_is_set(client, city):
    client.force_login(city.city_clerk)
    text = "测试县总工会\t3\n无此工会\t2\n测试县总工会\t4\n"
    answer = client.post(f"/desk/calls/{city.call.pk}/quotas/paste/", {"text": text})
    errors = answer.context["form"].errors["text"]
    assert ["2" in errors[0], "3" in errors[1], len(errors)] == [True, True, 2]
    assert "无此工会" in answer.content.decode()
    assert not Quota.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "一行", "甲\t二十", "甲\t-1", "甲\t99999", "\x00", "甲" * 30000])
def test_bad_lines_are_refused_kindly(client, city, text):
    client.force_login(city.city_clerk)
    answer = client.post(f"/desk/calls/{city.call.pk}/quotas/paste/", {"text": text})
    assert answer.status_code == 200
    assert answer.context["form"].errors["text"]


def test_lines_hold_kind_and_floor():
    found = parse_quota_lines("甲县\t3\t\t工匠创新工作室\n乙县，2，1")
    assert [(line.union, line.places, line.floor, line.kind) for line in found] == [
        ("甲县", 3, None, "工匠创新工作室"),
        ("乙县", 2, 1, ""),
    ]


def test_the_chair_grants_on_a_page_and_the_recommender_reads_why(client, city):
    quota = allot(city, 1)
    client.force_login(city.city_chair)
    answer = client.post(f"{quota.get_absolute_url()}grant/", {"places": "2", "reason": "重点产业"})
    assert answer["Location"] == quota.get_absolute_url()
    read = page(client, city.county_clerk, quota.get_absolute_url())
    assert "重点产业" in read.content.decode()
    assert (read.context["quota"].left, read.context["may_grant"]) == (3, False)


def test_a_grant_without_reason_is_refused_at_the_field(client, city):
    quota = allot(city, 1)
    client.force_login(city.city_chair)
    answer = client.post(f"{quota.get_absolute_url()}grant/", {"places": "0", "reason": ""})
    assert set(answer.context["form"].errors) == {"places", "reason"}
    client.force_login(city.county_chair)
    assert client.get(f"{quota.get_absolute_url()}grant/").status_code == 403


def counter(quota: Quota) -> str:
    return f'href="{quota.get_absolute_url()}"'


def test_the_counter_shows_at_the_recommender_on_case_and_call(client, city):
    quota = allot(city, 1)
    application = at_county(city)
    for address in (application.get_absolute_url(), f"/desk/calls/{city.call.pk}/"):
        assert counter(quota) in page(client, city.county_chair, address).content.decode()
        assert counter(quota) not in page(client, city.unit_chair, address).content.decode()


def test_a_refusal_over_the_quota_stands_on_the_form_with_what_was_typed(client, city):
    allot(city, 1)
    at_city(city)
    second = at_county(another_unit(city))
    client.force_login(city.county_chair)
    sent = {"text": "同意推荐第二件", "signer": "县主席", "signed_on": "2026-01-05", "revision": second.revision}
    answer = client.post(f"/desk/cases/{second.number}/forward/", sent)
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "同意推荐第二件" in words
    assert "测试市总工会" in str(answer.context["form"].non_field_errors())
