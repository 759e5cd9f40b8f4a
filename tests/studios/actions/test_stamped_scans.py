"""Stamped scans: printed, photographed, matched by their QR code or by hand; refused where the form changed since."""

import re
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client
from PIL import Image, ImageFilter

from studios.actions import desks
from studios.actions.attachments import keep_file
from studios.actions.papers import set_form
from studios.actions.stamped_scans import compare_by_hand, match_scan
from studios.choices.calls import Stage
from studios.models import Application, ApplicationVersion, OpinionRecord, StampedScan
from studios.values.scan_marks import Mark, mark_in, mark_text
from studios.values.uploads.marks import marks_in
from studios.views.desk.application_form import paper_of
from tests.city import NOTHING_WRONG, City, again, at_county, make_city
from tests.files import make_pdf
from tests.test_routes import signed_in
from unions import clock
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return make_city()


def printed(application: Application, number: int = 0) -> bytes:
    """The form of a version as PDF."""
    version = application.versions.get(number=number or application.version_count)
    return set_form(paper_of(application, version))


def photographed(pdf: bytes, page: int = -1) -> bytes:
    """One page of it, laid askew, a little blurred, as JPEG."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[page % len(document)].render(scale=200 / 72).to_pil().convert("RGB")
    askew = picture.rotate(2.5, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    target = BytesIO()
    askew.filter(ImageFilter.GaussianBlur(0.6)).save(target, "JPEG", quality=70)
    return target.getvalue()


def file(content: bytes, name: str = "盖章.pdf") -> BytesIO:
    made = BytesIO(content)
    made.name = name
    return made


def recommend(client: Client, application: Application, scan: BytesIO):
    """Post the recommendation with the scan, as the chair does."""
    address = f"{application.get_absolute_url()}forward/"
    page = client.get(address).content.decode()
    texts = re.findall(r'name="(text(?:_\d)?|signer(?:_\d)?)"', page)
    sent = dict.fromkeys(texts, "同意") | {"revision": again(application).revision, "signed_on": f"{clock.today()}"}
    return client.post(address, sent | {"scan": scan})


def newer(application: Application, city: City, *, renew: bool) -> Application:
    """Returned by the county, changed on its first page, and back at the county."""
    due = clock.now() + timedelta(days=5)
    facts = {"note": "请改", "remarks": {"basics": "请改"}, "due_at": due, "renew_stamps": renew}
    desks.return_application(application, by=city.county_clerk, revision=application.revision, **facts)
    application.sections.update_or_create(key="basics", defaults={"content": {"introduction": "改过的介绍"}})
    application = again(application)
    desks.propose_resubmission(application, by=city.unit_clerk, revision=application.revision)
    facts = {"idempotency_key": "second", "faults": NOTHING_WRONG, "revision": again(application).revision}
    desks.resubmit(again(application), by=city.unit_chair, **facts)
    return again(application)


def test_a_mark_says_which_case_version_and_content() -> None:
    text = mark_text("https://例.cn/desk/cases/SQ-2026-00001/", 3, "0123456789abcdef" * 4)
    assert mark_in(text) == Mark("SQ-2026-00001", 3, "0123456789abcdef")
    for other in ("", "https://例.cn/desk/cases/SQ-2026-00001/", text + "0", "WIFI:S:x;;"):
        assert mark_in(other) is None


def test_every_printed_page_and_its_photo_bear_the_mark(city: City) -> None:
    application = at_county(city)
    version = application.versions.get()
    expected = (Mark(application.number, 1, version.sha256[:16]),)
    pdf = printed(application)
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) > 1
    assert marks_in(BytesIO(pdf)) == expected
    for page in range(len(document)):
        assert marks_in(BytesIO(photographed(pdf, page))) == expected, page


def test_files_without_a_code_or_of_no_use_hold_no_mark() -> None:
    for content in (make_pdf(), b"%PDF-1.7 broken", b"nothing at all", b""):
        assert marks_in(BytesIO(content)) == ()


@pytest.mark.parametrize("kind", ["pdf", "photo"])
def test_a_readable_scan_is_matched_to_its_version(city: City, kind: str) -> None:
    application = at_county(city)
    pdf = printed(application)
    scan = file(pdf) if kind == "pdf" else file(photographed(pdf), "盖章.jpg")
    client = signed_in(city.county_chair)
    assert recommend(client, application, scan).status_code == 302
    kept = StampedScan.objects.get()
    assert (kept.version.number, kept.how, kept.matched_by) == (1, "code", None)
    assert kept.file == OpinionRecord.objects.get(scan__isnull=False).scan
    event = AuditEvent.objects.get(verb=Verb.APPLICATION_SCANNED)
    assert (event.details["version"], event.details["how"]) == (1, "code")
    assert "由二维码识别" in client.get(application.get_absolute_url()).content.decode()


def test_the_form_of_another_case_is_refused_and_nothing_is_left(city: City) -> None:
    application, other = at_county(city), at_county(make_city())
    answer = recommend(signed_in(city.county_chair), application, file(printed(other)))
    assert other.number in " ".join(answer.context["form"].errors["scan"])
    assert (StampedScan.objects.count(), again(application).state) == (0, Stage.RECOMMENDATION)
    assert "同意" in answer.content.decode()


def test_a_form_whose_content_is_not_the_versions_is_refused(city: City) -> None:
    application = at_county(city)
    pdf = printed(application)
    ApplicationVersion.objects.filter(application=application).update(sha256="f" * 64)
    answer = recommend(signed_in(city.county_chair), application, file(pdf))
    assert "校验码" in " ".join(answer.context["form"].errors["scan"])


def test_a_form_printed_before_a_change_is_refused_with_the_pages_that_changed(city: City) -> None:
    application = at_county(city)
    before = printed(application)
    application = newer(application, city, renew=True)
    client = signed_in(city.county_chair)
    answer = recommend(client, application, file(before))
    said = " ".join(answer.context["form"].errors["scan"])
    assert [words for words in ("第1版", "一", "第2版") if words not in said] == []
    link = re.search(r'href="([^"]*/versions/[^"]*)"', answer.content.decode())[1].replace("&amp;", "&")
    difference = client.get(link)
    assert "改过的介绍" in difference.content.decode()
    assert (difference.context["old"].number, difference.context["new"].number) == (1, 2)
    assert recommend(client, application, file(printed(application))).status_code == 302
    assert StampedScan.objects.get().version.number == 2


def test_stamps_that_a_return_let_stand_are_taken(city: City) -> None:
    application = at_county(city)
    before = printed(application)
    application = newer(application, city, renew=False)
    assert recommend(signed_in(city.county_chair), application, file(before)).status_code == 302
    assert StampedScan.objects.get().version.number == 1


def test_what_no_machine_reads_is_compared_by_hand_once(city: City) -> None:
    application = at_county(city)
    assert recommend(signed_in(city.county_chair), application, file(make_pdf())).status_code == 302
    scan = StampedScan.objects.get()
    assert (scan.version, scan.how) == (None, "")
    address = f"{application.get_absolute_url()}scans/{scan.pk}/compare/"
    client = signed_in(city.city_clerk)
    assert address in client.get(application.get_absolute_url()).content.decode()
    assert list(client.post(address, {"version": "9"}).context["form"].errors) == ["version"]
    assert client.post(address, {"version": "1"}).status_code == 302
    scan.refresh_from_db()
    assert (scan.version.number, scan.how, scan.matched_by) == (1, "hand", city.city_clerk)
    assert client.post(address, {"version": "1"}).status_code == 409
    with pytest.raises(Stale):
        compare_by_hand(scan, by=city.city_clerk, version=1)
    with pytest.raises(Forbidden):
        compare_by_hand(scan, by=city.unit_clerk, version=1)


def test_by_hand_the_same_rule_holds(city: City) -> None:
    application = newer(at_county(city), city, renew=True)
    recommend(signed_in(city.county_chair), application, file(make_pdf()))
    with pytest.raises(Refusal) as refused:
        compare_by_hand(StampedScan.objects.get(), by=city.city_clerk, version=1)
    assert (refused.value.field, refused.value.code) == ("version", "outdated")


def test_the_same_paper_at_a_second_desk_is_kept_once(city):
    application = at_county(city)
    kept = keep_file(file(make_pdf()), name="盖章.pdf", by=city.unit_clerk, union=city.unit, slot="scan")
    for paper in ("所在单位意见", "推荐单位意见"):
        match_scan(application, kept, (), by=city.county_chair, paper=paper, field="scan")
    assert StampedScan.objects.get().paper == "所在单位意见"
