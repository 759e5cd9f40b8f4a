"""To whom a bulk message may go: apps register sources, each offers selections to an account."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from unions.errors import Sentence
from unions.models import Account, Union


@dataclass(frozen=True, slots=True)
class Selection:
    """A named set of people; `people` is asked only for the one that is chosen; `facts` fill places of the words."""

    key: str
    label: Sentence
    union: Union
    people: Callable[[], Iterable[Account]]
    group: Sentence = ""
    url: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


Source = Callable[[Account], Iterable[Selection]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source once, by its name."""
    _sources[name] = source


def selections_of(account: Account) -> list[Selection]:
    """Everything that the account may choose from."""
    return [selection for source in _sources.values() for selection in source(account)]
