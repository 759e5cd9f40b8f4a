"""Workbooks of long lists: written by the worker, kept beside the job's result, handed to whoever asked."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from unions import clock
from unions.actions.job_results import Follow, report_result, start_job
from unions.errors import Forbidden, Refusal
from unions.models import Account, JobResult

FOLDER = "sheets"
LONGEST_ADDRESS = 2_000


class ListRequest(HttpRequest):
    """What a list's own page is asked with when nobody waits for the answer; `follow` hears how many rows are written."""

    def __init__(self, address: str, *, by: Account, follow: Follow) -> None:
        """The address as the person has it, read with the person's rights."""
        super().__init__()
        self.method = "GET"
        self.path, _mark, query = address.partition("?")
        self.path_info = self.path
        self.GET = QueryDict(query)
        self.user, self.follow = by, follow
        # A sheet has neither a selection nor a part of a page.
        self.session, self.htmx = {}, False  # type: ignore[assignment]


def asks_for_sheet(address: str) -> bool:
    """Whether the address is that of a workbook on a page for those who are signed in."""
    path, _mark, query = address.partition("?")
    if len(address) > LONGEST_ADDRESS or not path.startswith("/desk/") or QueryDict(query).get("export") != "xlsx":
        return False
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def start_list_sheet(address: str, *, by: Account) -> int:
    """Let the worker write the sheet at this address; asked twice it is one job. Answers the job."""
    if not asks_for_sheet(address):
        raise Refusal(_("There is no list at this address."), field="address")
    mark = hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()[:32]
    with transaction.atomic():
        return start_job("unions.write_list_sheet", by=by, once=f"sheet-{by.pk}-{mark}", address=address)


def write_list_sheet(job: int, address: str, *, by: Account, follow: Follow) -> None:
    """Ask the list's own page for the sheet, with the rights of the account as they are now, and keep the file."""
    with translation.override(by.language):
        answer = _asked(address, by, follow)
        if not isinstance(answer, FileResponse):
            report_result(job, _("There is no sheet at this address any more."))
            return
        path = f"{FOLDER}/{secrets.token_hex(16)}.xlsx"
        _write(Path(settings.MEDIA_ROOT) / path, answer)
        kept = {"file": path, "file_name": answer.filename}
        JobResult.objects.update_or_create(pk=job, defaults=kept, create_defaults={**kept, "at": clock.now()})
        report_result(job, _("%(name)s is written.") % {"name": answer.filename}, url=reverse("job_file", args=[job]))


def _asked(address: str, by: Account, follow: Follow) -> Any:
    """The page's answer; nothing for somebody who may no longer read it."""
    if not by.is_active:
        return None
    request = ListRequest(address, by=by, follow=follow)
    page = resolve(request.path)
    try:
        return page.func(request, *page.args, **page.kwargs)
    except (Forbidden, Http404):
        return None


def _write(path: Path, answer: FileResponse) -> None:
    """The file is whole on the disk before its row names it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.writelines(cast("Iterable[bytes]", answer.streaming_content))
        file.flush()
        os.fsync(file.fileno())
    answer.close()


def full_path(result: JobResult) -> Path:
    """Where the file of a result lies."""
    return Path(settings.MEDIA_ROOT) / result.file
