"""Turns faults that offer something into questions: names once for all, a month or a studio cell by cell."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from studios.values.ledger import Fault
from studios.values.ledger_answers import NAMED, place_of
from studios.values.wording import comparable

ASKED = frozenset(
    {
        "unknown_union",
        "unknown_employer",
        "unknown_industry",
        "unknown_honour",
        "ambiguous_date",
        "duplicate",
        "out_of_range",
    }
)


@dataclass(slots=True)
class Question:
    """One thing to be answered: what was written, where, and what it may mean."""

    column: str
    key: str
    written: str
    message: str
    options: tuple[str, ...]
    places: list[str] = field(default_factory=list)

    @property
    def is_named(self) -> bool:
        """Whether the answer holds wherever the column says the same, next time too."""
        return self.key in NAMED


def questions_of(faults: Iterable[Fault]) -> list[Question]:
    """Return each question once, in the order of the sheets."""
    found: dict[tuple[str, str], Question] = {}
    for fault in faults:
        if fault.code not in ASKED or not fault.candidates or not fault.cell or not fault.value:
            continue
        place = place_of(fault.sheet, fault.cell)
        mark = (fault.key, comparable(fault.value)) if fault.key in NAMED else ("", place)
        if mark not in found:
            found[mark] = Question(fault.column, fault.key, fault.value, fault.message, fault.candidates)
        found[mark].places.append(place)
    return list(found.values())
