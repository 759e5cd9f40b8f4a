"""Results: reported by the studio, checked by the unit, confirmed by the union above."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from studios.actions.matching import match_rows
from studios.actions.upkeep import assign, lock_studio, require_version, touch
from studios.choices.register import ResultGroup, ResultState
from studios.models import Result, ResultKind, Studio
from studios.values.answers import Row, day_of, number_of, text_of
from studios.values.patents import parse_patent_number
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.errors import Refusal
from unions.models import Account

HIDDEN = {"problem": "", "novelty": "", "steps": [], "adopters_count": 0}
FIELDS = ("title", "kind", "number", "finished_on", "problem", "novelty", "adopters_count", "is_secret")
STATE = ("state", "checked_by", "checked_at", "confirmed_by", "confirmed_union", "confirmed_at", "return_reason")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who agreed for the unit, and when: the unit's check of all results of a case."""

    by_id: int | None
    at: datetime


def locked_result(result: Result, *, by: Account) -> Result:
    """The result and its studio under lock, for those who keep the register."""
    studio = lock_studio(result.studio, by=by)
    fresh = Result.objects.select_for_update(of=("self",)).select_related("kind").get(pk=result.pk)
    fresh.studio = studio
    return fresh


def require_open_text(result: Result) -> None:
    """Refuse text, amounts and files beside a secret result: metadata alone is kept (domain rules §5)."""
    if result.is_secret:
        raise Refusal(_("This result is secret: only title, kind, number and date are kept."))


def stand_back(result: Result) -> None:
    """What was changed is reported anew: earlier check and confirmation do not speak for it."""
    back_to_reported(result)
    result.save(update_fields=STATE)


def back_to_reported(result: Result) -> None:
    """Set the state back without saving."""
    result.state = ResultState.REPORTED
    result.checked_by = result.checked_at = None
    result.confirmed_by = result.confirmed_union = result.confirmed_at = None


@transaction.atomic
def save_result(
    studio: Studio, values: Mapping[str, Any], *, by: Account, result: Result | None = None, version: str = ""
) -> Result:
    """Add a result, or change one; a changed result that was checked or confirmed stands as reported again."""
    if result is None:
        row = Result(studio=lock_studio(studio, by=by))
    else:
        row = locked_result(result, by=by)
        require_version(row, version)
    before = row.state
    changed = assign(row, checked_values(values))
    _require_once(row)
    if row.pk and changed:
        back_to_reported(row)
        row.return_reason = ""
    row.save()
    _clear_secret(row)
    touch(row.studio)
    details = {"fields": sorted(changed), "state_before": before}
    record(Verb.RESULT_SAVED, by=by, subject=row, union=row.studio.union, details=details)
    return row


def checked_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Patent numbers in their standard form; nothing but metadata of a secret result."""
    found = dict(values)
    kind: ResultKind | None = found.get("kind")
    if kind and kind.group == ResultGroup.PATENT and found.get("number"):
        found["number"] = _patent(found["number"])
    return found | HIDDEN if found.get("is_secret") else found


def _patent(text: str) -> str:
    try:
        return str(parse_patent_number(text))
    except ValidationError as fault:
        raise Refusal(fault.messages[0], field="number") from fault


def _require_once(result: Result) -> None:
    """A numbered result (patent, standard) stands once in a studio."""
    same = Result.objects.filter(studio=result.studio, number=result.number).exclude(pk=result.pk)
    if result.number and same.exists():
        raise Refusal(_("A result with this number stands in this studio already."), field="number")


def _clear_secret(result: Result) -> None:
    """Benefits tell about a result, so a secret one keeps none; files are refused and must be removed first."""
    if not result.is_secret:
        return
    if result.attachments.filter(removed_at=None).exists():
        raise Refusal(_("Remove the files first: nothing of a secret result is kept here."), field="is_secret")
    result.benefits.all().delete()


@transaction.atomic
def delete_result(result: Result, *, by: Account) -> None:
    """Take out a result; a confirmed one stays, because public figures rest on it."""
    row = locked_result(result, by=by)
    if row.state == ResultState.CONFIRMED:
        raise Refusal(_("A confirmed result cannot be deleted. The union above can return it first."))
    record(Verb.RESULT_DELETED, by=by, subject=row, union=row.studio.union)
    row.delete()
    touch(row.studio)


def agree(result: Result, agreement: Agreement | None) -> None:
    """The unit's agreement to a case is its check of what was reported; nothing is saved here."""
    if agreement and result.state == ResultState.REPORTED:
        result.state, result.checked_by_id, result.checked_at = ResultState.CHECKED, agreement.by_id, agreement.at


def write_results(studio: Studio, rows: Iterable[Row], *, agreement: Agreement | None) -> dict[str, Result]:
    """Write the results of a form and return them by the key of their row. No right is checked here.

    With the unit's agreement what was reported is checked; a confirmed result that did not change stays confirmed.
    """
    matched = match_rows(
        [row for row in rows if text_of(row, "title") and number_of(row, "kind")],
        studio.results.all(),
        asked=lambda row: text_of(row, "number") or text_of(row, "title"),
        held=lambda result: result.number or result.title,
        make=lambda: Result(studio=studio),
    )
    for row, result in matched:
        if assign(result, _values(row)):
            back_to_reported(result)
        agree(result, agreement)
    Result.objects.bulk_update([r for _row, r in matched if r.pk], [*FIELDS, *STATE])
    Result.objects.bulk_create([r for _row, r in matched if not r.pk])
    return {text_of(row, "key"): result for row, result in matched}


def _values(row: Row) -> dict[str, Any]:
    is_secret = row.get("is_secret") is True
    return {
        "title": text_of(row, "title"),
        "kind_id": number_of(row, "kind"),
        "number": text_of(row, "number"),
        "finished_on": day_of(row, "finished_on"),
        "problem": "" if is_secret else text_of(row, "problem"),
        "novelty": "" if is_secret else text_of(row, "novelty"),
        "adopters_count": 0 if is_secret else number_of(row, "adopters_count") or 0,
        "is_secret": is_secret,
    }
