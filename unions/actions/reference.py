"""Loads the industries and their groups; what staff have changed stays."""

from pathlib import Path

from django.db import transaction

from unions.models import Industry, IndustryGroup
from unions.values.tables import read_table

TABLES = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_reference() -> None:
    """Create missing groups and industries of GB/T 4754-2017; rows that exist are left as they are."""
    groups = read_table(TABLES / "industry_groups.csv")
    IndustryGroup.objects.bulk_create(
        [
            IndustryGroup(code=row["group"], name_zh=row["name_zh"], name_en=row["name_en"], position=number)
            for number, row in enumerate(groups, start=1)
        ],
        ignore_conflicts=True,
    )
    group_of = {division: row["group"] for row in groups for division in row["divisions"].split()}
    Industry.objects.bulk_create(
        [
            Industry(
                code=row["code"],
                name=row["name"],
                section=row["parent"] or row["code"],
                group_id=group_of.get(row["code"]),
            )
            for row in read_table(TABLES / "industries.csv")
        ],
        ignore_conflicts=True,
    )
