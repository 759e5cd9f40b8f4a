"""Letters of the public: the forms, the receipt, the lists and pages at the desk, and who reads the sender."""

import csv
from io import StringIO

import pytest
from django.core.cache import cache
from django.test import Client

from studios.actions.adoptions import settle_adoption
from studios.actions.cooperation import answer_request
from studios.actions.erasure import erase_person
from studios.choices.register import DesignationState, StudioState
from studios.models import Adoption, CooperationRequest, Studio
from studios.queries.letters import WorkingDays
from tests.factories import make_adoption, make_person, make_request
from tests.letters import CONTACT, MONDAY, PHONE, Post, asked, day, make_post, reported, typed
from tests.panel import make_expert
from tests.studios.views.public.rows import make_verified
from unions import clock
from unions.actions.calendar import seed_calendar
from unions.models import Account, AuditEvent, CalendarDay, Message
from unions.queries.history import event_model

pytestmark = pytest.mark.django_db
UNIT = ("unit_clerk", "unit_chair")
ABOVE = ("county_clerk", "county_chair", "city_clerk", "city_chair")
AUDITORS = ("unit_auditor", "county_auditor", "city_auditor")


@pytest.fixture
def post():
    seed_calendar()
    cache.clear()
    with clock.at(MONDAY):
        yield make_post()


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=account.pk))
    return client


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def adoption_form(post: Post) -> str:
    return f"/en/results/{post.result.pk}/adoption/"


def request_form(post: Post) -> str:
    return f"/en/studios/{post.studio.number}/request/"


# The public side


def test_a_unit_says_that_it_uses_a_result_and_gets_a_receipt(post: Post) -> None:
    sent = typed(county="海晏区", since_on_0="2025", since_on_1="3", effect="降本")
    answer = Client().post(adoption_form(post), sent)
    made = Adoption.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/en/letters/{made.receipt}/")
    assert (made.organisation, str(made.since_on), made.effect) == ("外地重工", "2025-03-01", "降本")
    assert Client().post(adoption_form(post), sent)["Location"] == answer["Location"]
    assert Adoption.objects.count() == 1


def test_a_request_about_a_result_reaches_the_studio(post: Post) -> None:
    text = page(Client(), f"{request_form(post)}?result={post.result.pk}&kind=lesson")
    assert "About the result “焊接变形控制法”" in text
    assert 'value="lesson" id="id_kind_0" checked' in text or "checked" in text.split('value="lesson"')[1][:60]
    answer = Client().post(request_form(post), typed(result=post.result.pk))
    made = CooperationRequest.objects.get()
    assert answer["Location"] == f"/en/letters/{made.receipt}/"
    assert (made.result, made.kind, str(made.due_on)) == (post.result, "advice", "2026-09-29")


@pytest.mark.parametrize("result", ["secret", "elsewhere", "abc", "9" * 30, ""])
def test_a_request_about_what_is_not_shown_is_taken_without_it(post: Post, result: str) -> None:
    secret = make_verified(post.studio, "涉密", is_secret=True)
    sent = {"secret": secret.pk, "elsewhere": post.result.pk + 99_999}.get(result, result)
    assert "涉密" not in page(Client(), f"{request_form(post)}?result={sent}")
    assert Client().post(request_form(post), typed(result=sent)).status_code == 302
    assert CooperationRequest.objects.get().result is None


@pytest.mark.parametrize("lost", ["organisation", "contact_name", "contact_phone", "text", "kind"])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(post: Post, lost: str) -> None:
    answer = Client().post(request_form(post), typed(**{lost: ""}))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'href="#id_{lost}' in text
    kept = {"organisation": "外地重工", "contact_name": CONTACT, "contact_phone": PHONE, "text": "想请教参数整定。"}
    assert [value for name, value in kept.items() if name != lost and value not in text] == []
    assert 'name="key" value="k1"' in text
    assert not CooperationRequest.objects.exists()


def test_a_unit_that_is_on_record_is_told_kindly(post: Post) -> None:
    Client().post(adoption_form(post), typed())
    answer = Client().post(adoption_form(post), typed(key="k2", contact_name="另一人"))
    assert answer.status_code == 200
    assert "This unit is on record for this result already" in answer.content.decode()
    assert "另一人" in answer.content.decode()


@pytest.mark.parametrize("why", ["revoked", "closed", "never"])
def test_a_studio_that_is_not_in_force_takes_no_letter(post: Post, why: str) -> None:
    if why == "revoked":
        post.studio.designations.update(
            state=DesignationState.REVOKED, revoked_by=post.studio.designations.get().decision
        )
    elif why == "closed":
        Studio.objects.update(state=StudioState.CLOSED)
    number = "LX-T-99999" if why == "never" else post.studio.number
    for method in ("get", "post"):
        asked_for = getattr(Client(), method)(f"/en/studios/{number}/request/", typed())
        using = getattr(Client(), method)(adoption_form(post), typed())
        assert asked_for.status_code == (404 if why == "never" else 200)
        assert ("takes no letters" in asked_for.content.decode()) is (why != "never")
        if why == "revoked":
            assert using.status_code == 404
    assert CooperationRequest.objects.count() == 0
    assert Adoption.objects.count() == (1 if why == "never" else 0)


def test_the_twenty_first_letter_of_an_address_waits_with_its_text(post: Post, settings) -> None:
    answers = [Client().post(request_form(post), typed(key=f"k{n}")) for n in range(21)]
    assert [a.status_code for a in answers] == [*[302] * 20, 429]
    assert "Too many letters" in answers[-1].content.decode()
    assert CONTACT in answers[-1].content.decode()
    assert CooperationRequest.objects.count() == 20


def test_only_the_forms_set_a_cookie(post: Post) -> None:
    for address in (adoption_form(post), request_form(post)):
        assert list(Client().get(address).cookies) == ["csrftoken"]
        assert "no-store" in Client().get(address)["Cache-Control"]
    receipt = asked(post).receipt
    for address in ("/results/", f"/results/{post.result.pk}/", "/letters/", f"/letters/{receipt}/"):
        assert not Client().get(address).cookies


def test_the_forms_want_their_token(post: Post) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(request_form(post), typed()).status_code == 403
    assert not CooperationRequest.objects.exists()


def test_the_receipt_tells_the_state_and_nobody(post: Post) -> None:
    made = asked(post, result=post.result)
    asked_for = Client().get("/en/letters/", {"code": f" {made.receipt.lower()} "})
    assert asked_for["Location"] == f"/en/letters/{made.receipt}/"
    text = page(Client(), f"/en/letters/{made.receipt}/")
    assert [w for w in ("Waits for an answer", "焊接变形控制法", "29 September 2026") if w not in text] == []
    answer_request(made, state="declined", answer="近期任务重", by=post.unit_clerk, revision=0)
    adoption = settle_adoption(reported(post), state="declined", note="尚在试用", by=post.unit_clerk, seen="reported")
    text += page(Client(), f"/en/letters/{made.receipt}/") + page(Client(), f"/en/letters/{adoption.receipt}/")
    assert [w for w in ("Declined", "近期任务重", "Not confirmed", "尚在试用") if w not in text] == []
    assert [w for w in ("外地重工", CONTACT, PHONE, "参数整定", "海晏区") if w in text] == []
    assert Client().get("/letters/NONESUCH2345/").status_code == 404
    assert "No letter has this receipt number" in page(Client(), "/en/letters/?code=none")


def test_the_receipt_does_not_name_a_result_that_became_secret(post: Post) -> None:
    made = reported(post)
    type(post.result).objects.update(is_secret=True)
    assert "焊接变形控制法" not in page(Client(), f"/letters/{made.receipt}/")


def test_an_odd_receipt_is_not_found(post: Post) -> None:
    for code in ("%00", "长" * 300, "a" * 3000, "-"):
        assert Client().get(f"/letters/{code}/").status_code == 404
        assert Client().get("/letters/", {"code": code}).status_code == 200


# At the desk


def test_the_unit_confirms_and_the_public_reads_it(post: Post) -> None:
    made = reported(post)
    clerk = signed_in(post.unit_clerk)
    address = f"/desk/adoptions/{made.pk}/"
    assert PHONE in page(clerk, address)
    assert "外地重工" not in page(Client(), f"/results/{post.result.pk}/")
    sent = clerk.post(f"{address}settle/", {"state": "confirmed", "note": "", "seen": "reported"})
    assert (sent.status_code, sent["Location"]) == (302, address)
    assert "外地重工" in page(Client(), f"/results/{post.result.pk}/")
    stale = clerk.post(f"{address}settle/", {"state": "declined", "note": "x", "seen": "reported"})
    assert stale.status_code == 409
    refused = clerk.post(f"{address}settle/", {"state": "declined", "note": "", "seen": "confirmed"})
    assert (refused.status_code, "不予确认的原因" in refused.content.decode()) == (200, True)


def test_the_unit_answers_and_a_second_page_is_stale(post: Post) -> None:
    made = asked(post)
    clerk, address = signed_in(post.unit_clerk), f"/desk/requests/{made.pk}/"
    assert "2026年9月29日" in page(clerk, address)
    sent = {"state": "in_talks", "answer": "已联系", "revision": "0"}
    assert clerk.post(f"{address}answer/", sent)["Location"] == address
    assert clerk.post(f"{address}answer/", sent).status_code == 409
    faulty = clerk.post(f"{address}answer/", {"state": "agreed", "answer": "", "revision": "1"})
    assert faulty.status_code == 200
    assert clerk.post(f"{address}answer/", {"state": "agreed", "answer": "定了", "revision": "1"}).status_code == 302
    assert f"{address}answer/" not in page(clerk, address)


def test_those_above_read_and_do_not_answer(post: Post) -> None:
    letters = {f"/desk/adoptions/{reported(post).pk}/": "settle/", f"/desk/requests/{asked(post).pk}/": "answer/"}
    sent = {"state": "confirmed", "seen": "reported", "note": "", "answer": "x", "revision": "0"}
    for address, verb in letters.items():
        assert "外地重工" in page(signed_in(post.county_clerk), address)
        wanted = sent if "adoptions" in address else sent | {"state": "agreed"}
        assert signed_in(post.county_clerk).post(address + verb, wanted).status_code == 403
        assert signed_in(post.county_auditor).post(address + verb, wanted).status_code == 403
        assert signed_in(post.county_auditor).get(address).status_code == 200
        assert signed_in(post.sibling_clerk).get(address).status_code == 404
        assert signed_in(post.county_administrator).get(address).status_code == 403
        assert signed_in(make_expert(post.city).account).get(address).status_code == 403


def test_the_sender_is_full_for_the_unit_masked_above_and_in_no_sheet(post: Post) -> None:
    addresses = [f"/desk/adoptions/{reported(post).pk}/", f"/desk/requests/{asked(post).pk}/", "/desk/adoptions/"]
    addresses += ["/desk/requests/", f"/desk/studios/{post.studio.pk}/letters/", "/desk/messages/", "/desk/"]
    addresses += ["/desk/adoptions/?export=csv", "/desk/requests/?export=csv"]
    met = set()
    for who in (*UNIT, *ABOVE, *AUDITORS):
        client = signed_in(post.people[who])
        for noun in ("adoptions", "requests"):
            every = {"columns": ["organisation", "contact", "phone"], "size": "25", "next": "/desk/"}
            client.post(f"/desk/lists/{noun}/columns/", every)
        for address in addresses:
            answer = client.get(address)
            text = answer.getvalue().decode()
            if CONTACT in text or PHONE in text:
                met.add((who, address.split("/")[2], "csv" in address))
    assert met == {(who, noun, False) for who in UNIT for noun in ("adoptions", "requests")}


@pytest.mark.parametrize("noun", ["adoptions", "requests"])
def test_a_recorded_click_shows_the_sender_once(post: Post, noun: str) -> None:
    made = reported(post) if noun == "adoptions" else asked(post)
    address = f"/desk/{noun}/{made.pk}/"
    chair = signed_in(post.city_chair)
    assert "139****0008" in page(chair, address)
    assert chair.post(f"{address}reveal/")["Location"] == address
    assert PHONE in (text := page(chair, address))
    assert CONTACT in text
    assert PHONE not in page(chair, address)
    event = AuditEvent.objects.get(verb="letter.revealed")
    assert (event.account, event.subject) == (post.city_chair, f"#{made.pk}")
    for who in AUDITORS:
        assert signed_in(post.people[who]).post(f"{address}reveal/").status_code == 403
        assert PHONE not in page(signed_in(post.people[who]), address)


def test_counts_in_navigation_and_to_do_equal_the_linked_lists(post: Post) -> None:
    waiting, done = [reported(post), reported(post, organisation="二号厂")], reported(post, organisation="三号厂")
    settle_adoption(done, state="confirmed", by=post.unit_clerk, seen="reported")
    asked(post)
    answer_request(asked(post), state="in_talks", answer="x", by=post.unit_clerk, revision=0)
    clerk = signed_in(post.unit_clerk)
    text = page(clerk, "/desk/")
    assert "2条成果应用待确认" in text
    assert "1条对接需求待答复" in text
    assert "2026-09-29" in text
    for noun, number in (("adoptions", len(waiting)), ("requests", 1)):
        assert f'href="/desk/{noun}/?waits=me"' in text
        rows = list(csv.reader(StringIO(clerk.get(f"/desk/{noun}/?waits=me&export=csv").getvalue().decode())))
        assert len(rows) - 1 == number
        assert f"{number}条" in page(clerk, f"/desk/{noun}/?waits=me")
    above = signed_in(post.county_clerk)
    assert "?waits=me" not in page(above, "/desk/")
    assert "0条" in page(above, "/desk/requests/?waits=me")


def test_lists_are_filtered_and_say_what_is_overdue(post: Post) -> None:
    asked(post, organisation="早来厂")
    with clock.at(day(29)):
        make_request(post.studio, organisation="晚来厂", kind="visit")
    with clock.at(day(30)):
        clerk = signed_in(post.county_clerk)
        assert "超期待答复" in page(clerk, "/desk/requests/")
        for query, there, gone in (
            ("?late=1", "早来厂", "晚来厂"), ("?kind=visit", "晚来厂", "早来厂"), ("?q=晚来", "晚来厂", "早来厂"),
            ("?state=received&unit=测试厂&kind=advice", "早来厂", "晚来厂"),
        ):  # fmt: skip
            text = page(clerk, f"/desk/requests/{query}")
            assert (there in text, gone in text) == (True, False), query
        assert "早来厂" not in page(clerk, "/desk/requests/?studio=别处")
        assert "早来厂" in page(clerk, f"/desk/requests/?studio={post.studio.number}")


@pytest.mark.parametrize("noun", ["adoptions", "requests"])
@pytest.mark.parametrize("who", ["unit_clerk", "city_clerk"])
def test_the_lists_ask_the_same_for_one_and_for_many(
    post: Post, noun: str, who: str, django_assert_num_queries
) -> None:
    client = signed_in(post.people[who])
    make = {"adoptions": lambda: make_adoption(post.result), "requests": lambda: make_request(post.studio)}[noun]
    for rows in (1, 11):
        for _ in range(rows):
            make()
        client.get(f"/desk/{noun}/")
        with django_assert_num_queries(8 if noun == "adoptions" else 9):
            client.get(f"/desk/{noun}/")


def test_the_inbox_of_a_studio_shows_figures_and_letters(post: Post) -> None:
    made = asked(post, organisation="甲厂")
    reported(post, organisation="乙厂")
    with clock.at(day(23)):
        answer_request(made, state="agreed", answer="x", by=post.unit_clerk, revision=0)
        for who in ("unit_clerk", "county_auditor"):
            text = page(signed_in(post.people[who]), f"/desk/studios/{post.studio.pk}/letters/")
            assert [word for word in ("甲厂", "乙厂", "首次答复中位数", "工作日") if word not in text] == []
        listed = signed_in(post.county_clerk)
        listed.post("/desk/lists/studios/columns/", {"columns": ["name", "answers"], "size": "25", "next": "/desk/"})
        assert 'data-label="首次答复中位数（工作日）" class="num">2</td>' in page(listed, "/desk/studios/")
        assert signed_in(post.sibling_clerk).get(f"/desk/studios/{post.studio.pk}/letters/").status_code == 404


def test_working_days_follow_the_calendar(post: Post) -> None:
    made = asked(post)
    CalendarDay.objects.update_or_create(day="2026-09-26", defaults={"is_working": True, "name": "补班"})
    with clock.at(day(26)):
        answer_request(made, state="agreed", answer="x", by=post.unit_clerk, revision=0)
    days = CooperationRequest.objects.annotate(n=WorkingDays("received_at__date", "answered_at__date"))
    assert days.get().n == 4


# Erasure


def test_a_chair_erases_a_sender_after_a_question(post: Post) -> None:
    made = settle_adoption(reported(post), state="confirmed", by=post.unit_clerk, seen="reported")
    address = f"/desk/adoptions/{made.pk}/"
    chair = signed_in(post.unit_chair)
    assert f"{address}erase/" in page(chair, address)
    assert "清除这封来信的来信人信息？" in page(chair, f"{address}erase/")
    assert chair.post(f"{address}erase/")["Location"] == address
    assert PHONE not in page(chair, address)
    assert signed_in(post.unit_clerk).post(f"{address}erase/").status_code == 403


def test_an_erased_person_is_gone_from_letters_and_their_history(post: Post) -> None:
    person = make_person(CONTACT, home=post.unit, mobile=PHONE)
    namesake = make_adoption(post.result, contact_name=CONTACT, contact_phone="000-1", effect="与他人有关")
    mine = make_adoption(post.result, effect=f"由{CONTACT}负责", contact_name=CONTACT, contact_phone=PHONE)
    request = make_request(post.studio, text=f"联系{CONTACT}", contact_name="别人", contact_phone=PHONE)
    post.studio.members.create(person=person)
    erase_person(person, by=post.county_chair, reason="本人要求")
    for row in (mine, request, namesake):
        row.refresh_from_db()
    assert (mine.contact_name, mine.contact_phone, mine.effect) == ("", "", "由***负责")
    assert (request.contact_name, request.contact_phone, request.text) == ("", "", "联系***")
    assert (namesake.contact_name, namesake.contact_phone) == ("", "")
    for model in (Adoption, CooperationRequest):
        rows = event_model(model)._default_manager.values()
        assert CONTACT not in str(list(rows))
        assert PHONE not in str(list(rows))


def test_history_audit_and_messages_hold_nothing_of_the_sender(post: Post) -> None:
    made = asked(post)
    answer_request(made, state="in_talks", answer=f"已电{PHONE}", by=post.unit_clerk, revision=0)
    settle_adoption(reported(post), state="confirmed", by=post.unit_clerk, seen="reported")
    kept = [event_model(m)._default_manager.values() for m in (Adoption, CooperationRequest)]
    kept += [AuditEvent.objects.values(), Message.objects.values()]
    for rows in kept:
        text = str(list(rows))
        assert [word for word in (CONTACT, PHONE) if word in text] == []
