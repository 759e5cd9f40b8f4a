from datetime import timedelta
from importlib import import_module

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from tests import factories
from tests.factories import make_account, make_county, make_officer, make_union
from unions import clock
from unions.actions.appointments import confirm_appointment, drop_appointment, end_appointment, make_appointment
from unions.actions.unions import merge_unions
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal
from unions.models import Account, Appointment, AuditEvent, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make_union("东澜市总工会", code="DL")


@pytest.fixture
def administrator(city):
    return make_officer(city, Role.ADMINISTRATOR)


@pytest.fixture
def account(city):
    return make_account("zhangwei", home=make_union(parent=city), language="en")


def sign_in(account):
    """A session as signing in leaves it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.create()
    UserSession.objects.create(user=account, session_key=store.session_key, ip="127.0.0.1", user_agent="x")


def make(account, union, by, **facts):
    facts = {"role": Role.CLERK, "starts_on": clock.today()} | facts
    return make_appointment(account, by=by, union=union, **facts)


def refused_field(act, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    assert str(caught.value.message)
    return caught.value.field


def events():
    return list(AuditEvent.objects.order_by("position").values_list("verb", flat=True))


def days(count):
    return clock.today() + timedelta(days=count)


def test_an_appointment_gives_scope_ends_sessions_and_tells_the_account(city, administrator, account):
    sign_in(account)
    make(account, city, administrator)
    fresh = Account.objects.get(pk=account.pk)
    assert fresh.scope.holds(city, Role.CLERK)
    assert (UserSession.objects.count(), Session.objects.count()) == (0, 0)
    assert events() == [Verb.ACCOUNT_SESSIONS_ENDED, Verb.APPOINTMENT_MADE]
    text = f"You have the role of Clerk at 东澜市总工会 from {clock.today()}."
    assert [(m.account, m.text) for m in Message.objects.all()] == [(account, text)]


def test_sessions_of_others_go_on(city, administrator, account):
    other = make_account()
    sign_in(other)
    make(account, city, administrator)
    assert UserSession.objects.get().user == other


def test_an_appointment_to_come_gives_nothing_before_its_day(city, administrator, account):
    make(account, city, administrator, starts_on=days(1))
    assert Account.objects.get(pk=account.pk).scope.grants == ()


def test_an_appointment_is_in_force_on_its_last_day_and_not_after(city, account):
    row = factories.make_appointment(account, city, ends_on=days(0))
    assert list(Appointment.objects.in_force(clock.today())) == [row]
    assert list(Appointment.objects.in_force(days(1))) == []


@pytest.mark.parametrize(("starts", "ends"), [(0, None), (5, 9), (-400, None)])
def test_the_same_role_twice_at_the_same_time_is_refused(city, administrator, account, starts, ends):
    make(account, city, administrator)
    with pytest.raises(Refusal):
        make(account, city, administrator, starts_on=days(starts), ends_on=ends and days(ends))
    assert Appointment.objects.filter(account=account).count() == 1


def test_the_same_role_after_the_first_has_ended_is_another_appointment(city, administrator, account):
    make(account, city, administrator, ends_on=days(5))
    make(account, city, administrator, starts_on=days(6))
    assert Appointment.objects.filter(account=account).count() == 2


def test_clerk_and_chair_at_one_union_go_together(city, administrator, account):
    make(account, city, administrator)
    make(account, city, administrator, role=Role.CHAIR)
    assert Account.objects.get(pk=account.pk).scope.roles == {Role.CLERK, Role.CHAIR}


@pytest.mark.parametrize(("starts", "ends"), [(3, 2), (-9, -1)])
def test_days_that_make_no_sense_are_refused_at_the_last_day(city, administrator, account, starts, ends):
    assert refused_field(make, account, city, administrator, starts_on=days(starts), ends_on=days(ends)) == "ends_on"


def test_nobody_is_appointed_who_may_not_sign_in_nor_at_a_closed_union(city, administrator, account):
    closed = make_union(parent=city, state="closed")
    assert refused_field(make, account, closed, administrator) == "union"
    account.is_active = False
    account.save()
    assert refused_field(make, account, city, administrator) is None


def test_nobody_appoints_beyond_reach_nor_himself(city, account):
    one, other = make_county(city), make_county(city)
    by = make_officer(one, Role.ADMINISTRATOR, Role.CHAIR)
    for union in (other, city):
        with pytest.raises(Forbidden):
            make(account, union, by)
    with pytest.raises(Forbidden):
        make(by, one, by)
    with pytest.raises(Forbidden):
        make(account, one, make_officer(city, Role.CHAIR))


def test_a_deputy_stands_in_for_somebody_who_has_the_role(city, administrator, account):
    chair = make_officer(city, Role.CHAIR)
    made = make(account, city, administrator, role=Role.CHAIR, ends_on=days(30), deputy_for=chair)
    assert made.deputy_for == chair


def test_a_deputy_for_nobody_or_oneself_is_refused(city, administrator, account):
    stranger = make_officer(city, Role.CLERK)
    for other in (stranger, account):
        assert refused_field(make, account, city, administrator, role=Role.CHAIR, deputy_for=other) == "deputy_for"


def test_an_ended_appointment_gives_nothing_from_that_instant(city, administrator, account):
    row = make(account, city, administrator)
    sign_in(account)
    end_appointment(row, by=administrator)
    assert Account.objects.get(pk=account.pk).scope.grants == ()
    assert list(Account.objects.holding(city, Role.CLERK)) == []
    assert UserSession.objects.count() == 0
    assert events()[-1] == Verb.APPOINTMENT_ENDED
    assert Message.objects.filter(account=account).count() == 2


def test_ending_twice_changes_nothing(city, administrator, account):
    row = make(account, city, administrator)
    end_appointment(row, by=administrator)
    end_appointment(row, by=administrator)
    assert events().count(Verb.APPOINTMENT_ENDED) == 1


def test_the_same_role_may_be_given_again_on_the_day_it_was_ended(city, administrator, account):
    end_appointment(make(account, city, administrator), by=administrator)
    make(account, city, administrator)
    assert Account.objects.get(pk=account.pk).scope.holds(city, Role.CLERK)


def test_a_last_day_to_come_lets_the_role_go_on_until_then(city, administrator, account):
    row = end_appointment(make(account, city, administrator), by=administrator, ends_on=days(3))
    assert (row.ends_on, row.ended_at) == (days(3), None)
    assert Account.objects.get(pk=account.pk).scope.holds(city, Role.CLERK)
    assert refused_field(end_appointment, row, by=administrator, ends_on=days(-1)) == "ends_on"


def test_nobody_ends_beyond_reach_nor_the_own_appointment(city, administrator):
    county = make_county(city)
    by = make_officer(county, Role.ADMINISTRATOR)
    for row in (administrator.appointments.get(), by.appointments.get()):
        with pytest.raises(Forbidden):
            end_appointment(row, by=by)


@pytest.fixture
def awaiting(city, administrator, account):
    old, into = make_county(city, "旧区"), make_county(city, "新区")
    make(account, old, administrator, role=Role.CHAIR, ends_on=days(90))
    merge_unions(old, by=administrator, into=into)
    return Appointment.objects.awaiting().get()


def test_a_confirmed_appointment_goes_on_at_the_survivor_until_its_last_day(awaiting, administrator, account):
    into = awaiting.awaits
    made = confirm_appointment(awaiting, by=administrator)
    assert (made.union, made.role, made.ends_on, made.starts_on) == (into, Role.CHAIR, days(90), days(0))
    assert not Appointment.objects.awaiting().exists()
    assert Verb.APPOINTMENT_CONFIRMED in events()
    assert Account.objects.get(pk=account.pk).scope.holds(into, Role.CHAIR)


def test_a_dropped_appointment_stays_ended(awaiting, administrator, account):
    drop_appointment(awaiting, by=administrator)
    assert not Appointment.objects.awaiting().exists()
    assert Account.objects.get(pk=account.pk).scope.grants == ()
    assert events()[-1] == Verb.APPOINTMENT_DROPPED


def test_an_appointment_is_confirmed_once_and_within_reach(awaiting, administrator, city):
    with pytest.raises(Forbidden):
        confirm_appointment(awaiting, by=make_officer(make_county(city), Role.ADMINISTRATOR))
    confirm_appointment(awaiting, by=administrator)
    with pytest.raises(Refusal):
        confirm_appointment(awaiting, by=administrator)
    with pytest.raises(Refusal):
        drop_appointment(awaiting, by=administrator)


def test_what_waits_follows_when_the_survivor_merges_again(awaiting, administrator, city):
    third = make_county(city, "第三区")
    merge_unions(awaiting.awaits, by=administrator, into=third)
    awaiting.refresh_from_db()
    assert awaiting.awaits == third
