"""Stamped scans of the printed form: matched to its version by the QR code, by hand where it cannot be read."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from studios.choices.calls import FINAL
from studios.choices.files import ScanMatch
from studios.choices.sections import SectionKey
from studios.models import Application, ApplicationVersion, Attachment, ReturnNote, StampedScan
from studios.permissions import holds_desk
from studios.values.scan_marks import Mark
from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account


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
def compare_by_hand(scan: StampedScan, *, by: Account, version: int) -> StampedScan:
    """A desk looked at a scan whose code cannot be read, and says which version it shows."""
    rows = StampedScan.objects.select_for_update(of=("self",)).select_related("application")
    fresh = rows.get(pk=scan.pk)
    application = fresh.application
    if application.state in FINAL or not holds_desk(by, application):
        raise Forbidden(_("This case is not on a desk where you hold this role."))
    if fresh.how:
        raise Stale(_("Somebody has compared this scan already."))
    versions = list(application.versions.all())
    chosen = next((one for one in versions if one.number == version), None)
    if chosen is None:
        raise Refusal(_("Choose the version that the paper shows."), field="version")
    require_current(chosen, versions)
    fresh.version, fresh.how, fresh.matched_by, fresh.matched_at = chosen, ScanMatch.HAND, by, clock.now()
    fresh.save(update_fields=["version", "how", "matched_by", "matched_at"])
    _record(fresh, by=by)
    return fresh


def _record(scan: StampedScan, *, by: Account) -> None:
    number = scan.version.number if scan.version else 0
    details = {"paper": scan.paper, "version": number, "how": scan.how, "sha256": scan.file.sha256}
    application = scan.application
    record(Verb.APPLICATION_SCANNED, by=by, subject=application, union=application.union, details=details)
