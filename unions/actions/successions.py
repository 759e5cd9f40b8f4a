"""What other apps keep at a union, how it goes to a successor and follows a new name; they register at start."""

from dataclasses import dataclass
from typing import Protocol

from unions.errors import Sentence
from unions.models import Account, Union


class Holds(Protocol):
    """Says what at the union can't stay without a successor."""

    def __call__(self, union: Union) -> list[Sentence]:
        """One sentence each, such as "3 studios"; empty when there is nothing."""


class HandOver(Protocol):
    """Gives all that an app keeps at a union to its successor."""

    def __call__(self, union: Union, *, to: Union, by: Account | None) -> None:
        """Write, inside the caller's transaction."""


class FollowName(Protocol):
    """Brings texts up to date that hold the union's name or employer."""

    def __call__(self, union: Union) -> None:
        """Write, inside the caller's transaction."""


@dataclass(frozen=True, slots=True)
class Succession:
    """One app's answers."""

    holds: Holds
    hand_over: HandOver
    follow_name: FollowName


_registered: dict[str, Succession] = {}


def register(name: str, *, holds: Holds, hand_over: HandOver, follow_name: FollowName) -> None:
    """Keep an app's answers under its name; called from AppConfig.ready()."""
    _registered[name] = Succession(holds, hand_over, follow_name)


def work_of(union: Union) -> list[Sentence]:
    """What all apps keep at the union that can't stay without a successor."""
    return [sentence for s in _registered.values() for sentence in s.holds(union)]


def hand_over_all(union: Union, *, to: Union, by: Account | None) -> None:
    """Let every app give what it keeps to the successor."""
    for succession in _registered.values():
        succession.hand_over(union, to=to, by=by)


def follow_name_everywhere(union: Union) -> None:
    """Let every app follow a union's new name or employer."""
    for succession in _registered.values():
        succession.follow_name(union)
