"""Rows of a long list with what they point to: units and kinds repeat in thousands of rows and are fetched once."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Model, QuerySet, Value

from unions.queries.among import Among

AT_A_TIME = 1_000
# What is pointed to is remembered from one thousand to the next; more than this would grow with the list.
MOST_HELD = 20_000


@dataclass(slots=True)
class Link:
    """One way that rows point, what was fetched there, and where that points in turn."""

    source: Any  # the foreign key
    below: "list[Link]"
    held: dict[Any, Model] = field(default_factory=dict)

    def attach(self, rows: Iterable[Any]) -> None:
        """Give rows what they point to; what they have already is given what that points to."""
        name = self.source.attname
        lacking, had = [], {}
        for row in rows:
            if not self.source.is_cached(row):
                lacking.append(row)
            elif (there := self.source.get_cached_value(row)) is not None:
                had[id(there)] = there
        self._attach_below(had.values())
        if len(self.held) > MOST_HELD:
            self.held.clear()
        self._fetch({getattr(row, name) for row in lacking} - self.held.keys() - {None})
        for row in lacking:
            self.source.set_cached_value(row, self.held.get(getattr(row, name)))

    def _fetch(self, keys: set[Any]) -> None:
        if not keys:
            return
        target = self.source.target_field
        # One array in place of a thousand parameters, each of which would be put together by itself.
        wanted = Among(F(target.attname), Value(list(keys), ArrayField(target)))
        rows = list(target.model._base_manager.filter(wanted))  # noqa: SLF001 - every row, as a foreign key finds it
        self._attach_below(rows)
        self.held.update((getattr(row, target.attname), row) for row in rows)

    def _attach_below(self, rows: Collection[Any]) -> None:
        if rows:
            for link in self.below:
                link.attach(rows)


def _links_of(model: Any, joined: dict[str, Any]) -> list[Link]:
    """The ways of a `select_related`, from the model's own fields on."""
    sources = [source for source in model._meta.concrete_fields if source.name in joined]
    return [Link(source, _links_of(source.related_model, joined[source.name])) for source in sources]


def linked(rows: QuerySet[Any]) -> Iterator[Any]:
    """Read all rows, a thousand at a time, each with what its `select_related` names."""
    joined = rows.query.select_related
    if not isinstance(joined, dict):
        yield from rows.iterator(AT_A_TIME)
        return
    links = _links_of(rows.model, joined)
    # What points at the rows is joined as it was: it belongs to one row alone.
    back = joined.keys() - {link.source.name for link in links}
    found = rows.select_related(None).select_related(*back) if back else rows.select_related(None)
    source = found.iterator(AT_A_TIME)
    while part := list(islice(source, AT_A_TIME)):
        for link in links:
            link.attach(part)
        yield from part
