"""A case as another system's form: an office's template is filled with the answers that the reader reads."""

from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from studios.actions.filings import open_application, submit_application
from studios.actions.templates import retire_template, upload_template
from studios.choices.reviews import PaperKind
from studios.documents.fields import field_rows
from studios.documents.samples import sample_paper
from studios.models import Application, PaperTemplate
from tests.city import NOTHING_WRONG, City, again, make_city
from tests.contents import fill_application
from tests.documents import words_of
from tests.factories import make_officer, make_union
from tests.review import another_unit
from unions.errors import Refusal
from unions.models import Union

LINES = (
    "{{ number }} {{ basics_name }}",
    "{%p for lead in leads %}",
    "领衔人 {{ lead.name }} {{ lead.mobile }}",
    "{%p for honour in lead.honours %}",
    "荣誉 {{ honour.honour }}",
    "{%p endfor %}",
    "{%p endfor %}",
    "{%p for activity in activities %}",
    "{{ activity.place }}",
    "{%p endfor %}",
)


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return make_city()


@pytest.fixture
def case(city: City) -> Application:
    """A submitted case with complete answers."""
    made = open_application(city.call, city.studio, by=city.unit_clerk)
    fill_application(made)
    submit_application(made, by=city.unit_clerk, idempotency_key="x", faults=NOTHING_WRONG)
    return again(made)


def upload(union: Union, by, *lines: str) -> PaperTemplate:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    stream = BytesIO()
    document.save(stream)
    stream.seek(0)
    sample = sample_paper(PaperKind.CASE_FORM)
    return upload_template(union, PaperKind.CASE_FORM, by=by, stream=stream, name="省级申报表.docx", sample=sample)


def page(case: Application) -> str:
    return f"{case.get_absolute_url()}forms/"


def test_a_template_is_listed_and_filled_with_the_case(client: Client, city: City, case: Application) -> None:
    template = upload(city.city, city.city_clerk, *LINES)
    client.force_login(city.unit_clerk)
    assert page(case) in client.get(case.get_absolute_url()).content.decode()
    assert "省级申报表.docx" in client.get(page(case)).content.decode()
    text = words_of(client.get(f"{page(case)}{template.pk}/").content)
    lead = case.versions.get().content["leads"]["leads"][0]
    assert f"领衔人 {lead['name']}" in text
    assert text.startswith(case.number)
    assert "荣誉" in text
    assert "{{" not in text


def test_private_values_are_masked_above_the_unit(client: Client, city: City, case: Application) -> None:
    version = case.versions.get()
    version.content["leads"]["leads"][0]["mobile"] = "13912345678"
    version.save()
    template = upload(city.city, city.city_clerk, *LINES)
    found = {}
    for by in (city.unit_clerk, city.city_clerk):
        client.force_login(by)
        answer = client.get(f"{page(case)}{template.pk}/")
        found[by] = "13912345678" in words_of(answer.content) if answer.status_code == 200 else answer.status_code
    assert list(found.values()) == [True, False]


def test_an_empty_list_still_knows_its_fields(client: Client, city: City, case: Application) -> None:
    version = case.versions.get()
    version.content["training"]["activities"] = []
    version.save()
    template = upload(city.unit, city.unit_clerk, *LINES)
    client.force_login(city.unit_clerk)
    assert client.get(f"{page(case)}{template.pk}/").status_code == 200


@pytest.mark.parametrize(
    "line", ["{{ objector }}", "{{ lead.person }}", "{{ basics_name.__class__ }}", "{% set a = 1 %}"]
)
def test_a_template_beyond_the_fields_is_refused(city: City, line: str) -> None:
    with pytest.raises(Refusal):
        upload(city.city, city.city_clerk, line)
    assert not PaperTemplate.objects.exists()


def test_the_list_of_fields_says_what_each_holds() -> None:
    rows = {(row.code, row.within): row.example for row in field_rows(PaperKind.CASE_FORM)}
    assert rows["{{ basics_name }}", ""].startswith("〔")
    nested = "{%p for lead in leads %} {%p for honour in lead.honours %}"
    assert rows["{{ honour.year }}", nested] == "〔年份〕"


def test_others_find_neither_page_nor_template(client: Client, city: City, case: Application) -> None:
    other = another_unit(city)
    own = upload(other.unit, other.unit_clerk, "{{ number }}")
    client.force_login(city.unit_clerk)
    assert client.get(f"{page(case)}{own.pk}/").status_code == 404
    for by in (other.unit_clerk, make_officer(make_union())):
        client.force_login(by)
        assert client.get(page(case)).status_code == 404
    template = upload(city.city, city.city_clerk, "{{ number }}")
    retire_template(template, by=city.city_clerk)
    client.force_login(city.unit_clerk)
    assert client.get(f"{page(case)}{template.pk}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 4])
def test_the_page_takes_the_same_queries(client, city: City, case, rows: int, django_assert_num_queries) -> None:
    for _ in range(rows):
        upload(city.city, city.city_clerk, "{{ number }}")
    client.force_login(city.unit_clerk)
    client.get(page(case))
    with django_assert_num_queries(QUERIES):
        client.get(page(case))


QUERIES = 8
