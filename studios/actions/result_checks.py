"""单位核验 and 工会确认: who vouches for a result, and how it goes back."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from studios.actions.results import STATE, back_to_reported
from studios.actions.upkeep import require_version, touch
from studios.choices.register import ResultState
from studios.models import Result, Studio
from studios.permissions import checks_results_of, confirming_union_id
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import tell_unions
from unions.choices.audit import Verb
from unions.choices.people import DESK_ROLES
from unions.errors import Forbidden, Refusal, Sentence, Stale
from unions.models import Account


@transaction.atomic
def check_result(result: Result, *, by: Account, version: str = "") -> Result:
    """The unit vouches for a result that the studio reported."""
    row = _locked(result)
    if not checks_results_of(by, row.studio.union):
        raise Forbidden(_("A result is checked by the clerk or chair of the studio's own unit."))
    require_version(row, version)
    if row.state != ResultState.REPORTED:
        raise Stale(_("This result was checked already."))
    row.state, row.checked_by, row.checked_at, row.return_reason = ResultState.CHECKED, by, clock.now(), ""
    _save(row, Verb.RESULT_CHECKED, by=by)
    return row


@transaction.atomic
def confirm_result(result: Result, *, by: Account, version: str = "") -> Result:
    """A union above confirms a result that the unit checked; from now on it is called verified."""
    row = _locked(result)
    above = confirming_union_id(by, row.studio.union)
    if above is None:
        raise Forbidden(_("A result is confirmed by a clerk or chair of a union above the unit."))
    require_version(row, version)
    if row.state == ResultState.REPORTED:
        raise Refusal(_("The unit has to check this result first."))
    if row.state == ResultState.CONFIRMED:
        raise Stale(_("This result was confirmed already."))
    row.state, row.confirmed_by, row.confirmed_at = ResultState.CONFIRMED, by, clock.now()
    row.confirmed_union_id = above
    _save(row, Verb.RESULT_CONFIRMED, by=by)
    _tell(row, lambda: _("Result confirmed by the union: %(title)s (%(studio)s).") % _facts(row))
    return row


@transaction.atomic
def return_result(result: Result, *, reason: str, by: Account, version: str = "") -> Result:
    """Send a checked or confirmed result back to the studio with a reason; it stands as reported again."""
    row = _locked(result)
    if confirming_union_id(by, row.studio.union) is None:
        raise Forbidden(_("A result is returned by a clerk or chair of a union above the unit."))
    require_version(row, version)
    if row.state == ResultState.REPORTED:
        raise Stale(_("This result is with the studio already."))
    if not reason.strip():
        raise Refusal(_("Write the reason. The studio reads it."), field="reason")
    back_to_reported(row)
    row.return_reason = reason.strip()
    _save(row, Verb.RESULT_RETURNED, by=by)
    _tell(row, lambda: _("Result returned: %(title)s (%(studio)s). Reason: %(reason)s") % _facts(row))
    return row


def _locked(result: Result) -> Result:
    studio = Studio.objects.select_for_update(of=("self",)).select_related("union").get(pk=result.studio_id)
    row = Result.objects.select_for_update(of=("self",)).select_related("kind").get(pk=result.pk)
    row.studio = studio
    return row


def _save(row: Result, verb: Verb, *, by: Account) -> None:
    row.save(update_fields=STATE)
    touch(row.studio)
    record(verb, by=by, subject=row, union=row.studio.union, details={"state": row.state})


def _facts(row: Result) -> dict[str, str]:
    return {"title": row.title, "studio": row.studio.name, "reason": row.return_reason}


def _tell(row: Result, wording: Callable[[], Sentence]) -> None:
    url = f"/desk/results/{row.pk}/"
    tell_unions([row.studio.union], wording, roles=DESK_ROLES, url=url)
