"""Loads the dictionaries of the register; what staff have changed stays."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import transaction

from studios.models import Honour, ResultKind, SkillGrade, StudioKind
from unions.values.tables import parts, read_table

TABLES = Path(__file__).resolve().parent.parent / "data"
Row = dict[str, str]
Dictionary = type[Honour] | type[ResultKind] | type[SkillGrade] | type[StudioKind]


@transaction.atomic
def load_reference() -> None:
    """Create missing honours, kinds and grades; an entry that staff renamed keeps its old name as an alias."""
    _load(Honour, "honours", lambda row: {"rank": row["rank"]})
    _load(StudioKind, "studio_kinds", lambda row: {"suffix": row["suffix"]})
    _load(ResultKind, "result_kinds", lambda row: {"group": row["group"], "is_five_small": bool(row["is_five_small"])})
    _load(SkillGrade, "skill_grades", lambda row: {"is_skilled": bool(row["is_skilled"])})


def _load(model: Dictionary, table: str, own_fields: Callable[[Row], dict[str, Any]]) -> None:
    rows: Iterable[Any] = model.objects.all()
    known = {name for entry in rows for name in (entry.name, *entry.aliases)}
    missing = [
        (i, row) for i, row in enumerate(read_table(TABLES / f"{table}.csv"), start=1) if row["name"] not in known
    ]
    model.objects.bulk_create(
        [
            model(
                name=row["name"],
                name_en=row["name_en"],
                aliases=parts(row["aliases"]),
                position=position * 10,
                **own_fields(row),
            )
            for position, row in missing
        ],
        ignore_conflicts=True,
    )
