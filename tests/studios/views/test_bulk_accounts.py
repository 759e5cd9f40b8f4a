"""Many accounts at once: deactivated, reactivated, signed out by an administrator, each by its own action."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from tests.factories import make_account, make_appointment, make_county, make_officer, make_union
from tests.studios.views.test_bulk_acts import agree, choose, records, shown
from unions import clock
from unions.choices.people import Role
from unions.models import Account, Message, Union

pytestmark = pytest.mark.django_db
ELSEWHERE = "该账号还属于授权范围以外的工会，由上级工会的管理员管理。"


@pytest.fixture(autouse=True)
def plain_sign_in(settings):
    settings.TOTP_REQUIRED = {}


@pytest.fixture
def county() -> Union:
    return make_county(make_union("测试市总工会"), "测试县总工会")


@pytest.fixture
def unit(county) -> Union:
    return make_union("甲厂工会", parent=county)


@pytest.fixture
def administrator(county) -> Account:
    return make_officer(county, Role.ADMINISTRATOR, name="管理员", home=county)


@pytest.fixture
def people(unit) -> list[Account]:
    return [make_officer(unit, home=unit) for _number in range(3)]


@pytest.fixture
def shared(county, unit) -> Account:
    """Somebody with a second appointment beyond the administrator's reach."""
    found = make_account(name="两处任职", home=unit)
    make_appointment(found, county.parent)
    return found


def sign_in(account: Account) -> str:
    client = Client()
    client.force_login(account)
    client.get("/desk/")
    key = client.session.session_key
    UserSession.objects.get_or_create(
        user=account, session_key=key, defaults={"ip": "127.0.0.1", "last_seen_at": clock.now()}
    )
    return key


def sessions(*people: Account) -> int:
    return UserSession.objects.filter(user__in=people).count()


def active(*people: Account) -> list[bool]:
    return list(
        Account.objects.filter(pk__in=[p.pk for p in people]).order_by("pk").values_list("is_active", flat=True)
    )


def act(administrator: Account, key: str, *rows: Any):
    return agree(administrator, choose(administrator, "accounts", key, *rows), "accounts")


def test_accounts_are_deactivated_signed_out_and_recorded(administrator, people):
    sign_in(people[0])
    assert act(administrator, "deactivate", *people[:2]).status_code == 302
    assert (active(*people), sessions(*people)) == ([False, False, True], 0)
    assert records("account.deactivated", administrator) == 2
    assert records("account.sessions_ended", administrator) == 1
    assert not Message.objects.exists()


def test_whom_one_does_not_deactivate_is_left_out_with_the_reason(administrator, people, shared):
    resting = make_account(name="已停用", home=people[0].home, is_active=False)
    preview = choose(administrator, "accounts", "deactivate", people[0], administrator, shared, resting)
    assert shown(preview) == (
        [people[0].pk],
        {
            "管理员": "这是您本人的账号，须由其他管理员操作。",
            "两处任职": ELSEWHERE,
            "已停用": "该账号已停用。",
        },
    )


def test_accounts_are_reactivated_and_told(administrator, people, shared):
    Account.objects.filter(pk__in=[p.pk for p in (*people[:2], shared)]).update(is_active=False)
    preview = choose(administrator, "accounts", "reactivate", *people, shared)
    taking_part, left_out = shown(preview)
    assert (taking_part, left_out) == (
        sorted(p.pk for p in people[:2]),
        {people[2].name: "该账号使用正常，未停用。", "两处任职": ELSEWHERE},
    )
    assert agree(administrator, preview, "accounts").status_code == 302
    assert active(*people, shared) == [True, True, True, False]
    assert records("account.reactivated", administrator) == 2
    assert set(Message.objects.values_list("account", flat=True)) == {p.pk for p in people[:2]}


def test_sessions_end_for_those_who_have_some(administrator, people, shared):
    for somebody in (people[0], people[0], people[1], shared):
        sign_in(somebody)
    preview = choose(administrator, "accounts", "sign_out", *people, administrator, shared)
    taking_part, left_out = shown(preview)
    assert taking_part == sorted(p.pk for p in people[:2])
    assert left_out == {
        people[2].name: "该账号没有登录中的会话。",
        "管理员": "这是您本人的账号，到账号页面结束会话。",
        "两处任职": ELSEWHERE,
    }
    assert agree(administrator, preview, "accounts").status_code == 302
    assert (sessions(*people), sessions(shared)) == (0, 1)
    assert records("account.sessions_ended", administrator) == 2
    assert active(*people) == [True] * 3


def test_an_appointment_that_came_meanwhile_stops_all(administrator, county, people):
    preview = choose(administrator, "accounts", "deactivate", *people)
    make_appointment(people[1], county.parent, Role.CHAIR)
    answer = agree(administrator, preview, "accounts")
    assert (answer.status_code, list(answer.context["changed"])) == (409, [people[1].name])
    assert (active(*people), records("account.deactivated", administrator)) == ([True] * 3, 0)


def test_a_sign_in_meanwhile_changes_nothing_that_was_shown(administrator, people):
    preview = choose(administrator, "accounts", "deactivate", *people)
    Account.objects.update(last_login=clock.now())
    assert agree(administrator, preview, "accounts").status_code == 302
    assert active(*people) == [False] * 3


def test_accounts_beyond_reach_are_not_found_and_never_named(administrator, county):
    stranger = make_officer(county.parent, name="外人金丝雀")
    preview = choose(administrator, "accounts", "deactivate", stranger)
    assert shown(preview) == ([], {})
    assert "外人金丝雀" not in preview.content.decode()


def test_a_clerk_who_is_administrator_too_keeps_both_lists(county, people):
    both = make_officer(county, Role.CLERK, Role.ADMINISTRATOR)
    assert shown(choose(both, "accounts", "deactivate", people[0]))[0] == [people[0].pk]
    assert choose(both, "studios", "export").status_code == 302
