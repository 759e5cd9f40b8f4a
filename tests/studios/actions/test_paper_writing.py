"""Papers are written by a job, kept as files with their check sum; templates are checked; plaques are ordered once."""

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from procrastinate.contrib.django.models import ProcrastinateJob

from studios.actions.attachments import full_path, keep_file
from studios.actions.decisions import Paper as SignedPaper
from studios.actions.decisions import name_studios
from studios.actions.paper_writing import store_paper, template_of, write_paper
from studios.actions.plaque_orders import order_plaques, receive_plaques
from studios.actions.templates import retire_template, upload_template
from studios.choices.files import FileKind
from studios.choices.reviews import PaperFormat, PaperKind
from studios.documents.naming_decision import decision_draft
from studios.documents.samples import sample_paper
from studios.models import Decision, Paper, PaperTemplate
from tests.city import City, make_city, ready
from tests.files import make_pdf
from tests.review import another_unit
from unions import clock
from unions.errors import Forbidden, Refusal
from unions.models import AuditEvent


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return make_city()


def docx_with(*texts: str) -> BytesIO:
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    target = BytesIO()
    document.save(target)
    target.seek(0)
    return target


def upload(city: City, *texts: str, kind: PaperKind = PaperKind.DECISION) -> PaperTemplate:
    stream = docx_with(*texts)
    return upload_template(
        city.city, kind, by=city.city_clerk, stream=stream, name="本会决定.docx", sample=sample_paper(kind)
    )


def stored(city: City, paper_format: PaperFormat, kind: PaperKind = PaperKind.DECISION) -> Paper:
    draft = decision_draft(city.call)
    return store_paper(
        city.call,
        kind,
        paper_format,
        by=city.city_clerk,
        union=city.city,
        name=draft.name,
        content=draft.content,
        list_sha256=draft.sha256,
    )


@pytest.mark.parametrize(("paper_format", "kind"), [(PaperFormat.PDF, FileKind.PDF), (PaperFormat.WORD, FileKind.DOCX)])
def test_a_stored_paper_keeps_file_and_check_sum(city: City, paper_format: PaperFormat, kind: FileKind) -> None:
    ready(city)
    paper = stored(city, paper_format)
    assert (paper.file.kind, paper.file.union, paper.list_sha256) == (kind, city.city, decision_draft(city.call).sha256)
    assert full_path(paper.file).is_file()
    event = AuditEvent.objects.get(verb="paper.made")
    assert event.details["list_sha256"] == paper.list_sha256


def test_writing_is_a_job_with_the_composed_list(city: City) -> None:
    ready(city)
    draft = decision_draft(city.call)
    write_paper(city.call, PaperKind.DECISION, PaperFormat.PDF, by=city.city_clerk, draft=draft)
    job = ProcrastinateJob.objects.get(task_name="studios.write_paper")
    assert job.args["list_sha256"] == draft.sha256
    assert [row["studio"] for row in job.args["content"]["rows"]] == [city.studio.name]


def test_others_write_no_papers_of_a_call(city: City) -> None:
    ready(city)
    draft = decision_draft(city.call)
    for by in (city.county_clerk, city.unit_chair):
        with pytest.raises(Forbidden):
            write_paper(city.call, PaperKind.DECISION, PaperFormat.PDF, by=by, draft=draft)
        with pytest.raises(Forbidden):
            write_paper(city.call, PaperKind.SUMMARY, PaperFormat.PDF, by=by, draft=draft, union=city.city)


def test_a_recommender_writes_its_own_summary(city: City) -> None:
    draft = sample_paper(PaperKind.SUMMARY)
    facts = {"by": city.county_clerk, "draft": draft, "union": city.county}
    assert write_paper(city.call, PaperKind.SUMMARY, PaperFormat.WORD, **facts)


def test_the_offices_own_template_is_used_until_it_is_retired(city: City) -> None:
    ready(city)
    made = upload(city, "本会样式 {{ title }}", "{%p for row in rows %}", "{{ row.studio }}", "{%p endfor %}")
    assert template_of(city.city, PaperKind.DECISION) == made
    words = [p.text for p in Document(full_path(stored(city, PaperFormat.WORD).file)).paragraphs]
    assert words == [f"本会样式 {decision_draft(city.call).content['title']}", city.studio.name]

    retire_template(made, by=city.city_chair)

    assert template_of(city.city, PaperKind.DECISION) is None
    with pytest.raises(Refusal):
        retire_template(made, by=city.city_chair)
    assert list(
        AuditEvent.objects.filter(verb__startswith="template.").order_by("position").values_list("verb", flat=True)
    ) == [
        "template.uploaded",
        "template.retired",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ objector }}",
        "{{ title.__class__ }}",
        "{{ rows.append(1) }}",
        "{{ range(10) }}",
        "{{ 'x' * 100000000 }}",
        "{% set a = 1 %}",
        "{% include 'x' %}",
        "{% for row in rows %}{% for a in rows %}{% for b in rows %}x{% endfor %}{% endfor %}{% endfor %}",
        "{{ row.mobile }}",
        "{{ title",
        "{{ words['__class__'] }}",
    ],
)
def test_a_template_with_more_than_known_fields_is_refused(city: City, text: str) -> None:
    with pytest.raises(Refusal) as refused:
        upload(city, text)
    assert refused.value.field == "file"
    assert PaperTemplate.objects.count() == 0


def test_others_keep_no_template_of_a_union(city: City) -> None:
    for by in (city.county_clerk, city.unit_chair):
        with pytest.raises(Forbidden):
            upload_template(
                city.city,
                PaperKind.REPORT,
                by=by,
                stream=docx_with("{{ title }}"),
                name="x.docx",
                sample=sample_paper(PaperKind.REPORT),
            )


@pytest.fixture
def decision(city: City) -> Decision:
    kept = keep_file(BytesIO(make_pdf()), name="决定.pdf", by=city.city_chair, union=city.city, slot="paper")
    cases = [ready(city), ready(another_unit(city))]
    signed = SignedPaper(number="测工〔2026〕15号", decided_on=clock.today(), file=kept)
    return name_studios(city.call, cases, paper=signed, by=city.city_chair)


def test_plaques_are_ordered_and_come_in_once(city: City, decision: Decision) -> None:
    today = clock.today()
    order = order_plaques(decision, by=city.city_clerk, maker="标牌厂", ordered_on=today, pieces=2)
    receive_plaques(order, by=city.city_clerk, received_on=today, received_pieces=1, note="一块返工")
    with pytest.raises(Refusal):
        receive_plaques(order, by=city.city_clerk, received_on=today, received_pieces=1, note="再次")
    again = order_plaques(decision, by=city.city_chair, maker="标牌厂", ordered_on=today, pieces=1)
    assert again.pieces == 1
    assert list(
        AuditEvent.objects.filter(verb__startswith="plaques.").order_by("position").values_list("verb", flat=True)
    ) == [
        "plaques.ordered",
        "plaques.received",
        "plaques.ordered",
    ]


@pytest.mark.parametrize(("days", "pieces", "field"), [(1, 1, "ordered_on"), (0, 3, "pieces"), (0, 0, "pieces")])
def test_a_wrong_order_is_refused_at_its_field(
    city: City, decision: Decision, days: int, pieces: int, field: str
) -> None:
    day = clock.today() + timedelta(days=days)
    with pytest.raises(Refusal) as refused:
        order_plaques(decision, by=city.city_clerk, maker="标牌厂", ordered_on=day, pieces=pieces)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("days", "pieces", "note", "field"),
    [(-1, 2, "", "received_on"), (1, 2, "", "received_on"), (0, 3, "", "received_pieces"), (0, 1, "", "note")],
)
def test_a_wrong_receipt_is_refused_at_its_field(  # noqa: PLR0917 - one argument a column of the table
    city: City, decision: Decision, days: int, pieces: int, note: str, field: str
) -> None:
    order = order_plaques(decision, by=city.city_clerk, maker="标牌厂", ordered_on=clock.today(), pieces=2)
    day = clock.today() + timedelta(days=days)
    with pytest.raises(Refusal) as refused:
        receive_plaques(order, by=city.city_clerk, received_on=day, received_pieces=pieces, note=note)
    assert refused.value.field == field


def test_only_the_deciding_union_orders(city: City, decision: Decision) -> None:
    with pytest.raises(Forbidden):
        order_plaques(decision, by=city.county_chair, maker="标牌厂", ordered_on=clock.today(), pieces=1)
