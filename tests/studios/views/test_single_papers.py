"""Papers of one row: a click gives PDF or Word, with what the page shows this account and no more."""

from io import BytesIO

import pikepdf
import pytest
from django.test import Client
from docx import Document

from studios.actions.templates import upload_template
from studios.choices.calls import Severity
from studios.choices.reviews import PaperKind
from studios.documents.samples import sample_paper
from studios.models import Application, Consultation, DepartmentFinding, Person, Studio
from tests.city import City, again, at_city, make_city
from tests.documents import pages_of, words_of
from tests.factories import (
    make_condition,
    make_designation,
    make_named_studio,
    make_officer,
    make_person,
    make_result,
    make_union,
    make_worker,
)
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


@pytest.fixture
def named(city: City) -> Studio:
    """A named studio with a lead, a result, a secret one, certified benefit, a former name, and telephones."""
    lead = make_worker("周立民", home=city.unit)
    Person.objects.filter(pk=lead.person_id).update(mobile="13912345678")
    made = make_named_studio(city.unit, f"{RARE}工作室", lead=lead)
    made.contact_phone = "0577-88881234"
    made.save()
    make_designation(made)
    shown = make_result(made, "侧墙焊接变形控制", state="confirmed", confirmed_at=clock.now())
    shown.benefits.create(year=2025, method="saving", amount=1_234_500, is_certified=True)
    make_result(made, "保密成果", is_secret=True)
    made.former_names.create(name="旧名工作室", until_on=clock.today())
    made.members.create(person=make_person("成员甲", mobile="13911112222"))
    return made


def profile(studio: Studio, form: str) -> str:
    return f"/desk/studios/{studio.pk}/profile/{form}/"


def test_the_profile_says_what_the_register_holds_but_no_secret_and_no_telephone(client, city: City, named) -> None:
    client.force_login(city.city_clerk)
    assert profile(named, "pdf") in client.get(f"/desk/studios/{named.pk}/").content.decode()
    text = "".join(pages_of(client.get(profile(named, "pdf")).content))
    for words in (f"{RARE}工作室", named.number, "周立民", "侧墙焊接变形控制", "123.45", "旧名工作室", "1人（成员1）"):
        assert words in text
    for words in ("保密成果", "13912345678", "13911112222", "88881234", "成员甲", "U+"):
        assert words not in text


def test_the_profile_opens_in_word_by_the_readers_own_template(client, city: City, named) -> None:
    client.force_login(city.city_clerk)
    assert "侧墙焊接变形控制" in words_of(client.get(profile(named, "docx")).content)
    template = BytesIO()
    document = Document()
    document.add_paragraph("本会档案 {{ studio }} {{ unit }} {{ members }}")
    document.save(template)
    template.seek(0)
    facts = {"stream": template, "name": "档案.docx", "sample": sample_paper(PaperKind.PROFILE)}
    upload_template(city.city, PaperKind.PROFILE, by=city.city_clerk, **facts)
    assert words_of(client.get(profile(named, "docx")).content) == f"本会档案 {RARE}工作室 测试厂 1人（成员1）"
    client.force_login(city.county_clerk)
    assert "本会档案" not in words_of(client.get(profile(named, "docx")).content)


def test_a_profile_is_read_by_whoever_reads_the_register(client, city: City, named) -> None:
    assert city.studio.number is None
    for by, studio, status in (
        (city.unit_clerk, named, 200),
        (city.unit_clerk, city.studio, 200),
        (city.city_clerk, city.studio, 404),
        (another_unit(city).unit_clerk, named, 404),
        (make_officer(make_union()), named, 404),
    ):
        client.force_login(by)
        assert client.get(profile(studio, "docx")).status_code == status


@pytest.mark.parametrize("rows", [1, 5])
def test_the_profile_takes_the_same_queries(client, city: City, named, rows, django_assert_num_queries) -> None:
    for _ in range(rows):
        make_result(named)
        make_designation(named)
        named.projects.create(title="课题", area="process")
    client.force_login(city.city_clerk)
    client.get(profile(named, "docx"))
    with django_assert_num_queries(PROFILE_QUERIES):
        client.get(profile(named, "docx"))


PROFILE_QUERIES = 15
