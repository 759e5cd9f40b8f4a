"""Score sheets on paper: one clerk types a sheet with its scan, a second one confirms it; only then it counts."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.scores import Lines, Work, barred_because, lock_work, write_sheet
from studios.choices.reviews import SheetState
from studios.models import Application, Assignment, Attachment, Call, ScoreSheet
from studios.permissions import acts_at
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import send_messages
from unions.actions.transactions import one_transaction, refusing
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account

# Scans of score sheets: served by their own page alone, to the clerks who type and confirm.
SCAN_SLOT = "score_scan"
CLERKS = gettext_lazy("Clerks of the naming union type paper sheets, not those of the applicant's own unit.")
TWO = gettext_lazy("You typed this sheet. A second clerk confirms it.")
CHANGED = gettext_lazy("This sheet was changed since the page was shown. Compare it again.")


def types_for(account: Account, call: Call, application: Application) -> bool:
    """Whether the account types and confirms sheets of this case."""
    return acts_at(account, call.union, application, Role.CLERK)


@one_transaction
def type_sheet(
    assignment: Assignment,
    *,
    by: Account,
    lines: Lines,
    comment: str,
    scan: Attachment | None,
    version: int,
    vote: str = "",
) -> ScoreSheet:
    """Type a whole paper sheet with its scan; typing it anew asks for a confirmation anew."""
    work = lock_work(assignment)
    _require_clerk(work, by)
    _require_paper(work, version)
    sheet = work.opened
    sheet.typed_by, sheet.confirmed_by, sheet.submitted_at = by, None, None
    sheet.scan = scan or sheet.scan
    if sheet.scan is None:
        raise Refusal(_("Add the scan of the paper sheet."), field="scan")
    write_sheet(work, lines, comment, state=SheetState.TYPED, is_whole=True, vote=vote)
    _record(Verb.SCORE_TYPED, work, by)
    return sheet


def _require_clerk(work: Work, by: Account) -> None:
    if not types_for(by, work.application.call, work.application):
        raise Forbidden(CLERKS)
    if reason := barred_because(work):
        raise Refusal(reason, code="closed")


def _require_paper(work: Work, version: int) -> None:
    sheet = work.sheet
    if (sheet.version if sheet else 0) != version:
        raise Stale(CHANGED, code="stale")
    if sheet is not None and sheet.typed_by_id is None and sheet.state == SheetState.SUBMITTED:
        raise Refusal(_("The expert scored this case here. A paper sheet is not needed."))


@one_transaction
def confirm_sheet(sheet: ScoreSheet, *, by: Account, version: int) -> ScoreSheet:
    """A second clerk has compared the typed sheet with its scan; from now on it counts, and the expert is told."""
    work = lock_work(sheet.assignment)
    _require_clerk(work, by)
    typed = work.sheet
    if typed is None or typed.state != SheetState.TYPED or typed.version != version:
        raise Stale(CHANGED, code="stale")
    if typed.typed_by_id == by.pk:
        raise Forbidden(TWO)
    typed.confirmed_by, typed.state, typed.submitted_at = by, SheetState.SUBMITTED, clock.now()
    typed.version += 1
    with refusing("sheet_two_clerks", Refusal(TWO)):
        typed.save()
    _record(Verb.SCORE_CONFIRMED, work, by)
    _tell(work)
    return typed


def _record(verb: Verb, work: Work, by: Account) -> None:
    details = {"seat": work.seat.number}
    record(verb, by=by, subject=work.application, union=work.application.call.union, details=details)


def _tell(work: Work) -> None:
    """The expert reads that the paper sheet is in, if they have an account."""
    account = work.seat.expert.account
    number = work.application.number
    send_messages(
        [account] if account else [],
        lambda: _("Your paper sheet for case %(number)s was typed and confirmed.") % {"number": number},
    )
