"""The recorded history of a row: who changed what, when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pghistory
from django.db.models import Field, ForeignKey, Model

from unions.models import Account

LONGEST = 200
Names = dict[str, dict[Any, Model]]


@dataclass(frozen=True, slots=True)
class Change:
    """One column: its label, what it said and what it says."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One write of a row; `kind` is insert, update or delete."""

    at: datetime
    kind: str
    account: Account | None
    changes: list[Change]


def event_model(model: type[Model]) -> type[Model]:
    """The table in which triggers keep this model's history."""
    return next(iter(pghistory.core.event_models(tracks_model=model)))


def history_of(row: Model) -> list[Entry]:
    """The newest writes first, at most 200; a query for the events and one for each kind of row they name."""
    model = event_model(type(row))
    found = model._default_manager.filter(pgh_obj_id=row.pk).select_related("pgh_context").order_by("-pgh_id")
    events: list[Any] = list(found[: LONGEST + 1])
    kept = {f.name for f in model._meta.local_fields}
    columns = [f for f in type(row)._meta.local_fields if f.name in kept]
    named = _named(columns, events)
    accounts = Account.objects.in_bulk({_account_id(e) for e in events} - {None})
    before = [*events[1:], None]
    entries = [
        Entry(e.pgh_created_at, e.pgh_label, accounts.get(_account_id(e)), _changes(columns, named, old, e))
        for e, old in zip(events, before, strict=True)
    ]
    return entries[:LONGEST]


def _account_id(event: Any) -> int | None:
    return event.pgh_context.metadata.get("account") if event.pgh_context else None


def _named(columns: Iterable[Field], events: list[Any]) -> Names:
    wanted: dict[Any, set[Any]] = defaultdict(set)
    links = [c for c in columns if isinstance(c, ForeignKey)]
    for link in links:
        wanted[link.related_model] |= {getattr(e, link.attname) for e in events} - {None}
    rows = {model: model._default_manager.in_bulk(keys) if keys else {} for model, keys in wanted.items()}
    return {link.name: rows[link.related_model] for link in links}


def _changes(columns: Iterable[Field], named: Names, old: Any, new: Any) -> list[Change]:
    if new.pgh_label == "delete":
        return []
    return [
        Change(str(c.verbose_name), _shown(c, named, old), _shown(c, named, new))
        for c in columns
        if c.editable and not c.primary_key and _raw(c, old) != _raw(c, new)
    ]


def _raw(column: Field, event: Any) -> Any:
    value = getattr(event, column.attname) if event is not None else None
    return None if value in ("", [], {}) else value


def _shown(column: Field, named: Names, event: Any) -> Any:
    value = _raw(column, event)
    if value is None:
        return None
    if column.name in named:
        return str(named[column.name].get(value, f"#{value}"))
    return getattr(event, f"get_{column.name}_display")() if column.choices else value
