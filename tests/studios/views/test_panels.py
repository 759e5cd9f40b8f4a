"""Pages of the pool, the panel, assignments, the declaration and the code."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from studios.actions.recusals import find_recusals
from studios.choices.reviews import SeatState
from studios.models import Assignment, Expert, PanelSeat
from tests.city import City
from tests.factories import PASSWORD
from tests.panel import make_assignment, make_expert, make_seat, make_specialty
from tests.review import another_unit, make_review_city, qualified
from unions.models import Account

Counting = Callable[[int], AbstractContextManager[Any]]
NASTY = ("\x00", "\u202e", "𠮷" * 50, "<b>", "x" * 100_000)


@pytest.fixture
def city(db, settings) -> City:
    settings.TOTP_REQUIRED = {}
    cache.clear()
    return make_review_city("panel", experts_a_case=2)


def at(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def clerk(city: City) -> Client:
    return at(city.city_clerk)


def page(client: Client, name: str, *args: Any, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


# The pool.


def test_an_expert_is_added_with_the_slip_of_an_account(city: City, clerk: Client) -> None:
    special = make_specialty()
    sent = {"name": "苏明", "unit": "测试大学", "specialties": [special.pk], "is_active": "on", "wants_account": "on"}
    answer = clerk.post(reverse("expert_new"), sent)
    expert = Expert.objects.get()
    text = answer.content.decode()
    password = re.search(r'slip__password">([^<]+)<', text)
    assert password
    assert expert.account.check_password(password[1])
    assert (expert.union, list(expert.specialties.all())) == (city.city, [special])
    assert password[1] not in page(clerk, "expert", expert.pk)


def test_a_refused_expert_keeps_what_was_typed(city: City, clerk: Client) -> None:
    make_expert(city.city, "苏明")
    answer = clerk.post(reverse("expert_new"), {"name": "苏明", "unit": "测试大学"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "测试大学" in text
    assert Expert.objects.count() == 1


@pytest.mark.parametrize("nasty", NASTY)
def test_nasty_names_get_a_sentence(city: City, clerk: Client, nasty: str) -> None:
    answer = clerk.post(reverse("expert_new"), {"name": nasty, "unit": nasty})
    assert answer.status_code == 200
    assert not Expert.objects.exists()


def test_the_pool_is_filtered_by_specialty_and_exported(city: City, clerk: Client) -> None:
    make_expert(city.city, "装备专家", specialties=(make_specialty(),))
    make_expert(city.city, "医药专家", specialties=(make_specialty("health", "医药"),))
    shown = page(clerk, "experts", specialty="equipment")
    assert ("装备专家" in shown, "医药专家" in shown) == (True, False)
    answer = clerk.get(reverse("experts"), {"export": "csv"})
    assert "医药专家" in b"".join(answer.streaming_content).decode()


def test_another_citys_pool_is_not_found(city: City, clerk: Client) -> None:
    other = make_review_city("panel")
    expert = make_expert(other.city, "别处专家")
    assert "别处专家" not in page(clerk, "experts")
    for name in ("expert", "expert_account"):
        assert clerk.get(reverse(name, args=[expert.pk])).status_code == 404


def test_a_pool_below_is_read_but_not_written(city: City, clerk: Client) -> None:
    expert = make_expert(city.county, "县里专家")
    assert "县里专家" in page(clerk, "expert", expert.pk)
    assert clerk.post(reverse("expert", args=[expert.pk]), {"unit": "改"}).status_code == 403


def test_the_account_page_gives_a_new_password_once(city: City, clerk: Client) -> None:
    expert = make_expert(city.city, signs_in=False)
    assert "slip__password" not in page(clerk, "expert_account", expert.pk)
    answer = clerk.post(reverse("expert_account", args=[expert.pk]))
    assert b"slip__password" in answer.content


# The panel.


def test_one_or_many_are_invited_from_the_pool(city: City, clerk: Client) -> None:
    one, two = make_expert(city.city, "甲专家"), make_expert(city.city, "乙专家")
    make_expert(city.city, "丙专家", is_active=False)
    shown = page(clerk, "call_panel_invite", city.call.pk)
    assert [n in shown for n in ("甲专家", "乙专家", "丙专家")] == [True, True, False]
    sent = {"experts": [one.pk, two.pk], "capacity": "5"}
    clerk.post(reverse("call_panel_invite", args=[city.call.pk]), sent)
    assert list(PanelSeat.objects.values_list("number", "capacity", "state")) == [(1, 5, "invited"), (2, 5, "invited")]


def test_nobody_chosen_is_said(city: City, clerk: Client) -> None:
    make_expert(city.city)
    answer = clerk.post(reverse("call_panel_invite", args=[city.call.pk]), {})
    assert answer.status_code == 200
    assert "field__error" in answer.content.decode()
    assert not PanelSeat.objects.exists()


def test_groups_are_added_changed_and_taken_away(city: City, clerk: Client) -> None:
    clerk.post(reverse("call_panel_group_new", args=[city.call.pk]), {"name": "一组"})
    group = city.call.panel_groups.get()
    url = reverse("call_panel_group", args=[city.call.pk, group.pk])
    clerk.post(url, {"name": "装备组", "industry_groups": [make_specialty().pk]})
    assert "装备组" in page(clerk, "call_panel", city.call.pk)
    clerk.post(url, {"drop": "1"})
    assert not city.call.panel_groups.exists()


def test_the_seat_page_shows_recusals_and_doubts_and_takes_changes(city: City, clerk: Client) -> None:
    (case,) = qualified(city)
    seat = make_seat(city.call, make_expert(city.city, home=case.union))
    find_recusals(seat)
    assert case.number in page(clerk, "call_seat", city.call.pk, seat.pk)
    clerk.post(reverse("call_seat", args=[city.call.pk, seat.pk]), {"capacity": "3"})
    seat.refresh_from_db()
    assert seat.capacity == 3
    clerk.post(reverse("call_seat_remind", args=[city.call.pk, seat.pk]))
    seat.refresh_from_db()
    assert seat.reminded_at


def test_taking_an_expert_out_makes_cases_short(city: City, clerk: Client) -> None:
    (case,) = qualified(city)
    seats = [make_seat(city.call) for _ in range(3)]
    for seat in seats[:2]:
        make_assignment(seat, case)
    address = reverse("call_seat_leave", args=[city.call.pk, seats[0].pk])
    assert case.number not in page(clerk, "call_assignments", city.call.pk, short="1")
    assert clerk.post(address, {"reason": ""}).status_code == 200
    clerk.post(address, {"reason": "出差"})
    seats[0].refresh_from_db()
    assert seats[0].state == SeatState.LEFT
    assert case.number in page(clerk, "call_assignments", city.call.pk, short="1")
    plan = page(clerk, "call_assignments_deal", city.call.pk)
    sent = dict(re.findall(r'name="(seal|wanted)" value="([^"]+)"', plan))
    clerk.post(reverse("call_assignments_deal", args=[city.call.pk]), sent)
    assert set(Assignment.objects.values_list("seat", flat=True)) == {seats[1].pk, seats[2].pk}


def test_auditors_read_the_panel_and_others_find_nothing(city: City) -> None:
    seat = make_seat(city.call)
    for name, args in (("call_panel", []), ("call_seat", [seat.pk]), ("call_assignments", [])):
        assert at(city.county_clerk).get(reverse(name, args=[city.call.pk, *args])).status_code == 404


# The code and the declaration.


def test_a_code_is_shown_once_and_opens_the_declaration(city: City, clerk: Client) -> None:
    (case,) = qualified(city)
    expert = make_expert(city.city, "苏明", signs_in=False)
    seat = make_seat(city.call, expert, state="invited")
    address = reverse("call_seat_code", args=[city.call.pk, seat.pk])
    assert "data-code" not in page(clerk, "call_seat_code", city.call.pk, seat.pk)
    code = re.search(r"data-code>([^<]+)<", clerk.post(address).content.decode())
    assert code
    guest = Client()
    answer = guest.post(reverse("seat_enter"), {"code": code[1]}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("review_declare", args=[seat.pk])
    assert case.number in answer.content.decode()


def test_every_wrong_code_gets_the_same_answer(city: City, clerk: Client) -> None:
    used = make_seat(city.call)
    clerk.post(reverse("call_seat_code", args=[city.call.pk, used.pk]))
    PanelSeat.objects.update(code_until="2020-01-01T00:00:00+08:00")
    guest, said = Client(), set()
    for code in ("ABCDEFGHJK", "x", "𠮷", "2" * 60):
        answer = guest.post(reverse("seat_enter"), {"code": code})
        text = re.sub(r'value="[^"]*"', "", answer.content.decode())
        said.add((answer.status_code, re.sub(r"csrf\S+", "", text)))
    assert len(said) == 1
    assert "_auth_user_id" not in guest.session


def test_tries_are_counted(city: City) -> None:
    guest = Client()
    codes = [guest.post(reverse("seat_enter"), {"code": "ABCDEFGHJK"}).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]


@pytest.mark.parametrize("nasty", NASTY)
def test_nasty_codes_are_only_wrong(city: City, nasty: str) -> None:
    assert Client().post(reverse("seat_enter"), {"code": nasty}).status_code == 200


def test_experts_declare_once_and_see_names_unless_blind(city: City) -> None:
    case, mine = qualified(city, 2)
    seat = make_seat(city.call, make_expert(city.city, home=mine.union), state="invited")
    find_recusals(seat)
    expert = at(seat.expert.account)
    shown = page(expert, "review_declare", seat.pk)
    assert [text in shown for text in (case.studio.name, mine.studio.name, mine.number)] == [True, False, True]
    city.call.plan.is_blind = True
    city.call.plan.save()
    blind = page(expert, "review_declare", seat.pk)
    assert [text in blind for text in (case.studio.name, case.union.employer_name, case.number)] == [False, False, True]


def test_a_declaration_needs_pledge_and_notes(city: City) -> None:
    (case,) = qualified(city)
    seat = make_seat(city.call, state="invited")
    expert, address = at(seat.expert.account), reverse("review_declare", args=[seat.pk])
    for sent in ({}, {"pledge": "on", f"tick_{case.pk}": "on"}, {"pledge": "on", f"note_{case.pk}": "同学"}):
        assert "field__error" in expert.post(address, sent).content.decode()
    sent = {"pledge": "on", f"tick_{case.pk}": "on", f"note_{case.pk}": "同学"}
    assert expert.post(address, sent)["Location"] == reverse("review_queue", args=[seat.pk])
    assert seat.recusals.get().note == "同学"
    assert expert.get(address)["Location"] == reverse("review_queue", args=[seat.pk])


def test_a_foreign_seat_is_not_found(city: City) -> None:
    seat, other = make_seat(city.call, state="invited"), make_seat(city.call)
    for account in (other.expert.account, city.city_clerk, city.city_chair):
        for name in ("review_declare", "review_decline"):
            client = at(account)
            assert client.get(reverse(name, args=[seat.pk])).status_code == 404
            assert client.post(reverse(name, args=[seat.pk])).status_code == 404


def test_an_expert_declines(city: City) -> None:
    seat = make_seat(city.call, state="invited")
    expert = at(seat.expert.account)
    assert expert.post(reverse("review_decline", args=[seat.pk]))["Location"] == reverse("reviews")
    seat.refresh_from_db()
    assert seat.state == SeatState.DECLINED


def test_reviews_stand_in_the_navigation_of_those_who_hold_seats(city: City) -> None:
    seats = [make_seat(city.call, state="invited")]
    second = make_review_city("panel").call
    seats.append(make_seat(second, make_expert(second.union, account=seats[0].expert.account)))
    shown = page(at(seats[0].expert.account), "reviews")
    assert [seat.call.title in shown for seat in seats] == [True, True]
    link = f'href="{reverse("reviews")}"'
    assert link in shown
    from_outside = at(make_expert(city.city).account).get(reverse("reviews")).content.decode()
    assert link not in from_outside


def test_whoever_signs_in_to_review_lands_at_the_reviews(city: City) -> None:
    seat = make_seat(city.call, state="invited")
    guest = Client()
    answer = guest.post(
        reverse("account_login"), {"login": seat.expert.account.username, "password": PASSWORD}, follow=True
    )
    assert answer.redirect_chain[-1][0] == reverse("review_declare", args=[seat.pk])


# Assignments.


def test_experts_of_a_case_are_picked(city: City, clerk: Client) -> None:
    (case,) = qualified(city)
    seat, away = make_seat(city.call), make_seat(city.call, make_expert(city.city, "避嫌者", home=city.unit))
    find_recusals(away)
    address = reverse("call_assignment_case", args=[city.call.pk, case.number])
    clerk.post(address, {"seats": [seat.pk]})
    assert Assignment.objects.get().seat == seat
    refused = clerk.post(address, {"seats": [away.pk]})
    assert refused.status_code == 200
    assert Assignment.objects.get().seat == seat
    clerk.post(address, {})
    assert not Assignment.objects.exists()


def test_cases_of_an_expert_are_picked_and_hidden_ones_stay(city: City, clerk: Client) -> None:
    one, two = qualified(city, 2)
    seat = make_seat(city.call)
    make_assignment(seat, two)
    address = reverse("call_seat_cases", args=[city.call.pk, seat.pk])
    clerk.post(f"{address}?q={one.number}", {"cases": [one.pk]})
    assert set(Assignment.objects.values_list("application", flat=True)) == {one.pk, two.pk}
    clerk.post(address, {"cases": [two.pk]})
    assert set(Assignment.objects.values_list("application", flat=True)) == {two.pk}


def test_a_sheet_names_every_faulty_row_and_assigns_nothing(city: City, clerk: Client) -> None:
    case, mine = qualified(city, 2)
    make_seat(city.call, make_expert(city.city, "同名"))
    make_seat(city.call, make_expert(city.city, "同名"))
    make_seat(city.call, make_expert(city.city, "避嫌者", home=mine.union))
    make_seat(city.call, make_expert(city.city, "满员者"), capacity=1)
    rows = [
        "编号\t专家",
        f"{case.number}\t同名",
        "SQ-0\t1",
        f"{mine.number}\t避嫌者",
        f"{case.number}\t",
        f"{case.number}\t1\t多",
        f"{case.number}\t2",
        f"{case.number}\t2",
        f"{case.number}\t满员者",
        f"{mine.number}\t满员者",
    ]
    answer = clerk.post(reverse("call_assignments_sheet", args=[city.call.pk]), {"rows": "\n".join(rows), "apply": "1"})
    lines = [fault.line for fault in answer.context["sheet"].faults]
    assert lines == [2, 3, 4, 5, 6, 8, 10]
    assert not Assignment.objects.exists()


def test_a_right_sheet_is_assigned_pasted_or_as_a_file(city: City, clerk: Client) -> None:
    one, two = qualified(city, 2)
    seat = make_seat(city.call, make_expert(city.city, "苏明"))
    address = reverse("call_assignments_sheet", args=[city.call.pk])
    file = BytesIO(f"编号,专家\n{one.number},苏明\n{two.number},1\n".encode("gb18030"))
    file.name = "a.csv"
    checked = clerk.post(address, {"file": file})
    assert [len(checked.context["sheet"].pairs), Assignment.objects.count()] == [2, 0]
    assert one.number in checked.content.decode()
    rows = f"{one.number}，苏明\r\n{two.number}\t{seat.number}"
    clerk.post(address, {"rows": rows, "apply": "1"})
    assert Assignment.objects.filter(seat=seat, is_fixed=True).count() == 2


@pytest.mark.parametrize("nasty", [*NASTY, '"', ",,,,", "\t\t\t"])
def test_nasty_sheets_get_a_sentence(city: City, clerk: Client, nasty: str) -> None:
    address = reverse("call_assignments_sheet", args=[city.call.pk])
    assert clerk.post(address, {"rows": nasty, "apply": "1"}).status_code == 200


def test_dealing_shows_a_dry_run_with_gaps_and_applies_what_was_shown(city: City, clerk: Client) -> None:
    case, mine = qualified(city, 2)
    one = make_seat(city.call)
    make_seat(city.call, make_expert(city.city, home=mine.union))
    address = reverse("call_assignments_deal", args=[city.call.pk])
    answer = clerk.get(address)
    assert [(c, n) for c, n in answer.context["gaps"]] == [(mine, 1)]
    assert [load for _seat, load in answer.context["seats"]] == [2, 1]
    assert not Assignment.objects.exists()
    sent = {"wanted": "2", "seal": answer.context["apply"].initial["seal"]}
    make_seat(city.call)
    stale = clerk.post(address, sent)
    assert stale.context["is_stale"]
    assert not Assignment.objects.exists()
    sent["seal"] = stale.context["apply"].initial["seal"]
    assert clerk.post(address, sent).status_code == 302
    assert Assignment.objects.filter(application=case).count() == 2
    assert Assignment.objects.filter(application=mine).count() == 2
    assert Assignment.objects.filter(seat=one).exists()


@pytest.mark.parametrize("wanted", ["0", "x", "-1", "9" * 40, ""])
def test_odd_numbers_of_experts_get_a_sentence(city: City, clerk: Client, wanted: str) -> None:
    assert clerk.get(reverse("call_assignments_deal", args=[city.call.pk]), {"wanted": wanted}).status_code == 200


# The same number of statements, however many rows.


def test_pages_ask_the_same_number_of_questions(city: City, django_assert_num_queries: Counting) -> None:
    client = at(city.city_clerk)
    seat = make_seat(city.call, make_expert(city.city, specialties=(make_specialty(),)), state="invited")
    (case,) = qualified(city)
    make_assignment(seat, case)
    make_expert(city.city, specialties=(make_specialty(),))
    city.call.panel_groups.create(name="组", position=9).industry_groups.add(make_specialty())
    expert = at(seat.expert.account)
    asked = [
        (client, reverse("experts"), EXPERTS),
        (client, reverse("call_panel", args=[city.call.pk]), PANEL),
        (client, reverse("call_panel_invite", args=[city.call.pk]), INVITE),
        (client, reverse("call_assignments", args=[city.call.pk]), CASES),
        (client, reverse("call_assignment_case", args=[city.call.pk, case.number]), CASE),
        (client, reverse("call_seat", args=[city.call.pk, seat.pk]), SEAT),
        (client, reverse("call_seat_cases", args=[city.call.pk, seat.pk]), SEAT_CASES),
        (expert, reverse("review_declare", args=[seat.pk]), DECLARE),
    ]
    for who, address, count in asked:
        with django_assert_num_queries(count):
            who.get(address)
    grow(city, seat)
    for who, address, count in asked:
        with django_assert_num_queries(count):
            assert who.get(address).status_code == 200


def grow(city: City, seat: PanelSeat) -> None:
    """More of everything: experts in and out of the panel, groups, cases, assignments."""
    for _n in range(3):
        city.call.panel_groups.create(name=f"组{_n}", position=_n + 1)
        other = make_seat(city.call, make_expert(city.city, specialties=(make_specialty(),)))
        make_expert(city.city, specialties=(make_specialty(),))
        (case,) = qualified(another_unit(city))
        make_assignment(seat, case)
        make_assignment(other, case)


EXPERTS, PANEL, INVITE, CASES, CASE, SEAT, SEAT_CASES, DECLARE = 10, 15, 13, 13, 13, 22, 12, 9
