"""Hostile files through every door that takes files: refused with a sentence, nothing kept, nothing done."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from studios.actions.filings import open_application
from studios.choices.calls import Stage
from studios.models import Application, Attachment, Decision
from tests import files
from tests.factories import make_studio
from tests.rigor.crowd import build_city, ready
from tests.studios.actions.test_application_steps import City, again, at_county
from unions import clock

pytestmark = pytest.mark.django_db
HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "169 megapixels": ("照片.png", files.make_giant_png),
    "script in a drawing": ("照片.jpg", files.make_svg_with_script),
    "program as a picture": ("照片.png", files.make_eps),
    "script in a PDF": ("证明.pdf", files.make_pdf_with_script),
    "script in an object stream": ("证明.pdf", files.make_pdf_with_script_in_object_stream),
    "PDF with an attachment": ("证明.pdf", files.make_pdf_with_attachment),
    "21 MB": ("照片.jpg", lambda: files.make_picture() + bytes(21 * 1024 * 1024)),
    "old Word": ("材料.doc", files.make_ole),
    "empty": ("空.pdf", lambda: b""),
    "only a name": ("证明.pdf", lambda: b"\x00" * 200),
}
WORDS = "同意推荐，𠮷字不丢。"


@pytest.fixture
def city(settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    settings.TOTP_REQUIRED = {}
    return build_city()


def signed_in(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    return client


@cache
def made(make: Callable[[], bytes]) -> bytes:
    """Hostile files are costly to make."""
    return make()


def upload(kind: str) -> SimpleUploadedFile:
    name, make = HOSTILE[kind]
    return SimpleUploadedFile(name, made(make))


def stored(tmp_path: Any) -> list[str]:
    return sorted(str(path) for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_form_refuses_it_at_its_place(city: City, kind: str, tmp_path) -> None:
    application = open_application(city.call, city.studio, by=city.unit_clerk)
    address = reverse("application_upload", args=[application.number, "means"])
    answer = signed_in(city.unit_clerk).post(address, {"file:rules": upload(kind)})
    assert answer.status_code == 422
    assert len(answer.content.decode().strip()) > 10
    assert (Attachment.objects.count(), stored(tmp_path)) == (0, [])


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_step_with_such_a_scan_is_not_taken_and_the_words_stay(city: City, kind: str, tmp_path) -> None:
    application = at_county(city)
    address = reverse("case_step", args=[application.number, "forward"])
    sent = {"revision": application.revision, "text": WORDS, "signer": "签字人", "signed_on": clock.today().isoformat()}
    answer = signed_in(city.county_chair).post(address, sent | {"scan": upload(kind)})
    page = answer.content.decode()
    assert (answer.status_code, WORDS in page, 'aria-invalid="true"' in page) == (200, True, True)
    assert again(application).state == Stage.RECOMMENDATION
    assert (Attachment.objects.count(), stored(tmp_path)) == (0, [])


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_decision_with_such_a_paper_is_not_made(city: City, kind: str, tmp_path) -> None:
    case = ready(city)
    sent = {
        "applications": [case.pk],
        "number": "测工〔2026〕1号",
        "decided_on": clock.today().isoformat(),
        "title": WORDS,
    }
    answer = signed_in(city.city_chair).post(reverse("call_name", args=[city.call.pk]), sent | {"file": upload(kind)})
    page = answer.content.decode()
    assert (answer.status_code, WORDS in page, 'aria-invalid="true"' in page) == (200, True, True)
    assert (again(case).state, Decision.objects.count()) == (Stage.DECISION, 0)
    assert (Attachment.objects.count(), stored(tmp_path)) == (0, [])


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_register_refuses_it(city: City, kind: str, tmp_path) -> None:
    answer = signed_in(city.unit_clerk).post(reverse("studio_upload", args=[city.studio.pk]), {"file": upload(kind)})
    assert (answer.status_code, 'aria-invalid="true"' in answer.content.decode()) == (200, True)
    assert (Attachment.objects.count(), stored(tmp_path)) == (0, [])


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_ledger_refuses_it(city: City, kind: str, tmp_path) -> None:
    sent = {"file": upload(kind), "union": city.county.pk}
    answer = signed_in(city.county_clerk).post(reverse("ledger_upload"), sent)
    assert answer.status_code in (200, 422)
    assert (Attachment.objects.count(), stored(tmp_path)) == (0, [])


def test_the_stale_step_leaves_no_scan_behind(city: City, tmp_path) -> None:
    application = at_county(city)
    address = reverse("case_step", args=[application.number, "forward"])
    sent = {"revision": 0, "text": WORDS, "signer": "签字人", "signed_on": clock.today().isoformat()}
    scan = SimpleUploadedFile("章.pdf", files.make_pdf())
    answer = signed_in(city.county_chair).post(address, sent | {"scan": scan})
    assert answer.status_code == 409
    assert Attachment.objects.count() == 0


def test_a_photo_with_its_place_is_shown_without(city: City) -> None:
    application = open_application(city.call, city.studio, by=city.unit_clerk)
    client = signed_in(city.unit_clerk)
    photo = files.make_gps_photo()
    sent = {"file:rules": SimpleUploadedFile("现场.jpg", photo)}
    assert client.post(reverse("application_upload", args=[application.number, "means"]), sent).status_code == 200
    kept = Attachment.objects.get()
    preview = client.get(reverse("file_preview", args=[kept.pk, 1]))
    shown = b"".join(preview.streaming_content) if preview.streaming else preview.content
    assert preview.status_code == 200
    assert b"Canary" not in shown
    assert b"Exif" not in shown
    whole = client.get(reverse("file", args=[kept.pk]))
    assert whole["Content-Disposition"].startswith("attachment")
    assert b"".join(whole.streaming_content) == photo


@pytest.mark.parametrize(
    ("number", "faults"),
    [
        ("[2026]第015", ["agency", "ordinal", "leading_zero", "suffix"]),
        ("测工〔2099〕1号", ["year_ahead"]),
        ("测工2026 15号", ["year_brackets"]),
        ("１２", ["year_brackets", "agency", "suffix"]),
    ],
)
def test_every_fault_of_a_document_number_is_named(city: City, number: str, faults: list[str]) -> None:
    case = ready(city)
    sent = {"applications": [case.pk], "number": number, "decided_on": clock.today().isoformat(), "title": WORDS}
    paper = SimpleUploadedFile("决定.pdf", files.make_pdf())
    answer = signed_in(city.city_chair).post(reverse("call_name", args=[city.call.pk]), sent | {"file": paper})
    assert answer.status_code == 200
    assert [fault.code for fault in answer.context["form"].errors.as_data()["number"]] == faults
    assert Application.objects.get(pk=case.pk).state == Stage.DECISION


def test_full_width_digits_are_turned_into_the_standard_writing(city: City) -> None:
    case = ready(city)
    year = str(clock.today().year).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    sent = {"applications": [case.pk], "number": f"测工［{year}］１２号", "decided_on": clock.today().isoformat()}
    paper = SimpleUploadedFile("决定.pdf", files.make_pdf())
    signed_in(city.city_chair).post(reverse("call_name", args=[city.call.pk]), sent | {"file": paper})
    assert Decision.objects.get().number == f"测工〔{clock.today().year}〕12号"


def test_one_file_more_in_another_studio_changes_nothing_here(city: City) -> None:
    other = make_studio(city.unit)
    client = signed_in(city.unit_clerk)
    paper = SimpleUploadedFile("制度.pdf", files.make_pdf())
    assert client.post(reverse("studio_upload", args=[other.pk]), {"file": paper}).status_code == 302
    assert city.studio.attachments.count() == 0
