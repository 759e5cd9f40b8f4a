import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password

from tests.factories import make_account, make_appointment, make_county, make_officer, make_union
from unions import clock
from unions.actions.accounts import (
    Post,
    create_account,
    deactivate_account,
    edit_account,
    end_account_sessions,
    reactivate_account,
    reset_password,
)
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal
from unions.models import Account, AuditEvent, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make_union("东澜市总工会", code="DL")


@pytest.fixture
def county(city):
    return make_county(city)


@pytest.fixture
def administrator(county):
    return make_officer(county, Role.ADMINISTRATOR)


@pytest.fixture
def account(county):
    return make_account("zhangwei", name="张伟", mobile="13800138000", home=make_union(parent=county))


def events():
    return list(AuditEvent.objects.order_by("position").values_list("verb", flat=True))


def edit(account, by, **facts):
    kept = {"name": account.name, "mobile": account.mobile or "", "home": account.home}
    return edit_account(account, by=by, **kept | facts)


def refused_field(act, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    assert str(caught.value.message)
    return caught.value.field


def test_a_new_account_has_a_one_time_password_and_its_appointments(county, administrator):
    unit = make_union(parent=county)
    post = Post(union=unit, role=Role.CLERK, starts_on=clock.today())
    slip = create_account(by=administrator, name="张伟", mobile="13800138000", home=unit, posts=[post])
    account = Account.objects.get(username="zhangwei")
    assert account.check_password(slip.password)
    assert (account.must_change_password, account.home, account.mobile) == (True, unit, "13800138000")
    assert [a.union for a in slip.appointments] == [unit]
    assert events() == [Verb.ACCOUNT_CREATED, Verb.APPOINTMENT_MADE]
    validate_password(slip.password, account)


def test_the_record_holds_neither_name_nor_mobile_nor_password(county, administrator):
    slip = create_account(by=administrator, name="张伟", mobile="13800138000", home=county)
    rows = str(list(AuditEvent.objects.values()))
    assert not any(text in rows for text in ("张伟", "13800138000", slip.password))


def test_one_time_passwords_differ_and_are_long_enough(county, administrator):
    slips = [create_account(by=administrator, name="张伟", home=county) for _number in range(20)]
    assert len({s.password for s in slips}) == 20
    assert {len(s.password) for s in slips} == {14}
    assert sorted(s.account.username for s in slips)[:3] == ["zhangwei", "zhangwei10", "zhangwei11"]


@pytest.mark.parametrize(
    ("facts", "field"), [({"username": "zhangwei"}, "username"), ({"mobile": "13800138000"}, "mobile")]
)
def test_a_username_or_mobile_that_is_taken_is_refused_at_its_field(county, administrator, account, facts, field):
    assert refused_field(create_account, by=administrator, name="李娜", home=county, **facts) == field
    assert Account.objects.filter(name="李娜").count() == 0


def test_an_account_without_home_and_appointment_is_refused(administrator):
    assert refused_field(create_account, by=administrator, name="李娜") == "home"


def test_accounts_are_created_within_reach_only(city, administrator):
    for facts in ({"home": city}, {"posts": [Post(union=city, role=Role.CLERK, starts_on=clock.today())]}):
        with pytest.raises(Forbidden):
            create_account(by=administrator, name="李娜", **facts)
    assert Account.objects.filter(name="李娜").count() == 0


def test_an_edited_account_is_recorded_by_field(administrator, account):
    edit(account, administrator, name="张炜", mobile="13900139000")
    account.refresh_from_db()
    assert (account.name, account.mobile) == ("张炜", "13900139000")
    assert AuditEvent.objects.get().details == {"fields": ["mobile", "name"]}


def test_the_same_facts_again_are_not_recorded(administrator, account):
    edit(account, administrator)
    assert events() == []


def test_a_taken_mobile_and_a_home_beyond_reach_are_refused(city, administrator, account):
    make_account(mobile="13900139000")
    assert refused_field(edit, account, administrator, mobile="13900139000") == "mobile"
    with pytest.raises(Forbidden):
        edit(account, administrator, home=make_county(city))


@pytest.mark.parametrize("act", [reset_password, deactivate_account, reactivate_account, end_account_sessions, edit])
def test_an_account_with_an_appointment_above_is_not_touched(city, administrator, account, act):
    make_appointment(account, city, Role.CLERK)
    with pytest.raises(Forbidden):
        act(account, administrator) if act is edit else act(account, by=administrator)
    assert events() == []


@pytest.mark.parametrize("act", [reset_password, deactivate_account])
def test_nobody_resets_or_deactivates_the_own_account(administrator, act):
    with pytest.raises(Forbidden):
        act(administrator, by=administrator)


def test_staff_of_the_dictionaries_belong_to_the_root(city, administrator, account):
    account.is_staff = True
    account.save()
    with pytest.raises(Forbidden):
        reset_password(account, by=administrator)
    reset_password(account, by=make_officer(city, Role.ADMINISTRATOR))


def test_a_reset_password_replaces_the_old_one_and_ends_sessions(administrator, account):
    UserSession.objects.create(user=account, session_key="k" * 32, ip="127.0.0.1", user_agent="x")
    slip = reset_password(account, by=administrator)
    account.refresh_from_db()
    assert account.check_password(slip.password)
    assert (account.must_change_password, UserSession.objects.count()) == (True, 0)
    assert events() == [Verb.ACCOUNT_SESSIONS_ENDED, Verb.ACCOUNT_PASSWORD_RESET]
    assert Message.objects.get().account == account


def test_a_deactivated_account_loses_sessions_and_scope_and_gets_them_back(county, administrator, account):
    make_appointment(account, county, Role.CLERK)
    UserSession.objects.create(user=account, session_key="k" * 32, ip="127.0.0.1", user_agent="x")
    deactivate_account(account, by=administrator)
    deactivate_account(account, by=administrator)
    assert Account.objects.get(pk=account.pk).scope.grants == ()
    assert UserSession.objects.count() == 0
    assert refused_field(reset_password, account, by=administrator) is None
    reactivate_account(account, by=administrator)
    assert Account.objects.get(pk=account.pk).scope.holds(county, Role.CLERK)
    assert events() == [Verb.ACCOUNT_SESSIONS_ENDED, Verb.ACCOUNT_DEACTIVATED, Verb.ACCOUNT_REACTIVATED]


def test_one_session_or_all_are_ended(administrator, account):
    rows = [
        UserSession.objects.create(user=account, session_key=letter * 32, ip="127.0.0.1", user_agent="x")
        for letter in "abc"
    ]
    assert end_account_sessions(account, by=administrator, only=rows[0].pk) == 1
    assert end_account_sessions(account, by=administrator) == 2
    assert end_account_sessions(account, by=administrator) == 0
    assert events() == [Verb.ACCOUNT_SESSIONS_ENDED, Verb.ACCOUNT_SESSIONS_ENDED]
