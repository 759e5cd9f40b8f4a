"""Papers of one row: a click gives PDF or Word, with what the page shows this account and no more."""

from io import BytesIO

import pikepdf
import pytest
from django.test import Client
from docx import Document

from studios.choices.calls import Severity
from studios.models import Application, Consultation, DepartmentFinding
from tests.city import City, again, at_city, make_city
from tests.documents import pages_of, words_of
from tests.factories import make_condition, make_officer, make_union
from tests.review import another_unit
from unions import clock
from unions.choices.people import Role

RARE = "张𬭎䶮㛃"


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return make_city()


@pytest.fixture
def case(city: City) -> Application:
    """A case at the city with a condition that it does not meet and its chair waived."""
    make_condition(city.call, threshold=5, text="团队5人以上")
    city.studio.name = f"{RARE}劳模创新工作室"
    city.studio.save()
    made = at_city(city)
    row = made.versions.get().condition_rows.get()
    facts = {"verdict": "waived", "waived_by": city.city_chair, "waived_at": clock.now(), "waiver_reason": "重点团队"}
    type(row).objects.filter(pk=row.pk).update(**facts)
    return again(made)


def sheet(case: Application, form: str) -> str:
    return f"{case.get_absolute_url()}conditions/{form}/"


def test_the_condition_sheet_is_a_tagged_pdf_that_prints_rare_characters(client: Client, city: City, case) -> None:
    client.force_login(city.city_clerk)
    assert sheet(case, "pdf") in client.get(case.get_absolute_url()).content.decode()
    answer = client.get(sheet(case, "pdf"))
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(pages_of(answer.content))
    for words in ("团队5人以上", "已豁免1项", "豁免：重点团队", RARE, case.number):
        assert words in text
    assert "U+" not in text
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.Lang == "zh-CN"


def test_the_condition_sheet_opens_in_word(client: Client, city: City, case) -> None:
    client.force_login(city.unit_clerk)
    answer = client.get(sheet(case, "docx"))
    text = words_of(answer.content)
    assert case.number in answer["Content-Disposition"]
    assert f"{RARE}劳模创新工作室" in text
    assert "重点团队" in text
    assert Document(BytesIO(answer.content)).tables[0].rows[0].cells[1].text == "条件"


def test_what_a_department_found_stands_on_the_naming_unions_sheet_alone(client: Client, city: City, case) -> None:
    city.call.path = ["recommendation", "panel"]
    city.call.save()
    letter = Consultation.objects.create(call=city.call, department="市应急局", sent_on=clock.today())
    DepartmentFinding.objects.create(consultation=letter, application=case, text="有一起未结案事故")
    found = {}
    for by in (city.city_clerk, city.county_clerk, city.unit_clerk):
        client.force_login(by)
        found[by] = "有一起未结案事故" in words_of(client.get(sheet(case, "docx")).content)
    assert list(found.values()) == [True, False, False]


def test_others_find_no_condition_sheet(client: Client, city: City, case) -> None:
    for by in (another_unit(city).unit_clerk, make_officer(make_union())):
        client.force_login(by)
        assert client.get(sheet(case, "pdf")).status_code == 404
    client.force_login(make_officer(city.city, Role.ADMINISTRATOR))
    assert client.get(sheet(case, "pdf")).status_code == 403
    client.force_login(city.city_clerk)
    assert client.get(sheet(case, "odt")).status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_the_condition_sheet_takes_the_same_queries(client, city: City, rows: int, django_assert_num_queries) -> None:
    for _ in range(rows):
        make_condition(city.call, severity=Severity.SOFT)
    made = at_city(city)
    client.force_login(city.city_clerk)
    client.get(sheet(made, "docx"))
    with django_assert_num_queries(SHEET_QUERIES):
        client.get(sheet(made, "docx"))


SHEET_QUERIES = 8
