"""Takes the stamped paper of a case in: n copies, on which day, by whom; and corrects what was entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studios.actions.applications import locked
from studios.actions.stamped_scans import require_current
from studios.actions.telling import facts_of, unit_people
from studios.choices.calls import FINAL_REFUSALS, Stage
from studios.choices.originals import StampOf
from studios.models import Application, ApplicationDesk, ApplicationVersion, OriginalReceipt
from studios.permissions import takes_paper_at
from studios.queries.originals import entries_of, paper_of_case
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import send_messages
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account

CLOSED = (Stage.WITHDRAWN, Stage.EXPIRED, *FINAL_REFUSALS)
MOST_COPIES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What came in: copies, the day, the version printed on them, who handed them in, whose stamps they bear."""

    copies: int
    received_on: date
    version: int = 0
    brought_by: str = ""
    stamps: Sequence[str] = ()


def desk_for_paper(application: Application, account: Account) -> ApplicationDesk:
    """The desk at which the account takes paper of the case in; 403 where there is none."""
    desk = takes_paper_at(account, application)
    if desk is None:
        raise Forbidden(_("Clerks and chairs of a recommender or of the naming union take paper in."))
    return desk


@one_transaction
def receive_originals(
    application: Application, paper: Paper, *, by: Account, seen: int | None = None
) -> OriginalReceipt:
    """Take copies in at the desk where the account acts; the unit is told. `seen` is how many entries the page showed."""
    fresh = locked(application)
    desk = desk_for_paper(fresh, by)
    _require_unchanged(fresh, seen)
    receipt = _insert(fresh, desk, paper, by=by)
    details = {"desk": desk.union.name, "copies": receipt.copies, "version": receipt.version.number}
    record(Verb.APPLICATION_ORIGINALS_RECEIVED, by=by, subject=fresh, union=fresh.union, details=details)
    _tell(fresh, desk, receipt, by)
    return receipt


@one_transaction
def correct_receipt(
    receipt: OriginalReceipt, paper: Paper, *, by: Account, reason: str, seen: int | None = None
) -> OriginalReceipt | None:
    """Strike a receipt out with a reason and put the right one in its place; no copies put none. The unit is told."""
    fresh = locked(receipt.application)
    row = fresh.original_receipts.select_related("desk__union", "version").get(pk=receipt.pk)
    desk = takes_paper_at(by, fresh)
    if desk is None or desk.pk != row.desk_id:
        raise Forbidden(_("The desk that took the paper in corrects its entry."))
    if row.struck_at is not None:
        raise Stale(_("This entry was corrected already."))
    _require_unchanged(fresh, seen)
    if not reason.strip():
        raise Refusal(_("Write the reason."), field="reason")
    row.struck_by, row.struck_at, row.struck_reason = by, clock.now(), reason.strip()[:300]
    row.save(update_fields=["struck_by", "struck_at", "struck_reason"])
    made = _insert(fresh, desk, paper, by=by) if paper.copies else None
    details = {"desk": desk.union.name, "before": row.copies, "copies": paper.copies, "reason": row.struck_reason}
    record(Verb.APPLICATION_ORIGINALS_CORRECTED, by=by, subject=fresh, union=fresh.union, details=details)
    _tell(fresh, desk, made, by)
    return made


def _require_unchanged(application: Application, seen: int | None) -> None:
    """Two people who take in the same pile notice each other."""
    if seen is not None and seen != entries_of(list(application.original_receipts.all())):
        raise Stale(_("Somebody else made an entry in the meantime. Look at it before you make another."))


def _insert(application: Application, desk: ApplicationDesk, paper: Paper, *, by: Account) -> OriginalReceipt:
    if application.state in CLOSED:
        raise Refusal(_("This case has ended; no paper is taken in."), code="closed")
    if not 0 < paper.copies <= MOST_COPIES:
        raise Refusal(_("Write 1 to %(most)s copies.") % {"most": MOST_COPIES}, field="copies")
    if paper.received_on > clock.today():
        raise Refusal(_("The day of the receipt is in the future."), field="received_on")
    return OriginalReceipt.objects.create(
        application=application,
        desk=desk,
        version=_printed(application, paper.version),
        copies=paper.copies,
        received_on=paper.received_on,
        brought_by=paper.brought_by.strip()[:60],
        stamps=[stamp.value for stamp in StampOf if stamp in paper.stamps],
        by=by,
        at=clock.now(),
    )


def _printed(application: Application, number: int) -> ApplicationVersion:
    """The version on the paper, the newest unless another is named; an outdated one is refused as its scan would be."""
    versions = list(application.versions.all())
    found = next((one for one in versions if one.number == number), None) if number else next(iter(versions), None)
    if found is None:
        raise Refusal(_("Choose the version that the paper shows."), field="version")
    require_current(found, versions)
    return found


def _tell(application: Application, desk: ApplicationDesk, receipt: OriginalReceipt | None, by: Account) -> None:
    """The unit reads how many copies are in at this desk, and how many are missing."""
    place = next(one for one in paper_of_case(application).places if one.desk.pk == desk.pk)
    facts = {**facts_of(application), "union": desk.union.name, "copies": place.copies, "missing": place.missing}
    people = [account for account in unit_people(application) if account.pk != by.pk]
    if receipt is None:
        wording = lambda: _("%(studio)s (%(number)s): an entry of paper originals at %(union)s was struck out.") % facts  # noqa: E731
    else:
        wording = lambda: (  # noqa: E731
            ngettext(
                "%(studio)s (%(number)s): %(copies)s copy on paper is at %(union)s, %(missing)s missing.",
                "%(studio)s (%(number)s): %(copies)s copies on paper are at %(union)s, %(missing)s missing.",
                place.copies,
            )
            % facts
        )
    send_messages(people, wording, url=f"{application.get_absolute_url()}#originals")
