"""Stamped scans of the printed form: matched to its version by the QR code, by hand where it cannot be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.urls import reverse
from django.utils.translation import gettext as _

from studios.actions.applications import locked
from studios.actions.attachments import PICTURES, attach_file, full_path
from studios.actions.telling import desk_people, facts_of, unit_people
from studios.choices.calls import Stage
from studios.choices.files import FileKind, ScanMatch
from studios.choices.originals import StampOf
from studios.choices.sections import SectionKey
from studios.models import Application, ApplicationDesk, ApplicationVersion, Attachment, ReturnNote, StampedScan
from studios.permissions import compares_scans
from studios.queries.stamped_scans import UNSETTLED, stamping_desks
from studios.values.scan_marks import Mark
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import send_messages
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account

MOST_SCANS = 20
SCANS = PICTURES | {FileKind.PDF}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent, with what its QR codes say."""

    stream: BinaryIO
    name: str
    marks: tuple[Mark, ...] = ()


def match_scan(
    application: Application, file: Attachment, marks: Sequence[Mark], *, by: Account, paper: str, field: str
) -> StampedScan:
    """Keep a scan with the version that its QR code names; one of another case, or outdated, is refused at the field.

    The same file at a second desk is the same paper, kept once.
    """
    versions = list(application.versions.all())
    version = _version_of(application, versions, marks, field)
    if version is not None:
        require_current(version, versions, field=field)
    earlier = application.stamped_scans.filter(file=file).first()
    if earlier is not None:
        return earlier
    found = {"version": version, "how": ScanMatch.CODE, "matched_at": clock.now()} if version else {}
    scan = StampedScan.objects.create(application=application, file=file, paper=paper[:40], **found)
    if version is not None:
        _record(scan, by=by)
    return scan


def _version_of(
    application: Application, versions: Sequence[ApplicationVersion], marks: Sequence[Mark], field: str
) -> ApplicationVersion | None:
    found = None
    for mark in marks:
        if mark.number != application.number:
            words = _("This is the form of another case: %(number)s.") % {"number": mark.number}
            raise Refusal(words, field=field, code="other_case")
        found = next((v for v in versions if v.number == mark.version and v.sha256.startswith(mark.check)), None)
        if found is None:
            words = _("The check sum on this form is not that of version %(number)s. Print the form again.")
            raise Refusal(words % {"number": mark.version}, field=field, code="unknown_version")
    return found


def require_current(
    version: ApplicationVersion, versions: Sequence[ApplicationVersion], *, field: str = "version"
) -> None:
    """Refuse a version after which a return asked for new stamps (domain rules §4), and name the pages that changed."""
    newest = versions[0]
    if newest.number == version.number:
        return
    notes = ReturnNote.objects.filter(act__application=version.application_id, act__undone_at=None, renew_stamps=True)
    if notes.filter(act__version__number__gte=version.number).exists():
        pages = "、".join(f"{key.numeral} {key.label}" for key in changed_pages(version.content, newest.content))
        words = _(
            "This form was printed from version %(old)s. Since then these pages changed: %(pages)s."
            " Print version %(new)s and have it stamped again."
        )
        facts = {"old": version.number, "new": newest.number, "pages": pages or _("none")}
        raise Refusal(words % facts, field=field, code="outdated", see=_difference(version, newest))


def _difference(old: ApplicationVersion, new: ApplicationVersion) -> tuple[str, str]:
    """The page that shows every answer that differs."""
    label = _("What changed between version %(old)s and version %(new)s") % {"old": old.number, "new": new.number}
    return label, f"{reverse('case_versions', args=[new.application.number])}?old={old.number}&new={new.number}"


def changed_pages(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[SectionKey]:
    """The pages whose answers differ."""
    return [key for key in SectionKey if (old.get(key) or {}) != (new.get(key) or {})]


@one_transaction
def add_stamped_scans(
    application: Application, position: int, uploads: Sequence[Upload], *, by: Account, version: int = 0
) -> list[StampedScan]:
    """Add the scan of a desk's stamp to a case that this desk has signed already: all files or none.

    What bears a readable QR code is matched by it; of the rest a desk above the unit says by eye which `version` it
    shows. The unit and the desk that has the case are told, but for whoever adds it; of the same file again nobody.
    """
    fresh = locked(application)
    desk = _stamping_desk(fresh, position, by)
    stamp = StampOf(desk.stage)
    versions = list(fresh.versions.all())
    for upload in uploads:
        _require_printed(fresh, versions, upload.marks, version)
    if fresh.attachments.filter(slot=stamp.slot, removed_at=None).count() + len(uploads) > MOST_SCANS:
        raise Refusal(_("There are %(most)s scans of this stamp at most.") % {"most": MOST_SCANS}, field="scan")
    known = set(fresh.stamped_scans.values_list("pk", flat=True))
    made = _add_all(fresh, desk, uploads, by=by, version=version)
    if any(scan.pk not in known for scan in made):
        _tell(fresh, desk, made, by)
    return made


def _stamping_desk(application: Application, position: int, by: Account) -> ApplicationDesk:
    desks = {desk.position: desk for desk in stamping_desks(application, by)}
    if not desks:
        raise Forbidden(why_not_stamped(application))
    if position not in desks:
        raise Refusal(_("Choose whose stamp it is."), field="desk")
    return desks[position]


def why_not_stamped(application: Application) -> str:
    """Why an account adds no scan here."""
    if application.state == Stage.RETURNED:
        return _("The unit is changing this application. Add the stamped scan once it is handed in again.")
    if application.state in UNSETTLED:
        return _("This case has ended or was not handed in; no stamped scan is added.")
    return _("A desk adds the scan of its own stamp after it has signed; until then the scan goes with the opinion.")


def _require_printed(
    application: Application, versions: Sequence[ApplicationVersion], marks: Sequence[Mark], chosen: int
) -> None:
    """Refuse before a byte is kept: another case, an outdated version, a version that there is not."""
    found = _version_of(application, versions, marks, "scan")
    field = "scan"
    if found is None and chosen:
        found, field = next((one for one in versions if one.number == chosen), None), "version"
        if found is None:
            raise Refusal(_("Choose the version that the paper shows."), field="version")
    if found is not None:
        require_current(found, versions, field=field)


def _add_all(
    application: Application, desk: ApplicationDesk, uploads: Sequence[Upload], *, by: Account, version: int
) -> list[StampedScan]:
    """Every file; where one is refused, the bytes of those before it go with their rows."""
    made: list[StampedScan] = []
    known = set(application.attachments.values_list("pk", flat=True))
    try:
        for upload in uploads:
            made.append(_add(application, desk, upload, by=by, version=version))  # noqa: PERF401 - kept when one fails
    except BaseException:
        for scan in made:
            if scan.file_id not in known:
                full_path(scan.file).unlink(missing_ok=True)
        raise
    return made


def _add(application: Application, desk: ApplicationDesk, upload: Upload, *, by: Account, version: int) -> StampedScan:
    kept = attach_file(
        application,
        by=by,
        slot=StampOf(desk.stage).slot,
        stream=upload.stream,
        name=upload.name,
        union=desk.union,
        allowed=SCANS,
    )
    names = application.call.opinions.filter(stage=desk.stage).values_list("name", flat=True)
    scan = match_scan(application, kept, upload.marks, by=by, paper="、".join(names) or desk.union.name, field="scan")
    if version and not scan.how:
        scan.version = application.versions.get(number=version)
        _match_by_hand(scan, by)
    return scan


def _tell(application: Application, desk: ApplicationDesk, made: Sequence[StampedScan], by: Account) -> None:
    """Scans that nobody compared yet are said to be so: the desk that has the case looks at them."""
    facts = {**facts_of(application), "union": desk.union.name}
    is_open = any(not scan.how for scan in made)
    wording = lambda: (  # noqa: E731
        _("%(studio)s (%(number)s): a stamped scan of %(union)s came in; its version has to be compared by eye.")
        % facts
        if is_open
        else _("%(studio)s (%(number)s): a stamped scan of %(union)s came in.") % facts
    )
    people = [*unit_people(application), *desk_people(application.desk or application.call.union)]
    told = {account.pk: account for account in people if account.pk != by.pk}
    send_messages(told.values(), wording, url=f"{application.get_absolute_url()}#stamps")


@one_transaction
def compare_by_hand(scan: StampedScan, *, by: Account, version: int) -> StampedScan:
    """A desk looked at a scan whose code cannot be read, and says which version it shows."""
    rows = StampedScan.objects.select_for_update(of=("self",)).select_related("application")
    fresh = rows.get(pk=scan.pk)
    application = fresh.application
    if not compares_scans(by, application):
        raise Forbidden(_("This case is not on a desk where you hold this role."))
    if fresh.how:
        raise Stale(_("Somebody has compared this scan already."))
    versions = list(application.versions.all())
    chosen = next((one for one in versions if one.number == version), None)
    if chosen is None:
        raise Refusal(_("Choose the version that the paper shows."), field="version")
    require_current(chosen, versions)
    fresh.version = chosen
    _match_by_hand(fresh, by)
    return fresh


def _match_by_hand(scan: StampedScan, by: Account) -> None:
    scan.how, scan.matched_by, scan.matched_at = ScanMatch.HAND, by, clock.now()
    scan.save(update_fields=["version", "how", "matched_by", "matched_at"])
    _record(scan, by=by)


def _record(scan: StampedScan, *, by: Account) -> None:
    number = scan.version.number if scan.version else 0
    details = {"paper": scan.paper, "version": number, "how": scan.how, "sha256": scan.file.sha256}
    application = scan.application
    record(Verb.APPLICATION_SCANNED, by=by, subject=application, union=application.union, details=details)
