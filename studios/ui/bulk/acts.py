"""What an act on many rows is, and what a list says of its rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from studios.actions.bulk import act_on_rows
from studios.actions.upkeep import version_of
from unions.actions.job_results import Follow
from unions.choices.people import CASE_ROLES, DESK_ROLES
from unions.errors import Sentence
from unions.models import Account

CONSENT, ENDING, LEAVING, LETTER, RECEIPT, TALKS = "consent", "ending", "leaving", "letter", "receipt", "talks"
Refusals = Mapping[int, Sentence]


@dataclass(frozen=True, slots=True)
class Done:
    """What is said afterwards, and where one goes on; nowhere means back to the list."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """What an act is given: the rows, what was asked once for all, who acts, and who hears how far it is."""

    rows: Sequence[Any]
    words: Mapping[str, Any]
    by: Account
    follow: Follow | None = None


def none_left_out(_rows: Sequence[Any], _account: Account) -> Refusals:
    """Every row takes part."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAct:
    """One act: which rows do not take part and why, by key, and what is done to the others."""

    key: str
    label: Sentence
    effect: Sentence
    run: Callable[[Work], Done]
    refusals: Callable[[Sequence[Any], Account], Refusals] = none_left_out
    roles: Collection[str] = DESK_ROLES
    asks: str = ""  # what is asked once for all rows, with the rows in sight
    kind: str = "primary"
    is_quick: bool = False  # one deed for all rows; nobody waits long for it


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkList:
    """The acts of a list, whose list it is, how a row is named, and the mark by which a change is noticed."""

    acts: Sequence[BulkAct]
    readers: Collection[str] = CASE_ROLES
    name: Callable[[Any], str] = str
    mark: Callable[[Any], str] = version_of


def one_by_one(refusal: Callable[[Any, Account], Sentence]) -> Callable[[Sequence[Any], Account], Refusals]:
    """Ask row by row; for what a row answers by itself."""
    return lambda rows, account: {row.pk: note for row in rows if (note := refusal(row, account))}


def done_for(work: Work, step: Callable[[Any], object], *, name: Callable[[Any], str] = str) -> Done:
    """Take the step with all rows or none, and say how many there were."""
    count = act_on_rows([(name(row), lambda row=row: step(row)) for row in work.rows], follow=work.follow)
    return Done(ngettext("Done for %(count)s row.", "Done for %(count)s rows.", count) % {"count": count})


def revision_of(row: Any) -> str:
    """The mark of a row that counts its own changes."""
    return str(row.revision)
