"""Pages of departmental review: sent, printed, downloaded, answered, settled; findings stand on the condition sheet."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from studios.actions.consultations import record_reply, send_list
from studios.models import Consultation, DepartmentFinding
from tests.city import City
from tests.files import make_pdf
from tests.review import make_review_city, qualified
from tests.studios.actions.test_consultations import answered, scan_of, sent
from unions import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    settings.TOTP_REQUIRED = {}
    return make_review_city("meeting")


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("复函.pdf", make_pdf())


def test_the_list_goes_to_the_usual_departments_and_to_others(city: City) -> None:
    qualified(city)
    client, address = signed_in(city.city_clerk), f"/desk/calls/{city.call.pk}/consultations/send/"
    form = client.get(address).context["form"]
    usual = form.initial["departments"]
    assert len(usual) == 6
    data = {"departments": usual[:2], "others": "海关\n\n法院\n", "sent_on": f"{clock.today()}", "due_on": ""}
    assert client.post(address, data).status_code == 302
    assert list(Consultation.objects.values_list("department", flat=True)) == [*usual[:2], "海关", "法院"]
    again = client.post(address, data)
    assert (again.status_code, list(again.context["form"].errors)) == (200, ["departments"])


@pytest.mark.parametrize(
    ("change", "field"),
    [({"others": "长" * 61}, "others"), ({"sent_on": "x"}, "sent_on"), ({"departments": ["别的"]}, "departments")],
)
def test_a_letter_that_cannot_be_stays_on_the_form(city: City, change: dict, field: str) -> None:
    qualified(city)
    address = f"/desk/calls/{city.call.pk}/consultations/send/"
    data = {"departments": [], "others": "海关", "sent_on": f"{clock.today()}", **change}
    answer = signed_in(city.city_clerk).post(address, data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])


def test_the_list_is_printed_and_downloaded_as_it_was_sent(city: City) -> None:
    (application,) = qualified(city)
    application.studio.name = "=1+1"
    application.studio.save()
    (letter,) = sent(city, "税务")
    client = signed_in(city.city_chair)
    page = client.get(f"/desk/consultations/{letter.pk}/print/").content.decode()
    assert (letter.sha256 in page, "周立民" in page, "税务" in page) == (True, True, True)
    sheet = client.get(f"/desk/consultations/{letter.pk}/csv/").content.decode("utf-8-sig")
    assert sheet.splitlines()[1] == f"1,{application.number},'=1+1,测试厂,,周立民,"


def test_a_reply_is_recorded_by_form_with_its_scan(city: City) -> None:
    application, other = qualified(city, 2)
    (letter,) = sent(city, "税务")
    client, address = signed_in(city.city_clerk), f"/desk/consultations/{letter.pk}/reply/"
    assert client.get(address).status_code == 200
    data = {"replied_on": f"{clock.today()}", f"finding_{application.pk}": "欠税", f"finding_{other.pk}": ""}
    without = client.post(address, data)
    assert (without.status_code, list(without.context["form"].errors)) == (200, ["scan"])
    assert "欠税" in without.content.decode()
    wrong = client.post(address, data | {"scan": SimpleUploadedFile("a.pdf", b"%PDF-nothing")})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (200, ["scan"])
    assert client.post(address, data | {"scan": pdf()}).status_code == 302
    assert list(DepartmentFinding.objects.values_list("application", "text")) == [(application.pk, "欠税")]
    assert client.post(address, data | {"scan": pdf()}).status_code == 409
    letter.refresh_from_db()
    scan = client.get(reverse("file", args=[letter.scan_id]))
    assert (scan.status_code, scan.getvalue()[:5]) == (200, b"%PDF-")
    assert signed_in(city.unit_chair).get(reverse("file", args=[letter.scan_id])).status_code == 404


def test_a_finding_stands_on_the_condition_sheet_until_a_chair_settles_it(city: City) -> None:
    (application,) = qualified(city)
    (letter,) = sent(city, "税务")
    answered(city, letter, findings={application: "欠税未缴"})
    finding = letter.findings.get()
    address, settle = application.get_absolute_url(), f"/desk/findings/{finding.pk}/settle/"
    shown = {
        a.pk: signed_in(a).get(address).content.decode() for a in (city.city_chair, city.city_clerk, city.unit_chair)
    }
    assert ["欠税未缴" in page for page in shown.values()] == [True, True, False]
    assert [settle in page for page in shown.values()] == [True, False, False]
    chair = signed_in(city.city_chair)
    assert chair.post(settle, {"note": ""}).status_code == 200
    assert chair.post(settle, {"note": "已缴清"}).status_code == 302
    assert chair.post(settle, {"note": "又"}).status_code == 409
    page = chair.get(address).content.decode()
    assert ("已缴清" in page, settle in page) == (True, False)


def test_a_wrong_reply_is_taken_back_on_its_page(city: City) -> None:
    (application,) = qualified(city)
    (letter,) = sent(city, "税务")
    answered(city, letter, findings={application: "欠税"})
    page, address = f"/desk/consultations/{letter.pk}/", f"/desk/consultations/{letter.pk}/take-back/"
    chair, clerk = signed_in(city.city_chair), signed_in(city.city_clerk)
    assert [address in c.get(page).content.decode() for c in (chair, clerk)] == [True, False]
    assert clerk.post(address, {"reason": "录错"}).status_code == 403
    empty = chair.post(address, {"reason": ""})
    assert (empty.status_code, list(empty.context["form"].errors)) == (200, ["reason"])
    assert chair.post(address, {"reason": "录错"}).status_code == 302
    letter.refresh_from_db()
    assert (letter.replied_on, letter.findings.count()) == (None, 0)
    assert chair.post(address, {"reason": "录错"}).status_code == 409


def test_other_unions_find_nothing(city: City) -> None:
    (application,) = qualified(city)
    (letter,) = sent(city, "税务")
    answered(city, letter, findings={application: "欠税"})
    for account in (city.county_chair, city.unit_chair, make_review_city("meeting").city_chair):
        client = signed_in(account)
        for page in ("", "reply/", "print/", "csv/", "take-back/"):
            assert client.get(f"/desk/consultations/{letter.pk}/{page}").status_code == 404
        assert client.get(f"/desk/calls/{city.call.pk}/consultations/").status_code == 404
        assert client.get(f"/desk/findings/{letter.findings.get().pk}/settle/").status_code == 404


def test_pages_ask_the_same_number_of_questions(city: City, django_assert_num_queries) -> None:
    cases = qualified(city, 4)
    sent(city, "税务")
    (letter,) = sent(city, "纪检监察")
    answered(city, letter, findings={cases[0]: "一"})
    client = signed_in(city.city_chair)
    pages = {f"/desk/calls/{city.call.pk}/consultations/": 9, f"/desk/consultations/{letter.pk}/": 7}
    for address, queries in pages.items():
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)
    yesterday = clock.today() - timedelta(days=1)
    more = send_list(city.call, [f"部门{n}" for n in range(8)], sent_on=yesterday, due_on=None, by=city.city_clerk)
    facts = {"replied_on": clock.today(), "remark": "", "by": city.city_clerk}
    record_reply(more[0], scan=scan_of(city), findings=dict.fromkeys(cases, "二"), **facts)
    for application in cases[1:]:
        letter.findings.create(application=application, text="三")
    for address, queries in pages.items():
        with django_assert_num_queries(queries):
            client.get(address)
