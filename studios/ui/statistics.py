"""The tables of the statistics page: heads, rows, source of each figure, and the chart beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from studios.choices.showcase import Facet
from studios.queries.showcase import facet_names
from studios.queries.statistics import Statistics, Sums
from studios.ui.charts import columns, lying_bars
from unions.choices.tree import Level
from unions.errors import Sentence

MOST_BARS, MOST_YEARS, MOST_ROWS, HEAT_STEPS = 12, 14, 30, 5
NOT_RECORDED = gettext_lazy("Not recorded")


@dataclass(frozen=True, slots=True)
class Head:
    """A column: in pages benefit stands in ten thousands, in sheets to the fen."""

    label: Sentence
    kind: str = "number"
    sheet_label: Sentence = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its link to the studios that it counts; `heat` is the step of each cell's ground, or empty."""

    label: str
    cells: tuple[Any, ...]
    url: str = ""
    heat: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the page sets it."""

    value: Any
    kind: str
    heat: str = ""


@dataclass(frozen=True)
class Table:
    """One table; `rows` are all of them, the page shows the first."""

    key: str
    title: str
    first_head: str
    heads: tuple[Head, ...]
    rows: list[Row]
    total: Row
    chart: SafeString

    @property
    def shown(self) -> list[tuple[Row, list[Cell]]]:
        """The rows that the page shows, with their cells."""
        return [(row, self._cells_of(row)) for row in self.rows[:MOST_ROWS]]

    @property
    def sums(self) -> list[Cell]:
        """The cells of the last line."""
        return self._cells_of(self.total)

    def _cells_of(self, row: Row) -> list[Cell]:
        heats = [*row.heat, *[""] * len(row.cells)]
        return [Cell(v, h.kind, heat) for v, h, heat in zip(row.cells, self.heads, heats, strict=False)]

    @property
    def left_out(self) -> int:
        """How many rows only the sheet holds."""
        return max(0, len(self.rows) - MOST_ROWS)

    def lines(self) -> Iterator[list[Any]]:
        """All rows and the total for a sheet."""
        for row in [*self.rows, self.total]:
            yield [row.label, *row.cells]

    @property
    def sheet_heads(self) -> list[str]:
        """The heads of the sheet."""
        return [self.first_head, *(str(head.sheet_label or head.label) for head in self.heads)]


STUDIOS = Head(gettext_lazy("Studios"))
FIGURES = (
    STUDIOS,
    Head(pgettext_lazy("statistics", "Verified results")),
    Head(gettext_lazy("Patents among them")),
    Head(gettext_lazy("Adopters")),
    Head(pgettext_lazy("statistics", "Apprentices")),
    Head(gettext_lazy("Confirmed benefit, ¥10,000"), "money", gettext_lazy("Confirmed benefit, yuan")),
)


def _cells(sums: Sums) -> tuple[Any, ...]:
    return (sums.studios, sums.results, sums.patents, sums.adopters, sums.apprentices, sums.benefit)


class Tables:
    """The tables of one state of the register, each made when it is asked for."""

    KEYS = ("industries", "levels", "counties", "years", "honours")

    def __init__(self, found: Statistics) -> None:
        self.found = found

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """Names of groups, levels and honours in their order, in the reader's language."""
        return facet_names()

    def __iter__(self) -> Iterator[Table]:
        return (self.table(key) for key in self.KEYS)

    def table(self, key: str) -> Table:
        """One table by its key."""
        return getattr(self, f"_{key}")()

    def _industries(self) -> Table:
        levels = [level for level in Level if any(level in row for row in self.found.by_group.values())]
        counts = {g: [row.get(level, Sums()).studios for level in levels] for g, row in self.found.by_group.items()}
        most = max((count for row in counts.values() for count in row), default=0)
        rows = [
            Row(name, (*counts[g], sum(counts[g])), self._url(Facet.GROUP, g), tuple(_heat(n, most) for n in counts[g]))
            for g, name in self._in_order(Facet.GROUP, counts)
        ]
        sums = self.found.by_level
        total = Row(_("Total"), (*(sums[level].studios for level in levels), self.found.total.studios))
        heads = (*(Head(level.label) for level in levels), Head(gettext_lazy("Total")))
        title = _("Studios by industry and level")
        chart = self._bars("industries", title, [(row.label, row.cells[-1]) for row in rows])
        return Table("industries", title, _("Industry"), heads, rows, total, chart)

    def _levels(self) -> Table:
        title = _("Figures by level")
        return self._figures("levels", title, _("Level"), Facet.LEVEL, self.found.by_level)

    def _counties(self) -> Table:
        title = _("Figures by county")
        ranked = dict(sorted(self.found.by_county.items(), key=lambda item: (-item[1].studios, item[0])))
        return self._figures("counties", title, _("District or county"), Facet.COUNTY, ranked)

    def _honours(self) -> Table:
        title = _("Figures by the lead's highest honour")
        return self._figures("honours", title, _("Honour of the lead"), Facet.HONOUR, self.found.by_honour)

    def _years(self) -> Table:
        years = sorted(self.found.by_year, reverse=True)
        rows = [Row(str(y), _cells(self.found.by_year[y]), self._url(Facet.YEAR, str(y))) for y in years]
        title = _("Figures by year of the latest naming")
        drawn = [(row.label, row.cells[0]) for row in reversed(rows[:MOST_YEARS])]
        text = _("A column a year, as high as the number of studios; the numbers stand in the table.")
        chart = columns(drawn, key="years", title=title, description=text)
        return Table("years", title, _("Year"), FIGURES, rows, self._total, chart)

    def _figures(self, key: str, title: str, head: str, facet: Facet, sums: Mapping[str, Sums]) -> Table:
        rows = [Row(name, _cells(sums[v]), self._url(facet, v)) for v, name in self._in_order(facet, sums)]
        chart = self._bars(key, title, [(row.label, row.cells[0]) for row in rows])
        return Table(key, title, head, FIGURES, rows, self._total, chart)

    @property
    def _total(self) -> Row:
        return Row(_("Total"), _cells(self.found.total))

    def _bars(self, key: str, title: str, rows: Sequence[tuple[str, int]]) -> SafeString:
        text = _("A bar a row, as long as the number of studios; the numbers stand in the table.")
        return lying_bars(rows[:MOST_BARS], key=key, title=title, description=text)

    def _in_order(self, facet: Facet, found: Mapping[str, object]) -> list[tuple[str, str]]:
        """Values with their names: as dictionaries order them, those without a name as they come, the empty one last."""
        named = {v: name for v, name in self.names.get(facet, {}).items() if v in found}
        rest = {v: v for v in found if v and v not in named}
        return [*named.items(), *rest.items(), *([("", str(NOT_RECORDED))] if "" in found else [])]

    @cached_property
    def _list(self) -> str:
        return reverse("studios")

    def _url(self, facet: Facet, value: str) -> str:
        return f"{self._list}?{facet.value}={value}" if value else ""


def _heat(count: int, most: int) -> str:
    return f"q{-(-HEAT_STEPS * count // most)}" if count else "q0"
