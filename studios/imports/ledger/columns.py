"""What a sheet's columns are called and how a header is recognised; the columns themselves stand by noun beside this."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

BRACKETED = re.compile(r"[(\[【〔<《](.*?)[)\]】〕>》]")
NOISE = re.compile(r"[\s*:：、,，。;；/\\_\-|·()\[\]【】〔〕<>《》]+")
ENUMERATED = re.compile(r"^[\s*★※]*(?:[(（]?\d{1,2}[.、)）]|[①-⑳])\s*")
UNITS = ("亿元", "万元", "千元", "元", "平方米", "人", "项", "件", "个")
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Column:
    """One column that a sheet may have; `headers` are compared without spaces and brackets."""

    key: str
    headers: tuple[str, ...]
    is_required: bool = False

    @property
    def label(self) -> str:
        """What people call it."""
        return self.headers[0]


@dataclass(frozen=True, slots=True)
class Placed:
    """A column found in a sheet: where, its header as written, the unit that the header names, and how it was found."""

    column: Column
    index: int
    header: str
    unit: str = ""
    is_guessed: bool = False


@dataclass(frozen=True, eq=False)
class Form:
    """The columns of one noun's sheet; a row of `least` headers of `identity` and more begins one."""

    noun: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    least: int
    # Without these columns nothing can be read; the others the register may know.
    needed: tuple[str, ...]
    # Words in a sheet's name or title that speak for this form.
    words: tuple[str, ...] = ()

    def __getitem__(self, key: str) -> Column:
        """Return a column by its key."""
        return next(column for column in self.columns if column.key == key)

    @property
    def required(self) -> tuple[str, ...]:
        """Keys of the cells that each row must have."""
        return tuple(column.key for column in self.columns if column.is_required)


def column(key: str, headers: str, *, is_required: bool = False) -> Column:
    """Return a column from its names in one line."""
    return Column(key, tuple(headers.split()), is_required)


def folded(header: str) -> str:
    """Return a header without what nobody means: spaces, marks, numbers before it, brackets and what stands in them."""
    text = unicodedata.normalize("NFKC", ENUMERATED.sub("", header).replace("㎡", "平方米")).casefold()
    return NOISE.sub("", BRACKETED.sub("", text)) or NOISE.sub("", text)


def unit_in(text: str) -> str:
    """Return the unit that a header, or what stands in its brackets, names."""
    return next((unit for unit in UNITS if unit in text), "")


@lru_cache(maxsize=4096)
def recognise(header: str, form: Form) -> tuple[Column, str, int] | None:
    """Return the column that a header names, the unit it gives and how far down its names stand, or None."""
    text = unicodedata.normalize("NFKC", ENUMERATED.sub("", header).replace("㎡", "平方米")).casefold()
    outside, whole = folded(header), NOISE.sub("", text)
    inside = "".join(BRACKETED.findall(text))
    known = _by_header(form)
    unit = unit_in(inside) or next((unit for unit in UNITS[:4] if outside.endswith(unit) and outside not in known), "")
    found = known.get(outside) or known.get(whole) or known.get(outside.removesuffix(unit))
    return (found[0], unit, found[1]) if found else None


@lru_cache(maxsize=16)
def _by_header(form: Form) -> dict[str, tuple[Column, int]]:
    return {
        NOISE.sub("", header.casefold()): (one, place)
        for one in form.columns
        for place, header in enumerate(one.headers)
    }
