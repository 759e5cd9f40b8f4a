"""Saved views: one's own, a union's, everyone's; one opens the list; nobody sees more rows by them."""

import pytest
from django.test import Client

from tests.factories import make_county, make_named_studio, make_officer, make_union
from unions.choices.people import Role
from unions.models import AuditEvent, Preference, SavedView

pytestmark = pytest.mark.django_db
PAGE = "/desk/lists/studios/views/"


@pytest.fixture(autouse=True)
def plain_sign_in(settings):
    settings.TOTP_REQUIRED = {}


@pytest.fixture
def city():
    root = make_union("测试市总工会")
    county = make_county(root, "一区总工会")
    for name in ("甲厂工会", "乙厂工会"):
        unit = make_union(name, parent=county)
        make_named_studio(unit, f"{name[:2]}工作室", county=name[0])
    return root, county


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def keep(client: Client, name="甲", reach="mine", query="county=甲&sort=name&page=3&view=9", **more):
    return client.post(PAGE, {"name": name, "reach": reach, "query": query, "next": "/desk/studios/?q=x", **more})


def shown(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/desk/studios/{query}").content.decode()
    return [name for name in ("甲厂工作室", "乙厂工作室") if name in page]


def test_a_view_keeps_filter_and_order_and_leads_back_to_the_list(city):
    clerk = make_officer(city[0])
    client = signed_in(clerk)
    answer = keep(client)
    view = SavedView.objects.get()
    assert answer.url == f"/desk/studios/?view={view.pk}"
    assert (view.value, view.account, view.union) == ({"query": "county=%E7%94%B2&sort=name"}, clerk, None)
    assert (shown(client, f"?view={view.pk}"), shown(client)) == (["甲厂工作室"], ["甲厂工作室", "乙厂工作室"])
    assert not AuditEvent.objects.filter(verb="view.saved").exists()


def test_a_view_keeps_columns_and_page_size_too(city):
    clerk = make_officer(city[0])
    client = signed_in(clerk)
    client.post("/desk/lists/studios/columns/", {"columns": ["name", "county"], "size": "50", "next": "/desk/studios/"})
    keep(client)
    client.post("/desk/lists/studios/columns/", {"columns": ["name"], "size": "25", "next": "/desk/studios/"})
    seen = client.get(f"/desk/studios/?view={SavedView.objects.get().pk}").context["listing"]
    assert (seen.size, [column.key for column in seen.shown]) == (50, ["name", "county"])


def test_the_default_opens_the_list_until_something_else_is_asked(city):
    client = signed_in(make_officer(city[0]))
    keep(client, is_default="on")
    assert shown(client) == ["甲厂工作室"]
    assert shown(client, "?sort=-name") == ["甲厂工作室"]
    assert shown(client, "?view=0") == ["甲厂工作室", "乙厂工作室"]
    assert shown(client, "?county=乙") == ["乙厂工作室"]
    view = SavedView.objects.get()
    client.post(f"{PAGE}{view.pk}/default/", {"next": "/desk/studios/"})
    assert shown(client) == ["甲厂工作室", "乙厂工作室"]


def test_one_default_a_person_and_list_and_columns_survive_it(city):
    clerk = make_officer(city[0])
    client = signed_in(clerk)
    client.post("/desk/lists/studios/columns/", {"columns": ["name"], "size": "50", "next": "/desk/studios/"})
    for name in ("一", "二"):
        keep(client, name, is_default="on")
    last = SavedView.objects.get(name="二")
    assert Preference.objects.get(account=clerk, key="studios").value == {
        "columns": ["name"],
        "size": 50,
        "view": last.pk,
    }


def test_a_view_of_ones_own_of_the_same_name_is_replaced(city):
    client = signed_in(make_officer(city[0]))
    keep(client)
    keep(client, query="county=乙")
    assert SavedView.objects.get().value["query"] == "county=%E4%B9%99"


def test_a_unions_view_is_found_by_its_people_alone_and_is_on_record(city):
    root, county = city
    keep(signed_in(make_officer(county, Role.CHAIR)), reach=f"union-{county.pk}")
    view = SavedView.objects.get()
    colleague, above = make_officer(county, Role.AUDITOR), make_officer(root)
    assert [v.pk for v in signed_in(colleague).get("/desk/studios/").context["listing"].chosen.views] == [view.pk]
    assert signed_in(above).get("/desk/studios/").context["listing"].chosen.views == []
    assert AuditEvent.objects.get(verb="view.saved").details == {"sheet": "studios", "for": "union"}


def test_everyones_views_are_kept_by_the_root_and_show_each_the_own_scope(city):
    root, county = city
    keep(signed_in(make_officer(root)), reach="all", query="sort=name")
    view = SavedView.objects.get()
    unit = county.children.get(name="甲厂工会")
    assert shown(signed_in(make_officer(unit)), f"?view={view.pk}") == ["甲厂工作室"]
    refused = keep(signed_in(make_officer(county)), reach="all")
    assert (refused.status_code, SavedView.objects.count()) == (200, 1)


def test_nobody_finds_or_deletes_anothers_view(city):
    root, county = city
    keep(signed_in(make_officer(root)))
    view = SavedView.objects.get()
    other = signed_in(make_officer(county))
    assert other.post(f"{PAGE}{view.pk}/delete/", {"next": "/desk/studios/"}).status_code == 404
    assert shown(other, f"?view={view.pk}") == ["甲厂工作室", "乙厂工作室"]


def test_a_shared_view_is_deleted_by_those_who_keep_such_views_not_by_an_auditor(city):
    _root, county = city
    keep(signed_in(make_officer(county)), reach=f"union-{county.pk}")
    view = SavedView.objects.get()
    auditor, clerk = make_officer(county, Role.AUDITOR), make_officer(county)
    assert signed_in(auditor).post(f"{PAGE}{view.pk}/delete/", {"next": "/"}).status_code == 403
    assert signed_in(clerk).post(f"{PAGE}{view.pk}/delete/", {"next": "/"}).status_code == 302
    assert not SavedView.objects.exists()
    assert AuditEvent.objects.filter(verb="view.deleted").count() == 1


def test_a_name_is_asked_for_and_the_list_is_not_lost(city):
    answer = keep(signed_in(make_officer(city[0])), name="")
    assert (answer.status_code, SavedView.objects.count()) == (200, 0)
    assert 'value="county=甲' in answer.content.decode()


def test_views_cost_the_list_no_statement(city, django_assert_num_queries):
    client = signed_in(make_officer(city[0]))
    client.get("/desk/studios/")
    with django_assert_num_queries(10):
        client.get("/desk/studios/")
    for name in "一二三":
        keep(client, name)
    client.get("/desk/studios/")
    with django_assert_num_queries(10):
        client.get("/desk/studios/")


@pytest.mark.parametrize("view", ["x", "-1", "99999999999", "", "%00"])
def test_an_odd_view_is_the_whole_list(city, view):
    assert shown(signed_in(make_officer(city[0])), f"?view={view}") == ["甲厂工作室", "乙厂工作室"]
