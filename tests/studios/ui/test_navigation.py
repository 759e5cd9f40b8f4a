"""The items of the navigation that hang on rows cost one query together."""

from typing import Any

import pytest
from django.test import RequestFactory

from studios.models import Adoption, SiteVisit, Visitor
from studios.ui.navigation import adoptions_waiting, goes_out, holds_seat, waiting
from tests.factories import make_account, make_named_studio, make_officer, make_result, make_union
from tests.panel import make_seat
from tests.review import make_review_city, qualified
from unions import clock
from unions.choices.people import Role
from unions.models import Account
from unions.values.counts import bounded

pytestmark = pytest.mark.django_db


def asked(account: Account) -> Any:
    request = RequestFactory().get("/desk/")
    request.user = Account.objects.get(pk=account.pk)
    return request


def items(account: Account) -> tuple[int, bool, bool]:
    request = asked(account)
    return waiting(request), holds_seat(request), goes_out(request)


def test_visits_are_offered_to_those_who_go_while_they_are_planned() -> None:
    city = make_review_city("visit")
    (case,) = qualified(city)
    expert = make_seat(city.call).expert.account
    visit = SiteVisit.objects.create(application=case, planned_at=clock.now())
    for account in (city.city_clerk, expert):
        Visitor.objects.create(visit=visit, account=account)
    assert items(expert) == (0, True, True)
    assert items(city.city_clerk)[2] is True
    assert items(city.city_chair)[2] is False
    SiteVisit.objects.update(state="cancelled")
    assert items(expert) == (0, True, False)
    assert items(city.city_clerk)[2] is False


def test_waiting_cases_are_counted_as_before() -> None:
    city = make_review_city("panel")
    assert items(city.unit_clerk) == (0, False, False)
    assert items(make_account()) == (0, False, False)


def test_all_items_cost_one_query(django_assert_num_queries: Any) -> None:
    city = make_review_city("panel")
    qualified(city)
    for account in (city.city_clerk, make_account()):
        request = asked(account)
        assert request.user.scope.grants is not None
        with django_assert_num_queries(1):
            waiting(request)
            holds_seat(request)
            goes_out(request)


def test_letters_are_counted_up_to_a_bound() -> None:
    result = make_result(make_named_studio(make_union()))
    account = make_officer(result.studio.union, Role.CHAIR)
    facts = {"studio": result.studio, "result": result, "received_at": clock.now()}
    for wanted, shown in ((99, "99"), (120, "99+")):
        known = Adoption.objects.count()
        Adoption.objects.bulk_create(
            Adoption(receipt=f"{n}", organisation=f"{n}厂", **facts) for n in range(known, wanted)
        )
        found = adoptions_waiting(asked(account))
        assert (found, bounded(found)) == (min(wanted, 100), shown)
