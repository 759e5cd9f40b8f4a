"""What other apps keep at a union, and how it goes to a successor; they register here when they start."""

from dataclasses import dataclass
from typing import Protocol

from unions.models import Account, Union


class Holds(Protocol):
    """Says whether something at the union can't stay without a successor."""

    def __call__(self, union: Union) -> bool:
        """Whether there is such a thing."""


class HandOver(Protocol):
    """Gives all that an app keeps at a union to its successor."""

    def __call__(self, union: Union, *, to: Union, by: Account | None) -> None:
        """Write, inside the caller's transaction."""


@dataclass(frozen=True, slots=True)
class Succession:
    """One app's two answers."""

    holds: Holds
    hand_over: HandOver


_registered: dict[str, Succession] = {}


def register(name: str, *, holds: Holds, hand_over: HandOver) -> None:
    """Keep an app's answers under its name; called from AppConfig.ready()."""
    _registered[name] = Succession(holds, hand_over)


def needs_successor(union: Union) -> bool:
    """Whether any app keeps something at the union that can't stay."""
    return any(s.holds(union) for s in _registered.values())


def hand_over_all(union: Union, *, to: Union, by: Account | None) -> None:
    """Let every app give what it keeps to the successor."""
    for succession in _registered.values():
        succession.hand_over(union, to=to, by=by)
