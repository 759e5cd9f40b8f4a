"""The worker writes a paper and tells who asked for it where it is."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.urls import reverse

from studios.actions.attachments import full_path, keep_file
from studios.actions.packages import ask_for_package, package_path
from studios.actions.paper_writing import write_paper
from studios.choices.reviews import PaperFormat, PaperKind
from studios.documents.naming_decision import decision_draft
from studios.models import ArchivePackage, Paper
from tests.city import make_city, ready
from tests.files import make_pdf
from tests.unions.queue import work_off
from unions import clock
from unions.models import JobResult


@pytest.fixture
def folder(settings: Any, tmp_path: Any) -> Iterator[Any]:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_a_worker_writes_the_paper_and_tells_its_owner(folder: Any) -> None:
    city = make_city()
    ready(city)
    draft = decision_draft(city.call)
    job = write_paper(city.call, PaperKind.DECISION, PaperFormat.PDF, by=city.city_clerk, draft=draft)
    assert not Paper.objects.exists()

    work_off()
    work_off()

    paper = Paper.objects.get()
    assert (paper.kind, paper.made_by, paper.list_sha256) == (PaperKind.DECISION, city.city_clerk, draft.sha256)
    with pypdfium2.PdfDocument(full_path(paper.file).read_bytes()) as written:
        text = "".join("".join(page.get_textpage().get_text_range() for page in written).split())
    assert city.studio.name in text
    result = JobResult.objects.get(pk=job)
    assert result.url == reverse("file", args=[paper.file_id])
    assert paper.file.name in result.text


@pytest.mark.django_db(transaction=True)
def test_a_worker_packs_a_case_and_says_where(folder: Any) -> None:
    city = make_city()
    case = ready(city)
    form = {"name": f"{case.number}-1.pdf", "union": case.union, "slot": "form_pdf", "application": case}
    keep_file(BytesIO(make_pdf()), by=None, **form)
    job = ask_for_package(city.call, case, by=city.city_clerk)
    work_off()
    package = ArchivePackage.objects.get()
    assert package_path(package).stat().st_size == package.size
    result = JobResult.objects.get(pk=job)
    assert (result.url, result.faults, result.done, result.total) == (package.get_absolute_url(), {}, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_packs_nothing_for_one_who_lost_the_right(folder: Any) -> None:
    city = make_city()
    job = ask_for_package(city.call, ready(city), by=city.city_clerk)
    city.city_clerk.appointments.update(ends_on=clock.today() - timedelta(days=1))
    work_off()
    assert not ArchivePackage.objects.exists()
    assert JobResult.objects.get(pk=job).text
