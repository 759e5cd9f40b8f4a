"""Pages of notices and objections: at the desk, for the public, and who never sees the objector."""

import re
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studios.actions.objections import ask_unit
from studios.choices.reviews import NoticeState, ObjectionState
from studios.models import Objection, PublicNotice
from tests.city import again
from tests.factories import make_notice, make_objection, make_officer, moment
from tests.files import make_pdf
from tests.notice import CANARY, CONTACT, FIRST, accepted, make_notice_city, objected, published
from unions import clock
from unions.choices.people import Role
from unions.models import AuditEvent


@pytest.fixture
def stage(db, settings, tmp_path):
    settings.MEDIA_ROOT, settings.TOTP_REQUIRED = tmp_path, {}
    cache.clear()
    with clock.at(FIRST):
        yield make_notice_city()


def signed_in(account) -> Client:
    account.language = "en"
    account.save(update_fields=["language"])
    client = Client()
    client.force_login(account)
    return client


def test_from_draft_to_public_page_without_script(stage) -> None:
    city, cases = stage
    clerk, chair = signed_in(city.city_clerk), signed_in(city.city_chair)
    assert "Draft the notice" in page(clerk, f"/desk/calls/{city.call.pk}/notices/")
    clerk.post(f"/desk/calls/{city.call.pk}/notices/draft/")
    notice = PublicNotice.objects.get()
    assert Client().get(f"/notices/{notice.pk}/").status_code == 404
    text = {"title": "拟命名公示", "basis": "根据办法", "contact": "来电", "order": "strokes", "days": 5}
    answer = clerk.post(f"/desk/notices/{notice.pk}/edit/", {**text, "revision": notice.revision})
    assert answer.status_code == 302
    confirm = page(chair, f"/desk/notices/{notice.pk}/publish/")
    assert "2026年9月28日" in confirm or "28 September 2026" in confirm
    assert "2026年10月9日" in confirm or "9 October 2026" in confirm
    assert chair.post(f"/desk/notices/{notice.pk}/publish/", {"revision": notice.revision + 1}).status_code == 302
    public = Client().get(f"/en/notices/{notice.pk}/").content.decode()
    assert all(case.studio.name in public for case in cases)
    assert "Working days left" in public
    assert PublicNotice.objects.get().sha256[:16] in public


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_beyond_the_calendar_the_page_says_what_to_do(stage) -> None:
    city, _cases = stage
    signed_in(city.city_clerk).post(f"/desk/calls/{city.call.pk}/notices/draft/")
    notice = PublicNotice.objects.get()
    with clock.at(moment(2026, 12, 28)):
        chair = signed_in(city.city_chair)
        assert "/desk/calendar/2027/" in page(chair, f"/desk/notices/{notice.pk}/publish/")
        answer = chair.post(f"/desk/notices/{notice.pk}/publish/", {"revision": notice.revision})
    assert answer.status_code == 200
    assert "2027" in answer.content.decode()
    assert PublicNotice.objects.get().state == NoticeState.DRAFT


def test_an_earlier_version_stays_readable_and_says_so(stage) -> None:
    city, _cases = stage
    notice = published(city)
    chair = signed_in(city.city_chair)
    text = {"title": notice.title, "basis": notice.basis, "contact": notice.contact, "order": notice.order, "days": 5}
    sent = {**text, "note": "更正单位名称", "revision": notice.revision}
    assert chair.post(f"/desk/notices/{notice.pk}/correct/", sent).status_code == 302
    newest = PublicNotice.objects.newest().get()
    assert "更正单位名称" in Client().get(f"/notices/{newest.pk}/").content.decode()
    earlier = Client().get(f"/en/notices/{notice.pk}/").content.decode()
    assert "This version was replaced" in earlier
    assert f"/en/notices/{newest.pk}/" in earlier


def test_texts_to_copy_hold_names_and_dates(stage) -> None:
    city, cases = stage
    notice = published(city)
    text = page(signed_in(city.city_clerk), f"/desk/notices/{notice.pk}/copy/")
    wechat, newspaper = re.findall(r"<textarea[^>]*>(.*?)</textarea>", text, re.DOTALL)
    for said in (wechat, newspaper):
        assert all(case.studio.name in said for case in cases)
        assert "公示期：2026年9月28日至2026年10月9日，共5个工作日" in said
    assert f"/notices/{notice.pk}/" in wechat
    assert "http" not in newspaper


def send(client: Client, notice: PublicNotice, **more):
    sent = {"kind": "person", "name": CANARY, "contact": CONTACT, "text": "成果归属有疑问", "key": "abc"}
    return client.post(f"/en/notices/{notice.pk}/objection/", sent | more)


def test_the_public_objects_and_asks_by_receipt(stage) -> None:
    city, cases = stage
    notice = published(city)
    answer = send(Client(), notice, application=cases[0].pk)
    made = Objection.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/en/objections/{made.receipt}/")
    state = Client().get(answer["Location"])
    assert made.receipt in state.content.decode()
    assert CANARY not in state.content.decode()
    assert (state.cookies, "no-store" in state["Cache-Control"]) == ({}, True)
    asked = Client().get("/en/objections/", {"code": f" {made.receipt.lower()} "})
    assert asked["Location"] == f"/en/objections/{made.receipt}/"
    assert Client().get("/en/objections/", {"code": "无"}).status_code == 200
    send(Client(), notice, application=cases[0].pk)
    assert Objection.objects.count() == 1


def test_a_unit_sends_its_stamped_paper(stage) -> None:
    city, _cases = stage
    notice = published(city)
    refused = send(Client(), notice, kind="unit")
    assert "A unit objects under its seal" in refused.content.decode()
    paper = make_pdf()
    stamped = SimpleUploadedFile(f"{CANARY}.pdf", paper)
    assert send(Client(), notice, kind="unit", file=stamped).status_code == 302
    kept = Objection.objects.get().evidence
    for by in (city.city_chair, make_officer(city.city, Role.AUDITOR)):
        assert signed_in(by).get(f"/desk/files/{kept.pk}/").status_code == 404
    handled = signed_in(city.city_clerk).post(f"/desk/objections/{Objection.objects.get().pk}/evidence/")
    assert b"".join(handled.streaming_content) == paper


def test_what_is_missing_is_shown_with_all_that_was_typed(stage) -> None:
    city, _cases = stage
    answer = send(Client(), published(city), contact="").content.decode()
    assert "Give a telephone number or address" in answer
    assert CANARY in answer
    assert "成果归属有疑问" in answer


@pytest.mark.parametrize("nasty", ["\x00", "\ud800", "𠮷" * 4000, "\u202e反", "'\"<script>"])
def test_nasty_words_never_break_the_form(stage, nasty: str) -> None:
    city, _cases = stage
    sent = {"kind": "person", "name": CANARY, "contact": CONTACT, "text": nasty, "key": "\x00"}
    body = urlencode(sent, errors="surrogatepass")
    address = f"/notices/{published(city).pk}/objection/"
    answer = Client().post(address, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (200, 302)


def test_only_the_intake_sets_a_cookie_and_asks_for_its_token(stage) -> None:
    city, _cases = stage
    notice = published(city)
    assert list(Client().get(f"/notices/{notice.pk}/objection/").cookies) == ["csrftoken"]
    for address in ("/notices/", f"/notices/{notice.pk}/", "/", "/objections/"):
        answer = Client().get(address)
        assert (dict(answer.cookies), b"csrfmiddlewaretoken" in answer.content) == ({}, False), address
        assert "unsafe" not in answer["Content-Security-Policy"]
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, notice).status_code == 403


def test_the_twenty_first_objection_of_an_address_waits(stage) -> None:
    city, _cases = stage
    notice = published(city)
    answers = [send(Client(), notice, key=f"k{n}").status_code for n in range(21)]
    assert answers == [*[302] * 20, 429]
    assert Objection.objects.count() == 20


def test_after_the_period_the_form_says_so(stage) -> None:
    city, _cases = stage
    notice = published(city)
    with clock.at(moment(2026, 10, 12)):
        assert (
            "The period of this notice is over" in Client().get(f"/en/notices/{notice.pk}/objection/").content.decode()
        )
        assert send(Client(), notice).status_code == 200
    assert Objection.objects.count() == 0


def test_the_objector_is_shown_to_the_desk_after_a_recorded_click(stage) -> None:
    city, cases = stage
    made = objected(city, published(city), cases[0])
    clerk = signed_in(city.city_clerk)
    assert CANARY not in page(clerk, f"/desk/objections/{made.pk}/")
    shown = clerk.post(f"/desk/objections/{made.pk}/objector/").content.decode()
    assert CANARY in shown
    assert CONTACT in shown
    assert AuditEvent.objects.filter(verb="objection.read", account=city.city_clerk).count() == 1


def test_nobody_else_ever_meets_the_objector(stage) -> None:
    city, cases = stage
    notice = published(city)
    made = accepted(city, notice, cases[0])
    ask_unit(made, by=city.city_clerk, text="说明成果归属", revision=made.revision)
    Objection.objects.update(text=f"{CANARY}反映")
    case, pk = again(cases[0]), made.pk
    own = [
        f"/desk/objections/{pk}/", f"/desk/objections/{pk}/reply/", f"/desk/calls/{city.call.pk}/objections/",
        f"/desk/calls/{city.call.pk}/objections/?q={CANARY}", f"/desk/calls/{city.call.pk}/objections/?export=csv",
        f"/desk/notices/{notice.pk}/", f"/desk/calls/{city.call.pk}/notices/?export=csv", "/desk/messages/", "/desk/audit/",
        f"/desk/cases/{case.number}/", f"/notices/{notice.pk}/", f"/objections/{made.receipt}/", f"/desk/?q={CANARY}",
    ]  # fmt: skip
    auditor = make_officer(city.city, Role.AUDITOR)
    for by in (auditor, city.county_chair, city.unit_chair, city.unit_clerk, None):
        client = signed_in(by) if by else Client()
        for address in own:
            answer = client.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            found = [
                w
                for w in (CANARY, CONTACT)
                if w in body.decode().replace(f"?q={CANARY}", "").replace(f'value="{CANARY}"', "")
            ]
            assert found == [], f"{by} {address}"
        assert client.post(f"/desk/objections/{pk}/objector/").status_code in (302, 303, 403, 404)
    assert AuditEvent.objects.filter(verb="objection.read").count() == 0


def test_the_desk_walks_an_objection_to_its_end_and_the_unit_replies(stage) -> None:
    city, cases = stage
    notice = published(city)
    made = objected(city, notice, cases[0])
    clerk, chair, unit = (signed_in(a) for a in (city.city_clerk, city.city_chair, city.unit_clerk))
    where = f"/desk/objections/{made.pk}"
    assert clerk.post(f"{where}/sift/", {"accept": "yes", "revision": 0}).status_code == 302
    assert clerk.post(f"{where}/sift/", {"accept": "yes", "revision": 0}).status_code == 409
    assert unit.get(f"{where}/reply/").status_code == 404
    assert clerk.post(f"{where}/ask/", {"text": "说明成果归属", "revision": 1}).status_code == 302
    assert "说明成果归属" in page(unit, f"{where}/reply/")
    assert unit.post(f"{where}/reply/", {"text": "归本单位", "revision": 2}).status_code == 302
    assert "归本单位" in page(chair, f"{where}/")
    lacking = {"outcome": "upheld", "finding": "属实", "reply": "已处理", "revision": 3}
    assert "The public reads this note" in chair.post(f"{where}/settle/", lacking).content.decode()
    assert chair.post(f"{where}/settle/", {**lacking, "note": "取消一个"}).status_code == 302
    assert Objection.objects.get().state == ObjectionState.UPHELD
    assert "已处理" in Client().get(f"/objections/{made.receipt}/").content.decode()


def test_the_desk_prints_a_receipt_that_names_nobody(stage) -> None:
    city, _cases = stage
    notice = published(city)
    sent = {"channel": "letter", "kind": "person", "name": CANARY, "contact": CONTACT, "text": "来信", "key": "x"}
    clerk = signed_in(city.city_clerk)
    answer = clerk.post(f"/desk/notices/{notice.pk}/objections/new/", sent)
    printed = page(clerk, answer["Location"])
    assert Objection.objects.get().receipt in printed
    assert CANARY not in printed


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_no_list_asks_more_for_more_rows(stage) -> None:
    city, cases = stage
    notice = published(city)
    objected(city, notice, cases[0])
    make_notice(city.call, cases[1], state=NoticeState.OVER)
    clerk, anyone = signed_in(city.city_clerk), Client()
    call = city.call.pk
    addresses = [
        (clerk, f"/desk/calls/{call}/notices/"), (clerk, f"/desk/calls/{call}/objections/"),
        (clerk, f"/desk/notices/{notice.pk}/"), (anyone, "/notices/"), (anyone, f"/notices/{notice.pk}/"), (anyone, "/"),
    ]  # fmt: skip
    few = [queries_of(client, address) for client, address in addresses]
    for n in range(12):
        make_notice(city.call, cases[1], state=NoticeState.OVER if n % 2 else NoticeState.RUNNING)
        make_objection(notice, cases[1])
    assert [queries_of(client, address) for client, address in addresses] == few
    assert max(few) <= 15
