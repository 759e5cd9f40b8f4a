import pytest
from django.test import RequestFactory

from tests.factories import make_account, make_officer, make_union
from unions import clock
from unions.choices.people import Role
from unions.models import Message
from unions.ui import navigation
from unions.ui.context import shell
from unions.ui.navigation import Item, groups, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(monkeypatch):
    monkeypatch.setattr(navigation, "_items", [])
    register(
        [
            Item("Sessions", "usersessions_list", "clock"),
            Item("Second step", "mfa_index", "lock", (Role.CHAIR,), "Safety", lambda _request: 3),
            Item("Password", "account_change_password", "lock", (Role.CHAIR, Role.CLERK), "Safety"),
            Item("Not built", "page_that_does_not_exist", "x"),
            Item("Dictionaries", "admin:index", "list", group="Records", is_for_staff=True),
        ]
    )


def asked(account, path="/desk/"):
    request = RequestFactory().get(path)
    request.user = account
    return request


def shown(account, path="/desk/"):
    return {g["label"]: [i["label"] for i in g["items"]] for g in groups(asked(account, path))}


def test_items_are_shown_by_role_and_only_where_the_page_exists(items):
    city = make_union()
    assert shown(make_account()) == {"": ["Sessions"]}
    assert shown(make_officer(city, Role.CLERK)) == {"": ["Sessions"], "Safety": ["Password"]}
    assert shown(make_officer(city, Role.CHAIR)) == {"": ["Sessions"], "Safety": ["Second step", "Password"]}
    assert shown(make_account(is_staff=True)) == {"": ["Sessions"], "Records": ["Dictionaries"]}


def test_the_page_and_those_below_it_are_current(items):
    chair = make_officer(make_union(), Role.CHAIR)
    drawn = [i for g in groups(asked(chair, "/desk/second-step/add/")) for i in g["items"]]
    assert [i["label"] for i in drawn if i["current"]] == ["Second step"]
    assert [i["count"] for i in drawn] == [None, 3, None]


def test_registering_twice_adds_nothing(items):
    register([Item("Sessions", "usersessions_list", "clock")])
    assert shown(make_account()) == {"": ["Sessions"]}


def test_the_shell_asks_nothing_of_public_pages_and_is_lazy_at_the_desk(django_assert_num_queries):
    account = make_officer(make_union(name="东瓯市总工会"), Role.CHAIR)
    account.__dict__.pop("scope", None)
    Message.objects.create(account=account, text="一", sent_at=clock.now())
    Message.objects.create(account=account, text="二", sent_at=clock.now(), read_at=clock.now())
    with django_assert_num_queries(0):
        assert shell(asked(account, "/studios/")) == {}
        context = shell(asked(account))
    with django_assert_num_queries(1):
        assert context["unread_count"] == 1
    with django_assert_num_queries(2):
        assert bool(context["navigation"])
        assert str(context["union_label"]) == "东瓯市总工会"
        assert bool(context["role_label"])
