"""The worker writes a paper and tells who asked for it where it is."""

from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
from django.urls import reverse

from studios.actions.attachments import full_path
from studios.actions.paper_writing import write_paper
from studios.choices.reviews import PaperFormat, PaperKind
from studios.documents.naming_decision import decision_draft
from studios.models import Paper
from tests.city import make_city, ready
from tests.unions.queue import forget_jobs, work_off
from unions.models import JobResult


@pytest.fixture
def folder(settings: Any, tmp_path: Any) -> Iterator[Any]:
    settings.MEDIA_ROOT = tmp_path
    forget_jobs()
    yield tmp_path
    forget_jobs()


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
