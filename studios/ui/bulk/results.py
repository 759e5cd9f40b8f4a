"""Results checked by their unit and confirmed by the union above."""

from collections.abc import Callable
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.result_checks import check_result, confirm_result
from studios.actions.upkeep import version_of
from studios.choices.register import ResultState
from studios.models import Result
from studios.permissions import checks_results_of, confirming_union_id
from studios.ui.bulk.acts import BulkAct, Done, Work, done_for, one_by_one
from unions.errors import Sentence
from unions.models import Account


def _not_to_check(result: Result, account: Account) -> Sentence:
    if not checks_results_of(account, result.studio.union):
        return _("A result is checked by the clerk or chair of the studio's own unit.")
    return "" if result.state == ResultState.REPORTED else _("This result was checked already.")


def _not_to_confirm(result: Result, account: Account) -> Sentence:
    if confirming_union_id(account, result.studio.union) is None:
        return _("A result is confirmed by a clerk or chair of a union above the unit.")
    if result.state == ResultState.REPORTED:
        return _("The unit has to check this result first.")
    return "" if result.state == ResultState.CHECKED else _("This result was confirmed already.")


def _act(action: Callable[..., Result], work: Work) -> Done:
    return done_for(work, lambda row: action(row, by=work.by, version=version_of(row)))


CHECK = BulkAct(
    key="check",
    label=gettext_lazy("Check as the unit"),
    effect=gettext_lazy("The unit vouches for these results; the union above may then confirm them."),
    refusals=one_by_one(_not_to_check),
    run=partial(_act, check_result),
)
CONFIRM = BulkAct(
    key="confirm",
    label=gettext_lazy("Confirm as the union"),
    effect=gettext_lazy("From now on these results are called verified; each unit is told."),
    refusals=one_by_one(_not_to_confirm),
    run=partial(_act, confirm_result),
)
