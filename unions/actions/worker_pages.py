"""Pages that the worker asks for somebody who does not wait: with the rights that the account has by then."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from unions import clock
from unions.actions.job_results import Follow, report_result
from unions.errors import Forbidden, Refusal, Sentence
from unions.models import Account, JobResult

FOLDER = "sheets"


class WorkRequest(HttpRequest):
    """What a page is asked with when nobody waits for the answer; `follow` hears how far it is."""

    def __init__(self, address: str, *, by: Account, follow: Follow, posted: str | None = None) -> None:
        """The address as the person has it; with `posted`, a form of it is sent."""
        super().__init__()
        self.method = "GET" if posted is None else "POST"
        self.path, _mark, query = address.partition("?")
        self.path_info = self.path
        self.GET, self.POST = QueryDict(query), QueryDict(posted or "")
        self.user, self.follow = by, follow
        # It has neither a selection nor a part of a page.
        self.session, self.htmx = {}, False  # type: ignore[assignment]


class Outcome(HttpResponse):
    """What a page answers the worker in place of itself: a sentence, and the page where one goes on."""

    def __init__(self, text: Sentence, *, url: str) -> None:
        """Both stand with the job."""
        super().__init__(str(text), content_type="text/plain; charset=utf-8")
        self.text, self.url = str(text), url


def follow_of(request: HttpRequest) -> Follow | None:
    """Who hears how far the work is; None where somebody waits for the page."""
    return getattr(request, "follow", None)


def ask_page(job: int, address: str, *, by: Account, follow: Follow, posted: str | None = None) -> None:
    """Ask a page: a file is kept with the job, a sentence stands there; a refusal is the outcome."""
    with translation.override(by.language):
        try:
            answer = _answer(WorkRequest(address, by=by, follow=follow, posted=posted))
        except Refusal as refusal:
            return report_result(job, refusal.message)
        if isinstance(answer, Outcome):
            return report_result(job, answer.text, url=answer.url)
        if isinstance(answer, FileResponse):
            return _keep(job, answer)
        return report_result(job, _("There is no sheet at this address any more."))


def _answer(request: WorkRequest) -> Any:
    """The page's answer; nothing for somebody who may no longer read it."""
    if not request.user.is_active:
        return None
    page = resolve(request.path)
    try:
        return page.func(request, *page.args, **page.kwargs)
    except (Forbidden, Http404):
        return None


def _keep(job: int, answer: FileResponse) -> None:
    """The file is whole on the disk before its row names it."""
    path = f"{FOLDER}/{secrets.token_hex(16)}.xlsx"
    _write(Path(settings.MEDIA_ROOT) / path, answer)
    kept = {"file": path, "file_name": answer.filename}
    JobResult.objects.update_or_create(pk=job, defaults=kept, create_defaults={**kept, "at": clock.now()})
    report_result(
        job,
        _("%(name)s is written and kept for three days.") % {"name": answer.filename},
        url=reverse("job_file", args=[job]),
    )


def _write(path: Path, answer: FileResponse) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.writelines(cast("Iterable[bytes]", answer.streaming_content))
        file.flush()
        os.fsync(file.fileno())
    answer.close()


def full_path(result: JobResult) -> Path:
    """Where the file of a result lies."""
    return Path(settings.MEDIA_ROOT) / result.file
