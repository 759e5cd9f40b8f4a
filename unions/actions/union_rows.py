"""Writes the rows of a sheet of unions: new ones level by level, changed ones with their history; all or none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from unions import clock
from unions.actions.audit import record
from unions.actions.tree import lock_tree
from unions.actions.unions import edit_union, move_union, rename_union
from unions.choices.audit import Verb
from unions.choices.tree import UnionChangeKind
from unions.models import Account, Union, UnionChange


@dataclass(frozen=True, slots=True)
class UnionRow:
    """One checked line: code, name, the code of the union above ("" for the root) and the facts."""

    code: str
    name: str
    parent: str
    facts: dict[str, Any]


@dataclass(slots=True)
class Imported:
    """Codes by what happened to them."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


@transaction.atomic
def import_union_rows(rows: Sequence[UnionRow], *, by: Account | None) -> Imported:
    """Create what is missing and change what differs; the same rows again change nothing."""
    lock_tree()
    done = Imported()
    present = {u.code: u for u in Union.objects.filter(code__in=[r.code for r in rows]).select_related("parent")}
    parents = {u.code: u for u in Union.objects.filter(code__in={r.parent for r in rows})} | present
    _create([r for r in rows if r.code not in present], parents, by, done)
    for row in rows:
        if row.code in present:
            changed = _change(present[row.code], row, parents.get(row.parent), by)
            (done.changed if changed else done.unchanged).append(row.code)
    if done.created or done.changed:
        details = {name: len(getattr(done, name)) for name in ("created", "changed", "unchanged")}
        root = parents.get(rows[0].code) or parents.get(rows[0].parent)
        record(Verb.UNION_IMPORTED, by=by, subject=root, union=root, details=details)
    return done


def _create(rows: Iterable[UnionRow], parents: dict[str, Union], by: Account | None, done: Imported) -> None:
    """Insert one level of the tree after the other; `parents` grows by what was made."""
    waiting = list(rows)
    while waiting:
        ready = [r for r in waiting if not r.parent or r.parent in parents]
        if not ready:
            raise ValueError("Rows whose union above is missing were not refused before.")
        made = Union.objects.bulk_create(
            Union(code=r.code, name=r.name, parent=parents.get(r.parent), **r.facts) for r in ready
        )
        for union in made:
            union.path = f"{union.parent.path if union.parent else ''}{union.pk}."
        Union.objects.bulk_update(made, ["path"], batch_size=500)
        UnionChange.objects.bulk_create(_imported(union, by) for union in made)
        parents |= {u.code: u for u in made}
        done.created += [u.code for u in made]
        waiting = [r for r in waiting if r.code not in parents]


def _imported(union: Union, by: Account | None) -> UnionChange:
    return UnionChange(
        union=union,
        kind=UnionChangeKind.IMPORTED,
        happened_on=clock.today(),
        after=f"{union.code} {union.name}",
        by=by,
        recorded_at=clock.now(),
    )


def _change(union: Union, row: UnionRow, parent: Union | None, by: Account | None) -> bool:
    differs = False
    if union.name != row.name:
        rename_union(union, by=by, name=row.name)
        differs = True
    if parent and union.parent_id != parent.pk:
        move_union(union, by=by, parent=parent)
        differs = True
    facts = {name: value for name, value in row.facts.items() if getattr(union, name) != value}
    if facts:
        edit_union(union, by=by, **facts)
        differs = True
    return differs
