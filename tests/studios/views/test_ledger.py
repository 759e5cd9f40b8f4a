import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studios.models import Attachment, Studio
from tests.factories import make_officer
from tests.studios.imports.books import book
from tests.studios.imports.city import SAMPLE, make_city
from unions.choices.people import Role
from unions.models import Union


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.TOTP_REQUIRED = {}


@pytest.fixture
def city(db) -> Union:
    return make_city()


def signed_in(union: Union, *roles: str) -> Client:
    client = Client()
    client.force_login(make_officer(union, *roles))
    return client


def upload(client: Client, union: Union, content: bytes):
    file = SimpleUploadedFile("台账.xlsx", content)
    return client.post(reverse("ledger_upload"), {"union": union.pk, "file": file})


def confirm(client: Client, answer) -> dict[str, int]:
    """The hidden fields of the page's own button."""
    counts = answer.context["ledger"].counts
    return {"created": counts.created, "updated": counts.updated, "unchanged": counts.unchanged}


def test_a_ledger_goes_from_upload_over_the_check_to_the_register(city: Union):
    client = signed_in(city)
    answer = upload(client, city, SAMPLE.read_bytes())
    kept = Attachment.objects.get()
    check = reverse("ledger_check", args=[kept.pk])
    assert (answer.status_code, answer["Location"]) == (302, check)
    page = client.get(check)
    assert page.status_code == 200
    assert [(fault.cell, fault.code) for fault in page.context["page"]][:2] == [
        ("D6", "unknown_union"),
        ("M8", "bad_date"),
    ]
    assert confirm(client, page) == {"created": 49, "updated": 0, "unchanged": 0}
    assert Studio.objects.count() == 0
    done = client.post(reverse("ledger_apply", args=[kept.pk]), confirm(client, page), follow=True)
    assert Studio.objects.count() == 49
    assert confirm(client, done) == {"created": 0, "updated": 0, "unchanged": 49}


def test_the_faults_can_be_downloaded_as_a_sheet(city: Union):
    client = signed_in(city)
    upload(client, city, book({"年经济效益（万元）": "-12", "联系电话": "138"}))
    answer = client.get(reverse("ledger_faults", args=[Attachment.objects.get().pk]))
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[2:5] for row in rows[1:]] == [["T2", "年经济效益（万元）", "'-12"], ["V2", "联系电话", "138"]]


def test_a_register_that_changed_since_the_check_is_409_and_nothing_is_written(city: Union):
    client = signed_in(city)
    upload(client, city, book({}))
    pk = Attachment.objects.get().pk
    shown = confirm(client, client.get(reverse("ledger_check", args=[pk])))
    client.post(reverse("ledger_apply", args=[pk]), shown)
    again = client.post(reverse("ledger_apply", args=[pk]), shown)
    assert again.status_code == 409
    assert Studio.objects.count() == 1


def test_what_is_no_ledger_is_refused_at_the_field_and_kept_nowhere(city: Union):
    client = signed_in(city)
    for content in (b"a,b", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", book(headers=["甲", "乙"])):
        answer = upload(client, city, content)
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == ["file"]
    assert Attachment.objects.count() == 0


def test_only_clerks_of_unions_that_keep_a_ledger_import_it(city: Union):
    county = city.children.get(code="DL-D01")
    unit = Union.objects.get(code="DL-U001")
    upload(signed_in(city), city, book({}))
    check = reverse("ledger_check", args=[Attachment.objects.get().pk])
    assert signed_in(city).get(check).status_code == 200
    assert signed_in(county).get(check).status_code == 404
    assert signed_in(unit).get(check).status_code == 404
    assert signed_in(city, Role.CHAIR).get(check).status_code == 403
    assert signed_in(city, Role.AUDITOR).get(reverse("ledger_upload")).status_code == 403
    assert Client().get(check).status_code == 302
    refused = upload(signed_in(county), city, book({}))
    assert list(refused.context["form"].errors) == ["union"]


def test_a_units_clerk_has_no_union_to_choose(city: Union):
    unit = Union.objects.get(code="DL-U001")
    answer = upload(signed_in(unit), unit, book({}))
    assert list(answer.context["form"].errors) == ["union"]


def test_the_check_asks_the_same_number_of_queries_for_one_row_and_for_many(city: Union):
    client = signed_in(city)
    upload(client, city, book({}))
    upload(client, city, SAMPLE.read_bytes())
    one, many = (reverse("ledger_check", args=[kept.pk]) for kept in Attachment.objects.order_by("pk"))
    for check in (one, many):
        client.post(f"{check}apply/", confirm(client, client.get(check)))
    assert queries_of(client, one) == queries_of(client, many)


def queries_of(client: Client, url: str) -> int:
    """How many queries a page asks."""
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)
