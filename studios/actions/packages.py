"""Packages for the archive: asked for at a desk, put together by the worker, fetched by their owner, gone in days."""

import hashlib
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from studios.actions.attachments import full_path
from studios.choices.files import FileKind
from studios.models import Application, ArchivePackage, Call
from studios.queries.package_sheets import cases_sheet
from studios.queries.packages import Item, Part, call_part, case_part, packable_cases, sits_on_panel, size_of
from studios.values.packing.names import filed_name, safe_name
from studios.values.packing.sheets import Sheet, write_book
from studios.values.packing.zipping import PIECE, Packer
from unions import clock
from unions.actions.audit import record
from unions.actions.job_results import Follow, start_job
from unions.choices.audit import Verb
from unions.choices.people import CASE_ROLES
from unions.errors import Forbidden, Refusal
from unions.models import Account

FOLDER = "packages"
KEPT = timedelta(days=3)
# A file of this folder without a row is left over from a worker that was killed.
SETTLED = timedelta(days=1)
MOST_BYTES = 20 * 1024**3
Faults = list[tuple[str, str]]


def package_path(package: ArchivePackage) -> Path:
    """Where the ZIP lies."""
    return Path(settings.MEDIA_ROOT) / package.path


def require_packer(account: Account, call: Call) -> None:
    """403 for everybody without a desk, and for the experts of this call: what they read is their bench's."""
    if not account.is_active or not account.scope.roles & set(CASE_ROLES):
        raise Forbidden(_("Clerks, chairs and auditors take packages for the archive."))
    if sits_on_panel(account, call):
        raise Forbidden(_("You have a seat on the panel of this call, so its material reaches you on the bench alone."))


@transaction.atomic
def ask_for_package(call: Call, application: Application | None, *, by: Account) -> int:
    """Let the worker put the package together; answers the job. Asked twice while it runs it is one job."""
    require_packer(by, call)
    cases = packable_cases(call, by)
    if application is not None:
        cases = cases.filter(pk=application.pk)
    if not cases.exists():
        raise Refusal(_("There is no submitted case here that you read. A package holds submitted ones."))
    _require_room(size_of(cases)[1])
    case = application.pk if application else 0
    return start_job(
        "studios.pack_archive", by=by, once=f"pack-{by.pk}-{call.pk}-{case}", call_id=call.pk, application_id=case
    )


def _require_room(size: int) -> None:
    """Refuse what is too large for a ZIP that somebody fetches, or for the disk above its floor."""
    if size > MOST_BYTES:
        raise Refusal(_("The files of these cases have more than 20 GB together. Take the cases one by one."))
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(root).free < size + settings.DISK_FLOOR:
        raise Refusal(_("There is not enough room on the server for this package. Tell your administrator."))


@dataclass(frozen=True, slots=True)
class Packed:
    """A package that was made, and which of its files could not be taken in as they were uploaded."""

    package: ArchivePackage
    faults: Faults


def make_package(call: Call, application: Application | None, *, by: Account, follow: Follow) -> Packed | None:
    """Write the ZIP of what the account reads by now, then its row; None where nothing is left to it.

    The row comes last: a worker that is killed leaves a file that the nightly sweep takes away.
    """
    require_packer(by, call)
    with translation.override(settings.LANGUAGE_CODE):
        cases = list(packable_cases(call, by))
        if application is not None:
            cases = [case for case in cases if case.pk == application.pk]
        if not cases:
            return None
        parts = _parts(call, cases, by, is_whole=application is None)
        top = f"{application.number} {application.studio.name}" if application else call.title
        path = f"{FOLDER}/{secrets.token_hex(16)}.zip"
        try:
            return _write(path, safe_name(top), parts, _Subject(call, application, by, len(cases)), follow)
        except BaseException:
            (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)
            raise


@dataclass(frozen=True, slots=True)
class _Subject:
    call: Call
    application: Application | None
    by: Account
    count: int


def _parts(call: Call, cases: Sequence[Application], account: Account, *, is_whole: bool) -> Iterator[Part]:
    """The call's own folder first, then a case at a time; a single case is a folder of its own."""
    if not is_whole:
        yield case_part(cases[0], account, folder="")
        return
    digits = max(3, len(str(len(cases))))
    folders = [f"{i:0{digits}d} {safe_name(f'{a.number} {a.studio.name}')}" for i, a in enumerate(cases, start=1)]
    own = call_part(call, account)
    own.sheets.insert(0, cases_sheet(list(zip(folders, cases, strict=True))))
    yield own
    for folder, case in zip(folders, cases, strict=True):
        yield case_part(case, account, folder=folder)


@dataclass(slots=True)
class _Filing:
    """A package while it is written: the index so far, and what could not be taken in."""

    packer: Packer
    top: str
    rows: list[list[Any]] = field(default_factory=list)
    faults: Faults = field(default_factory=list)
    written: int = 0

    def take(self, part: Part) -> None:
        """Write a folder's files and its workbook, numbered."""
        digits = max(2, len(str(len(part.items) + 1)))
        for number, item in enumerate(part.items, start=1):
            name = filed_name(number, item.title, FileKind(item.file.kind).extension, digits=digits)
            self._take_file(part, number, item, name)
        for title in part.wanting:
            fault = _("It was not set as PDF.")
            self.faults.append((self._place(part.folder, title), fault))
            self.rows.append([len(self.rows) + 1, part.folder, "", title, "", "", "", "", "", "", "", fault])
        number = len(part.items) + 1
        name = filed_name(number, part.book, ".xlsx", digits=digits)
        with write_book(part.sheets, title=part.folder or self.top, foot=_foot()) as book:
            size, digest = self.packer.add(self._place(part.folder, name), book, at=clock.now())
        self._note(part, number, [part.book, "", "", clock.today(), "", name, size, digest, ""])

    def _take_file(self, part: Part, number: int, item: Item, name: str) -> None:
        size, digest, fault = item.file.size, item.file.sha256, ""
        try:
            with full_path(item.file).open("rb") as source:
                size, digest = self.packer.add(self._place(part.folder, name), source, at=item.file.uploaded_at)
        except FileNotFoundError:
            fault = _("The file is missing.")
        else:
            if digest != item.file.sha256:
                fault = _("The file is not what was uploaded: its check sum differs.")
        if fault:
            self.faults.append((self._place(part.folder, name), fault))
        facts = [item.title, item.number, item.issuer, item.day, item.file.pages or "", name, size, digest, fault]
        self._note(part, number, facts)

    def _place(self, folder: str, name: str) -> str:
        return "/".join(filter(None, [self.top, folder, name]))

    def _note(self, part: Part, number: int, facts: list[Any]) -> None:
        self.written += 1
        day = facts[3]
        shown = [*facts[:3], day.isoformat() if isinstance(day, date) else "", *facts[4:]]
        self.rows.append([len(self.rows) + 1, part.folder, number, *shown])

    def finish(self) -> None:
        """Write the index, which stands first by its name."""
        name = filed_name(0, _("File index"), ".xlsx")
        sheet = Sheet(_("File index"), _index_head(), self.rows)
        with write_book([sheet], title=self.top, foot=_foot()) as book:
            self.packer.add(self._place("", name), book, at=clock.now())


def _index_head() -> list[str]:
    return [
        _("No."),
        _("Folder"),
        _("Number in the folder"),
        pgettext("archive", "Title"),
        _("Document number"),
        _("Responsible"),
        _("Date"),
        pgettext("archive", "Pages"),
        _("File"),
        _("Bytes"),
        "SHA-256",
        _("Remark"),
    ]


def _foot() -> str:
    """Page x of y as a workbook writes it."""
    return _("Page {page} of {pages}").format(page="&P", pages="&N")


def _write(path: str, top: str, parts: Iterator[Part], subject: _Subject, follow: Follow) -> Packed:
    target = Path(settings.MEDIA_ROOT) / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with target.open("xb") as file, Packer(file) as packer:
        target.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        filing = _Filing(packer, top)
        total = subject.count + (subject.application is None)
        for number, part in enumerate(parts):
            follow(number, total)
            filing.take(part)
        filing.finish()
    follow(total, total)
    return Packed(_keep(target, path, top, filing, subject), filing.faults)


@transaction.atomic
def _keep(target: Path, path: str, top: str, filing: _Filing, subject: _Subject) -> ArchivePackage:
    package = ArchivePackage.objects.create(
        by=subject.by,
        call=subject.call,
        application=subject.application,
        name=f"{top}.zip",
        path=path,
        size=target.stat().st_size,
        sha256=_digest(target),
        file_count=filing.written,
        missing_count=len(filing.faults),
        made_at=clock.now(),
        ends_at=clock.now() + KEPT,
    )
    details = {"cases": subject.count, "files": filing.written, "sha256": package.sha256}
    _record(Verb.PACKAGE_MADE, package, details)
    return package


def _digest(target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _record(verb: Verb, package: ArchivePackage, details: dict[str, Any]) -> None:
    subject = package.application or package.call
    record(verb, by=package.by, subject=subject, union=package.call.union, details={"package": package.pk} | details)


@transaction.atomic
def fetch_package(package: ArchivePackage, *, by: Account) -> IO[bytes]:
    """Open the ZIP for its owner, who still reads what is in it; on record."""
    require_packer(by, package.call)
    cases = packable_cases(package.call, by)
    if package.application_id:
        cases = cases.filter(pk=package.application_id)
    if package.by_id != by.pk or not cases.exists():
        raise Forbidden(_("This package is fetched by whoever asked for it, while the cases in it are in sight."))
    file = package_path(package).open("rb")
    _record(Verb.PACKAGE_FETCHED, package, {"sha256": package.sha256})
    return file


def sweep_packages() -> int:
    """Remove packages whose days are over and files that no row names; answers how many went."""
    over = list(ArchivePackage.objects.over())
    for package in over:
        package.delete()
        package_path(package).unlink(missing_ok=True)
    return len(over) + sum(map(_drop, _lost()))


def _lost() -> list[Path]:
    known = set(ArchivePackage.objects.values_list("path", flat=True))
    files = (Path(settings.MEDIA_ROOT) / FOLDER).glob("*.zip")
    return [file for file in files if f"{FOLDER}/{file.name}" not in known]


def _drop(file: Path) -> bool:
    with suppress(FileNotFoundError):
        if file.stat().st_mtime < (clock.now() - SETTLED).timestamp():
            file.unlink()
            return True
    return False
