"""Where in the tree a union of a kind and level may stand."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from unions.choices.tree import Level, UnionKind
from unions.errors import Sentence

Fault = tuple[str, Sentence]


def place_faults(kind: str, level: str, above: tuple[str, str] | None) -> Iterator[Fault]:
    """Field and sentence of each rule that kind, level and the union above (kind, level) break."""
    if (kind == UnionKind.GRASSROOTS) != (level == Level.UNIT):
        yield "level", _("A grassroots union is of unit level, and no other union is.")
    if above is None:
        if kind != UnionKind.FEDERATION:
            yield "kind", _("The union at the top is a federation.")
        return
    if above[0] == UnionKind.GRASSROOTS:
        yield "parent", _("A grassroots union has no unions below it.")
    elif not _stands_below(kind, level, above[1]):
        yield "level", _("The level must be lower than that of the union above.")


def _stands_below(kind: str, level: str, above: str) -> bool:
    """Industrial unions have the level of their federation (domain rules §2)."""
    rank, rank_above = Level(level).rank, Level(above).rank
    return rank > rank_above or (kind == UnionKind.INDUSTRIAL and rank == rank_above)
