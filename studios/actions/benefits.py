"""Benefit of results: saved with its result, checked with it, certified by the unit's finance department."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from studios.actions.results import (
    STATE,
    Agreement,
    agree,
    back_to_reported,
    locked_result,
    require_open_text,
    stand_back,
)
from studios.actions.upkeep import assign, require_version, touch
from studios.models import Benefit, Result
from studios.values.answers import Row, amount_of, number_of, text_of
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.errors import Refusal
from unions.models import Account

FIELDS = ("year", "method", "amount", "formula", "period", "is_certified")


@transaction.atomic
def save_benefit(
    result: Result, values: Mapping[str, Any], *, by: Account, benefit: Benefit | None = None, version: str = ""
) -> Benefit:
    """Add the benefit of one year, or change it; a checked result stands as reported again."""
    result = locked_result(result, by=by)
    require_open_text(result)
    row = Benefit.objects.get(pk=benefit.pk, result=result) if benefit else Benefit(result=result)
    if row.pk:
        require_version(row, version)
    changed = assign(row, values)
    others = Benefit.objects.filter(result=result, year=row.year, method=row.method).exclude(pk=row.pk)
    if others.exists():
        raise Refusal(_("The benefit of this year and method stands here already."), field="method")
    row.save()
    if changed:
        stand_back(result)
    touch(result.studio)
    record(Verb.RESULT_SAVED, by=by, subject=result, union=result.studio.union, details={"benefit": row.year})
    return row


@transaction.atomic
def delete_benefit(benefit: Benefit, *, by: Account) -> None:
    """Take out the benefit of one year; a checked result stands as reported again."""
    result = locked_result(benefit.result, by=by)
    record(Verb.RESULT_SAVED, by=by, subject=result, union=result.studio.union, details={"without": benefit.year})
    benefit.delete()
    stand_back(result)
    touch(result.studio)


def write_benefits(
    results: Mapping[str, Result], rows: Iterable[Row], *, certified: frozenset[str], agreement: Agreement | None
) -> None:
    """Write the benefits of a form; those with a finance certificate in `certified` slots are certified.

    A result whose benefit changed is vouched for anew, like one that changed itself.
    """
    held = {(b.result_id, b.year, b.method): b for b in Benefit.objects.filter(result__in=list(results.values()))}
    results_by_key = {result.pk: result for result in results.values()}
    written: dict[tuple[Any, ...], Benefit] = {}
    for row in rows:
        result = results.get(text_of(row, "result"))
        year, method = number_of(row, "year"), text_of(row, "method")
        if result is None or result.is_secret or year is None or not method:
            continue
        key = (result.pk, year, method)
        benefit = held.get(key) or written.get(key) or Benefit(result=result, year=year, method=method)
        if assign(benefit, _values(row, certified)) or not benefit.pk:
            back_to_reported(result)
            agree(result, agreement)
        written[key] = benefit
    Benefit.objects.bulk_update([b for b in written.values() if b.pk], FIELDS)
    Benefit.objects.bulk_create([b for b in written.values() if not b.pk])
    Result.objects.bulk_update({b.result_id: results_by_key[b.result_id] for b in written.values()}.values(), STATE)


def _values(row: Row, certified: frozenset[str]) -> dict[str, Any]:
    return {
        "amount": amount_of(row, "amount"),
        "formula": text_of(row, "formula"),
        "period": text_of(row, "period"),
        "is_certified": f"finance-{text_of(row, 'key')}" in certified,
    }
