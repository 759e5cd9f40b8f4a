"""The demo city's unions, industries and dictionaries, as the sample ledger expects them."""

import csv
from pathlib import Path

import unions
from studios.choices.register import HonourRank
from studios.models import Honour, StudioKind
from unions.models import Industry, Union

FOLDER = Path(__file__).resolve().parents[2] / "data"
INDUSTRIES = Path(unions.__file__).parent / "data" / "industries.csv"
SAMPLE = FOLDER / "ledger-sample.xlsx"
KEY = FOLDER / "ledger-sample.key.json"
HONOURS = {
    "省劳动模范": (HonourRank.PROVINCE, ["省级劳模", "省劳模"]),
    "省先进工作者": (HonourRank.PROVINCE, []),
    "省五一劳动奖章": (HonourRank.PROVINCE, []),
    "省级工匠": (HonourRank.PROVINCE, []),
    "市劳动模范": (HonourRank.CITY, ["市级劳模", "市劳模"]),
    "市先进工作者": (HonourRank.CITY, []),
    "市五一劳动奖章": (HonourRank.CITY, []),
    "市级工匠": (HonourRank.CITY, []),
}
KINDS = {"劳模": "劳模创新工作室", "职工": "职工创新工作室", "劳模和工匠人才": "劳模和工匠人才创新工作室"}


def make_city() -> Union:
    """Make everything that the sample ledger names and return the city's federation."""
    sections = {row["code"]: row for row in _rows(INDUSTRIES)}
    Industry.objects.bulk_create(
        [
            Industry(code=code, name=row["name"], section=row["parent"] or code)
            for code, row in sections.items()
            if not Industry.objects.filter(code=code).exists()
        ]
    )
    for position, (name, (rank, aliases)) in enumerate(HONOURS.items()):
        Honour.objects.update_or_create(name=name, defaults={"rank": rank, "aliases": aliases, "position": position})
    for position, (name, suffix) in enumerate(KINDS.items()):
        StudioKind.objects.update_or_create(name=name, defaults={"suffix": suffix, "position": position})
    return _unions()


def _unions() -> Union:
    made: dict[str, Union] = {}
    for row in _rows(FOLDER / "unions.csv"):
        parent = made.get(row["parent"])
        union = Union.objects.create(
            code=row["code"],
            name=row["name"],
            parent=parent,
            kind=row["kind"],
            level=row["level"],
            employer=row["employer"],
            industry_id=row["industry"] or None,
            county=row["county"],
        )
        union.path = f"{parent.path if parent else ''}{union.pk}."
        union.save(update_fields=["path"])
        made[union.code] = union
    return made["DL"]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
