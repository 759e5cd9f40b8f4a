"""Reads the small tables that come with the software."""

import csv
from pathlib import Path


def read_table(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file in UTF-8 as dictionaries by column name."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def parts(text: str) -> list[str]:
    """The parts of a cell that holds several values, written `one|two`."""
    return [part for part in text.split("|") if part]
