"""One-day codes: stored hashed, a day long, only for accounts that do nothing but review here."""

from datetime import timedelta

import pytest

from studios.actions.panels import give_account, leave_panel
from studios.actions.seat_codes import make_code, use_code
from studios.values.seat_codes import LENGTH, SIGNS, shown_code, typed_code
from tests.city import City
from tests.factories import make_account, make_appointment, make_union
from tests.panel import make_expert, make_seat
from tests.review import make_review_city
from unions import clock
from unions.errors import Forbidden, Refusal
from unions.models import AuditEvent, Message


@pytest.fixture
def city(db) -> City:
    return make_review_city("panel")


def test_a_code_is_ten_signs_and_kept_as_a_hash_alone(city: City) -> None:
    seat = make_seat(city.call)
    code = make_code(seat, by=city.city_clerk)
    seat.refresh_from_db()
    assert (len(code), set(code) <= set(SIGNS)) == (LENGTH, True)
    assert code not in seat.code_hash
    assert seat.code_until == pytest.approx(clock.now() + timedelta(hours=24), abs=timedelta(minutes=1))
    assert use_code(code) == seat
    assert AuditEvent.objects.filter(verb__in=["seat.code_made", "seat.code_used"]).count() == 2
    assert not AuditEvent.objects.filter(details__icontains=code).exists()
    assert Message.objects.filter(account=seat.expert.account).count() == 1


@pytest.mark.parametrize("change", [str.lower, shown_code, lambda c: f" {c[:3]}-{c[3:]} "])
def test_a_code_may_be_typed_in_many_ways(city: City, change) -> None:
    seat = make_seat(city.call)
    assert use_code(change(make_code(seat, by=city.city_clerk))) == seat


def test_full_width_signs_are_read() -> None:
    assert typed_code("Ａ２ b-３") == "A2B3"


def test_a_code_ends_after_a_day_with_a_new_one_and_with_the_seat(city: City) -> None:
    seat = make_seat(city.call)
    first = make_code(seat, by=city.city_clerk)
    second = make_code(seat, by=city.city_clerk)
    assert (use_code(first), use_code(second)) == (None, seat)
    with clock.at(clock.now() + timedelta(hours=24, minutes=1)):
        assert use_code(second) is None
    leave_panel(seat, by=city.city_clerk, reason="病")
    assert use_code(second) is None
    for nothing in ("", " ", "x" * 1000, "\x00"):
        assert use_code(nothing) is None


def test_an_expert_without_account_gets_one_on_the_way(city: City) -> None:
    seat = make_seat(city.call, make_expert(city.city, "苏明", signs_in=False))
    found = use_code(make_code(seat, by=city.city_clerk))
    assert found is not None
    assert found.expert.account.name == "苏明"


def test_a_code_never_opens_an_account_with_other_work(city: City) -> None:
    officer, staff, shared = make_account(), make_account(is_staff=True), make_account()
    make_appointment(officer, city.county)
    elsewhere = make_review_city("panel")
    make_seat(elsewhere.call, make_expert(elsewhere.city, account=shared))
    for account in (officer, staff, shared):
        seat = make_seat(city.call, make_expert(city.city, account=account))
        with pytest.raises(Refusal):
            make_code(seat, by=city.city_clerk)


def test_an_appointment_made_later_ends_the_code(city: City) -> None:
    seat = make_seat(city.call)
    code = make_code(seat, by=city.city_clerk)
    make_appointment(seat.expert.account, make_union())
    assert use_code(code) is None


def test_only_the_naming_union_makes_codes(city: City) -> None:
    with pytest.raises(Forbidden):
        make_code(make_seat(city.call), by=city.county_chair)


def test_a_new_password_is_given_for_the_pools_own_accounts_alone(city: City) -> None:
    expert = make_expert(city.city)
    slip = give_account(expert, by=city.city_clerk)
    assert slip.account == expert.account
    assert slip.account.check_password(slip.password)
    make_expert(city.county, account=expert.account)
    with pytest.raises(Refusal):
        give_account(expert, by=city.city_clerk)
