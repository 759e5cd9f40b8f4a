"""The pages of papers, templates, plaque orders and the report."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from procrastinate.contrib.django.models import ProcrastinateJob

from studios.actions.attachments import keep_file
from studios.actions.decisions import Paper as SignedPaper
from studios.actions.decisions import name_studios
from studios.actions.paper_writing import store_paper
from studios.choices.reviews import PaperFormat, PaperKind
from studios.documents.leadership_report import report_paper
from studios.documents.naming_decision import decision_draft
from studios.models import Paper, PaperTemplate, PlaqueOrder
from tests.city import City, make_city, ready
from tests.factories import make_call, make_officer, make_union
from tests.files import make_pdf
from tests.review import another_unit
from unions import clock
from unions.choices.people import Role


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return make_city()


@pytest.fixture
def clerk(client: Client, city: City) -> Client:
    client.force_login(city.city_clerk)
    return client


def written(city: City) -> Paper:
    draft = decision_draft(city.call)
    facts = {"name": draft.name, "content": draft.content, "list_sha256": draft.sha256}
    return store_paper(city.call, PaperKind.DECISION, PaperFormat.WORD, by=city.city_clerk, union=city.city, **facts)


def papers(city: City) -> str:
    return f"/desk/calls/{city.call.pk}/papers/"


def test_a_paper_is_looked_at_then_written_by_a_job(clerk: Client, city: City) -> None:
    ready(city)
    page = f"{papers(city)}decision/0/"
    assert page in clerk.get(papers(city)).content.decode()
    assert city.studio.name in clerk.get(page).content.decode()
    answer = clerk.post(page, {"format": "docx"})
    job = ProcrastinateJob.objects.get(task_name="studios.write_paper")
    assert answer["Location"] == f"/desk/jobs/{job.pk}/"
    assert (job.args["form"], job.args["kind"], job.args["by"]) == ("docx", "decision", city.city_clerk.pk)


def test_what_is_not_offered_is_not_found(clerk: Client, city: City) -> None:
    assert clerk.get(f"{papers(city)}decision/0/").status_code == 422
    for path in ("results/0/", "nonsense/0/", "decision/99999/", "score_sheet/1/"):
        assert clerk.get(f"{papers(city)}{path}").status_code == 404
    assert clerk.get(f"{papers(city)}report/0/").status_code == 200


def test_others_find_neither_the_list_nor_the_file(client: Client, city: City) -> None:
    ready(city)
    paper = written(city)
    page, file = papers(city), f"/desk/files/{paper.file_id}/"
    client.force_login(city.county_clerk)
    assert paper.file.name not in client.get(page).content.decode()
    assert client.get(file).status_code == 404
    assert client.get(f"{page}decision/0/").status_code == 404
    client.force_login(make_officer(make_union()))
    assert client.get(page).status_code == 404
    client.force_login(make_officer(city.city, Role.AUDITOR))
    assert paper.file.name in client.get(page).content.decode()
    answer = client.get(file)
    assert answer.status_code == 200
    assert len(b"".join(answer.streaming_content)) == paper.file.size
    assert client.get(f"{page}report/0/").status_code == 403


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_takes_the_same_queries(clerk: Client, city: City, rows: int, django_assert_num_queries) -> None:
    ready(city)
    for _ in range(rows):
        written(city)
    clerk.get(papers(city))
    with django_assert_num_queries(PAGE_QUERIES):
        clerk.get(papers(city))


PAGE_QUERIES = 14


def docx_with(text: str) -> SimpleUploadedFile:
    document = Document()
    document.add_paragraph(text)
    target = BytesIO()
    document.save(target)
    return SimpleUploadedFile("本会.docx", target.getvalue())


def test_a_template_is_uploaded_tried_and_retired(clerk: Client, city: City) -> None:
    values = {"union": city.city.pk, "kind": "decision", "note": "红头", "file": docx_with("{{ title }}")}
    clerk.post("/desk/paper-templates/new/", values)
    made = PaperTemplate.objects.get()
    page = f"/desk/paper-templates/{made.pk}/"
    assert "{{ row.studio }}" in clerk.get(page).content.decode()
    tried = clerk.get(f"{page}preview/")
    assert Document(BytesIO(tried.content)).paragraphs[0].text == "关于命名2026年市级劳模创新工作室的决定"
    clerk.post(f"{page}retire/")
    assert PaperTemplate.objects.get().retired_at is not None


@pytest.mark.parametrize("body", [b"no zip", b"PK\x03\x04broken", b""])
def test_a_file_that_is_no_word_file_is_refused_at_its_field(clerk: Client, city: City, body: bytes) -> None:
    values = {"union": city.city.pk, "kind": "decision", "file": SimpleUploadedFile("x.docx", body)}
    answer = clerk.post("/desk/paper-templates/new/", values)
    assert answer.status_code == 200
    assert "file" in answer.context["form"].errors


def test_an_unknown_field_is_named(clerk: Client, city: City) -> None:
    values = {"union": city.city.pk, "kind": "decision", "file": docx_with("{{ telephone }}")}
    answer = clerk.post("/desk/paper-templates/new/", values)
    assert "telephone" in str(answer.context["form"].errors["file"])


def test_the_templates_of_others_are_not_found(clerk: Client, city: City) -> None:
    clerk.post(
        "/desk/paper-templates/new/", {"union": city.city.pk, "kind": "notice", "file": docx_with("{{ title }}")}
    )
    page = f"/desk/paper-templates/{PaperTemplate.objects.get().pk}/"
    clerk.force_login(city.county_clerk)
    for path in ("", "preview/", "retire/"):
        assert clerk.get(f"{page}{path}").status_code == 404


@pytest.mark.parametrize("kind", list(PaperKind))
def test_fields_and_template_of_each_kind_can_be_read(clerk: Client, city: City, kind: PaperKind) -> None:
    assert clerk.get(f"/desk/paper-templates/fields/{kind}/").status_code == 200
    assert Document(BytesIO(clerk.get(f"/desk/paper-templates/default/{kind}/").content))


def test_plaques_are_ordered_and_received_over_the_pages(clerk: Client, city: City) -> None:
    kept = keep_file(BytesIO(make_pdf()), name="决定.pdf", by=city.city_chair, union=city.city, slot="paper")
    signed = SignedPaper(number="测工〔2026〕15号", decided_on=clock.today(), file=kept)
    decision = name_studios(city.call, [ready(city)], paper=signed, by=city.city_chair)
    page = f"/desk/decisions/{decision.pk}/plaques/"
    today = clock.today().isoformat()
    refused = clerk.post(page, {"maker": "标牌厂", "ordered_on": today, "pieces": 2})
    assert "pieces" in refused.context["form"].errors
    clerk.post(page, {"maker": "标牌厂", "ordered_on": today, "pieces": 1})
    order = PlaqueOrder.objects.get()
    assert f"{papers(city)}plaque_order/{order.pk}/" in clerk.get(page).content.decode()
    assert clerk.get(f"{papers(city)}plaque_order/{order.pk}/").status_code == 200
    clerk.post(f"/desk/plaque-orders/{order.pk}/receive/", {"received_on": today, "received_pieces": 1})
    assert PlaqueOrder.objects.get().received_pieces == 1


def test_the_report_counts_this_call_and_the_one_before(clerk: Client, city: City) -> None:
    earlier = make_call(city.city, year=city.call.year - 1)
    now, city.call = city.call, earlier
    ready(another_unit(city))
    city.call = now
    ready(city)
    ready(another_unit(city))
    answer = clerk.get(f"/desk/calls/{now.pk}/report/")
    report = answer.context["report"]
    assert report.earlier == earlier
    assert [(line.now, line.before) for line in report.figures] == [(2, 1), (2, 1), (2, 1), (0, 0), (0, 0), (0, 0)]
    recommenders = next(t for t in report.tables if t.key == "recommender")
    assert [(line.label, line.now, line.before) for line in recommenders.lines] == [(city.county.name, 2, 1)]
    assert answer.context["check"] == report_paper(now).check
    assert "<svg" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 4])
def test_the_report_takes_the_same_queries(clerk: Client, city: City, rows: int, django_assert_num_queries) -> None:
    for _ in range(rows):
        ready(another_unit(city))
    page = f"/desk/calls/{city.call.pk}/report/"
    clerk.get(page)
    with django_assert_num_queries(REPORT_QUERIES):
        clerk.get(page)


REPORT_QUERIES = 13


def test_units_do_not_read_the_report(client: Client, city: City) -> None:
    client.force_login(city.unit_chair)
    assert client.get(f"/desk/calls/{city.call.pk}/report/").status_code == 403
