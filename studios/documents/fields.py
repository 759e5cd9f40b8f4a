"""The fields of a kind of paper, each as a template writes it, with an example."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from studios.choices.reviews import PaperKind
from studios.documents.samples import sample_paper

LENGTH = 60
# Used by the typesetting alone.
LEFT_OUT = ("columns", "tables_set")
ONE = {
    "rows": "row",
    "facts": "fact",
    "signs": "sign",
    "sheets": "sheet",
    "lines": "line",
    "tables": "table",
    "activities": "activity",
}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field: how it is written, in which list it stands, and what it holds in the sample."""

    code: str
    within: str
    example: str


def field_rows(kind: PaperKind) -> list[FieldRow]:
    """Every field of a kind, lists after single values."""
    rows = list(_rows(sample_paper(kind).content, prefix="", within=""))
    return sorted(rows, key=lambda row: bool(row.within))


def _rows(values: Mapping[str, Any], *, prefix: str, within: str) -> Iterator[FieldRow]:
    for key, value in values.items():
        if key in LEFT_OUT:
            continue
        path = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _rows(value, prefix=f"{path}.", within=within)
        elif isinstance(value, list):
            yield from _list_rows(value, path, key, within)
        else:
            example = "▦" if key == "qr" else str(value)[:LENGTH]
            yield FieldRow(f"{{{{ {path} }}}}", within, example)


def _list_rows(value: list[Any], path: str, key: str, within: str) -> Iterator[FieldRow]:
    """A list's rows go by one name, which the loop gives them."""
    one = ONE.get(key, key.removesuffix("s"))
    loop = f"{within} {{%p for {one} in {path} %}}".strip()
    if value and isinstance(value[0], Mapping):
        yield from _rows(value[0], prefix=f"{one}.", within=loop)
    elif value:
        yield FieldRow(f"{{{{ {one} }}}}", loop, str(value[0])[:LENGTH])
