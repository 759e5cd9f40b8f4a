"""What may be done to many rows of a list at once: single actions that exist already, row by row, all or none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from studios.actions.bulk import act_on_rows
from studios.actions.originals import Paper, receive_originals
from studios.actions.result_checks import check_result, confirm_result
from studios.actions.upkeep import version_of
from studios.choices.register import ResultState
from studios.models import Application, Result
from studios.permissions import checks_results_of, confirming_union_id, takes_paper_at
from studios.queries.originals import paper_of_case
from unions.actions.mailings import Letter, compose_mailing
from unions.choices.people import DESK_ROLES
from unions.errors import Sentence
from unions.models import Account, Union
from unions.ui.own_selections import officers_of
from unions.ui.selected import Act, Bulk

MOST_AT_ONCE = 200
LETTER, RECEIPT = "letter", "receipt"
EXPORT = Act("export", gettext_lazy("Excel of the selection"))


@dataclass(frozen=True, slots=True)
class Done:
    """What is said afterwards, and where one goes on; nowhere means back to the list."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAct:
    """One act: whether a row takes part (else why not), and what is done to those that do."""

    key: str
    label: Sentence
    effect: Sentence
    refusal: Callable[[Any, Account], Sentence]
    run: Callable[[Sequence[Any], Mapping[str, Any], Account], Done]
    asks: str = ""  # a letter, or what is written of paper that comes in


def bulk_of(key: str, account: Account) -> Bulk:
    """What a list offers to this account; a sheet of the selection always."""
    offered = [Act(act.key, act.label) for act in acts_of(key, account).values()]
    return Bulk(reverse("list_selected", args=[key]), [*offered, EXPORT])


def acts_of(key: str, account: Account) -> dict[str, BulkAct]:
    """The acts of a list that the account's roles allow at all."""
    if not account.scope.roles & set(DESK_ROLES):
        return {}
    return {act.key: act for act in ACTS.get(key, ())}


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


def _results(act: Callable[..., Result], rows: Sequence[Result], _words: Mapping[str, Any], account: Account) -> Done:
    return _done([(str(row), partial(act, row, by=account, version=version_of(row))) for row in rows])


def _owed(application: Application, account: Account) -> int | None:
    """Copies missing at the desk where the account takes paper in; None where it takes none."""
    desk = takes_paper_at(account, application)
    places = paper_of_case(application).places
    return next((place.missing for place in places if desk is not None and place.desk.pk == desk.pk), None)


def _not_to_receive(application: Application, account: Account) -> Sentence:
    owed = _owed(application, account)
    if owed is None:
        return _("Clerks and chairs of a recommender or of the naming union take paper in.")
    return "" if owed else _("All copies are at your desk already.")


def _receive(rows: Sequence[Application], words: Mapping[str, Any], account: Account) -> Done:
    """The copies that are missing at the desk, of each case its newest version."""
    return _done(
        [
            (str(row), partial(receive_originals, row, Paper(copies=_owed(row, account) or 0, **words), by=account))
            for row in rows
        ]
    )


def _done(steps: Sequence[tuple[str, Callable[[], Any]]]) -> Done:
    """All steps or none, and how many there were."""
    count = act_on_rows(steps)
    return Done(ngettext("Done for %(count)s row.", "Done for %(count)s rows.", count) % {"count": count})


def _write(rows: Sequence[Any], words: Mapping[str, Any], account: Account) -> Done:
    """A bulk message as a draft, with its recipients in sight; it is sent from its own page."""
    union = Union.objects.filter(pk__in=account.scope.union_ids(*DESK_ROLES)).order_by("path").first()
    people = list(officers_of(Union.objects.filter(pk__in={row.union_id for row in rows})))
    letter = Letter(about=words["about"], text=words["text"])
    made = compose_mailing(union, letter, recipients=people, by=account)  # type: ignore[arg-type]  # a desk is held
    return Done(_("The draft is written. Look at the recipients, then send it."), reverse("mailing", args=[made.pk]))


def _writing(effect: Sentence) -> BulkAct:
    """Writing to the units of the rows; no row is left out."""
    return BulkAct(
        key="write",
        label=gettext_lazy("Write to the units"),
        effect=effect,
        refusal=lambda _row, _account: "",
        run=_write,
        asks=LETTER,
    )


ACTS: dict[str, tuple[BulkAct, ...]] = {
    "originals": (
        BulkAct(
            key="receive",
            label=gettext_lazy("Take paper in"),
            effect=gettext_lazy("The copies that are missing at your desk are entered as received; each unit is told."),
            refusal=_not_to_receive,
            run=_receive,
            asks=RECEIPT,
        ),
        _writing(gettext_lazy("Clerks and chairs of these cases' units become the recipients of a draft.")),
    ),
    "results": (
        BulkAct(
            key="check",
            label=gettext_lazy("Check as the unit"),
            effect=gettext_lazy("The unit vouches for these results; the union above may then confirm them."),
            refusal=_not_to_check,
            run=partial(_results, check_result),
        ),
        BulkAct(
            key="confirm",
            label=gettext_lazy("Confirm as the union"),
            effect=gettext_lazy("From now on these results are called verified; each unit is told."),
            refusal=_not_to_confirm,
            run=partial(_results, confirm_result),
        ),
    ),
    "studios": (_writing(gettext_lazy("Clerks and chairs of these studios' units become the recipients of a draft.")),),
}
