"""Reads one cell as what its column holds; a reader raises `CellError` for one fault."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.imports.sheets import Cell
from studios.values.ledger_words import COMPOUND_SURNAMES, LEVEL_NAMES, LEVELS, SEXES
from studios.values.months import AmbiguousMonthError, Month, MonthError, parse_month
from studios.values.wording import cleaned, has_markup
from unions.choices.tree import Level
from unions.values.names import clean_person_name

T = TypeVar("T")
NUMBER = re.compile(
    r"(?:共计?|¥|￥|rmb|人民币)?([+-]?\d+(?:\.\d+)?)"
    r"(亿元|亿|万元|万|千元|元|平方米|平米|平方|平|m2|㎡|人|名|位|项|件|个|次|对|篇|台|套|条)?(?:人民币|整|rmb)?",
    re.IGNORECASE,
)
FACTORS = {
    "亿元": 100_000_000,
    "亿": 100_000_000,
    "万元": 10_000,
    "万": 10_000,
    "千元": 1_000,
    "元": 1,
}
MONEY_UNITS = frozenset(FACTORS)
FLOAT_DIGITS = 6
LEAD_SEPARATOR = re.compile(r"[、，,;；/|\n\r]+")
# 王某和李某 are two people, 张和平 is one.
TWO_BY_WORD = re.compile(r"(.{2,4})[和与及&](.{2,4})")
IN_BRACKETS = r"[(（\[【].*?[)）\]】]"
REMARK = re.compile(IN_BRACKETS + "|[*＊※★☆▲△]+")
LEVEL_NOISE = re.compile(r"[()、,，/·]|(?:示范)?(?:劳模|职工|劳模和工匠人才|工匠)?创新工作室$|工作室$|示范\)?$")
NOTHING = frozenset({"/", "-", "—", "——", "无", "\\", "暂无", "n/a", "--", "没有", "／", "－"})
MOST_LEADS = 2
TOO_MANY_LEADS = gettext_lazy("One or two leads, parted by 、.")


class CellError(ValueError):
    """One fault of a cell: a code of the interface, a sentence, and what would be accepted."""

    def __init__(self, code: str, message: str, candidates: tuple[str, ...] = ()) -> None:
        """Keep all three for the list of faults."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.candidates = candidates


def check_plain(cell: Cell) -> None:
    """Refuse what no column may hold: a formula, the error of one, or markup."""
    if cell.kind == "text":
        text = cell.value
        if text[0] in "=@":
            raise CellError("formula", _("This begins like a formula. Write the plain value."))
        if has_markup(text):
            raise CellError("markup", _("This holds markup. Write plain text without < and >."))
    elif cell.kind == "formula":
        raise CellError("formula", _("The cell holds a formula. Copy it and paste its value."))
    elif cell.kind == "error":
        raise CellError("formula", _("The cell holds the error of a formula. Write the value itself."))


def written(cell: Cell) -> str:
    """Return the cell as people see it."""
    value = cell.value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return value if isinstance(value, str) else str(value)


def read_text(cell: Cell, longest: int) -> str:
    """Return plain text of at most `longest` characters."""
    text = cleaned(written(cell))
    if len(text) > longest:
        message = _("At most %(longest)d characters; this has %(length)d.")
        raise CellError("too_long", message % {"longest": longest, "length": len(text)})
    return text


def is_nothing(cell: Cell) -> bool:
    """Whether an optional cell says "none" with a dash or a word."""
    return cell.kind == "text" and cell.value.strip().casefold() in NOTHING


def read_count(cell: Cell, most: int) -> int:
    """Return a whole number from 0 to `most`; a unit like 人 may follow it."""
    if cell.kind == "number" and isinstance(cell.value, int) and 0 <= cell.value <= most:
        return cell.value
    number = _without_money(cell)
    if number != number.to_integral_value():
        raise CellError("bad_number", _("Write a whole number."))
    return int(_in_range(number, most))


def read_area(cell: Cell, most: int) -> Decimal:
    """Return square metres with at most two decimals."""
    return _in_range(_without_money(cell), most).quantize(Decimal("0.01"))


def read_money(cell: Cell, header_unit: str, most: int) -> Decimal:
    """Return yuan; a unit in the cell counts before that of the header, and 万元 is the rule of ledgers."""
    number, unit = _number(cell)
    factor = FACTORS[unit if unit in MONEY_UNITS else header_unit if header_unit in MONEY_UNITS else "万元"]
    return (_in_range(number * factor, most)).quantize(Decimal("0.01"))


def _without_money(cell: Cell) -> Decimal:
    """Return a number that is no money; 1.2万 is twelve thousand."""
    number, unit = _number(cell)
    if unit.endswith("元"):
        raise CellError("bad_number", _("This is an amount of money. Write a number alone, for example 50."))
    return number * FACTORS.get(unit, 1)


def _number(cell: Cell) -> tuple[Decimal, str]:
    if cell.kind == "number":
        return _exact(cell.value), ""
    return _from_text(written(cell))


def _exact(value: float) -> Decimal:
    """Return what was typed: a sheet keeps 57.9 as 57.899999999999999."""
    if isinstance(value, int):
        return Decimal(value)
    try:
        return round(Decimal(repr(value)), FLOAT_DIGITS).normalize() + 0
    except InvalidOperation as problem:
        raise CellError("out_of_range", _("This number is too large.")) from problem


@lru_cache(maxsize=4096)
def _from_text(text: str) -> tuple[Decimal, str]:
    folded = "".join(unicodedata.normalize("NFKC", text.replace("㎡", "平方米")).split()).replace("−", "-")
    plain = folded.replace(",", "") if re.match(r"[+-]?\d{1,3}(,\d{3})+(\D|$)", folded) else folded
    found = NUMBER.fullmatch(plain) if len(plain) < 40 else None
    if not found:
        raise CellError("bad_number", _("Write a number alone, for example 50."))
    return Decimal(found[1]), found[2] or ""


def _in_range(number: Decimal, most: int) -> Decimal:
    if number < 0:
        raise CellError("negative", _("This cannot be less than 0."))
    if number > most:
        raise CellError("out_of_range", _("This is more than can be meant. Check the number and its unit."))
    return number


def read_month(cell: Cell, today: date, *, needs_month: bool = True, may_come: bool = False) -> Month:
    """Return a month, not in the future unless it `may_come`; a lost digit is asked about."""
    try:
        month = parse_month(cell.value if cell.kind in ("text", "number") else str(cell.value))
    except AmbiguousMonthError as problem:
        readings = tuple(str(reading) for reading in problem.readings)
        message = _("This may be %(one)s or %(other)s. Write the month in full.")
        raise CellError("ambiguous_date", message % {"one": readings[0], "other": readings[1]}, readings) from problem
    except MonthError as problem:
        raise CellError("bad_date", _("Write a month, for example 2019年5月.")) from problem
    if needs_month and month.month is None:
        raise CellError("bad_date", _("The month is missing. Write it like 2019年5月."))
    if month.as_date() > today and not may_come:
        raise CellError("future", _("This is in the future."))
    return month


def read_sex(text: str) -> str:
    """Return the sex that the register stores."""
    found = SEXES.get(text.casefold())
    if found is None:
        raise CellError("out_of_range", _("Write 男 or 女."), ("男", "女"))
    return found


def read_word(cell: Cell, words: Mapping[str, T]) -> T:
    """Return what one of several words means."""
    folded = "".join(unicodedata.normalize("NFKC", written(cell)).split()).casefold()
    if folded not in words:
        offers = tuple({meant: word for word, meant in reversed(words.items())}.values())
        raise CellError("out_of_range", _("This is none of the words that are known here."), offers[::-1])
    return words[folded]


def read_level(cell: Cell) -> tuple[Level, str]:
    """Return level and its wording; 地市级 is 市级."""
    folded = "".join(unicodedata.normalize("NFKC", written(cell)).split())
    folded = LEVEL_NOISE.sub("", folded)
    if folded not in LEVELS:
        raise CellError("out_of_range", _("This is not a level of naming."), LEVEL_NAMES)
    return LEVELS[folded]


def read_people(cell: Cell) -> list[str]:
    """Return one or two names; a space parts two people only between two whole names."""
    text = REMARK.sub("", written(cell))
    names = [name for part in LEAD_SEPARATOR.split(text) for name in _parted(cleaned(part)) if name]
    if len(names) > MOST_LEADS:
        raise CellError("out_of_range", str(TOO_MANY_LEADS))
    return [_person(name) for name in names]


def _person(name: str) -> str:
    try:
        return clean_person_name(name).text
    except ValidationError as problem:
        code = "too_long" if problem.code == "too_long" else "out_of_range"
        raise CellError(code, problem.messages[0]) from problem


def _parted(text: str) -> list[str]:
    """Return the names of a text without separators: parted by 和, or by a space."""
    both = TWO_BY_WORD.fullmatch("".join(text.split())) if not text.isascii() else None
    return list(both.groups()) if both else _spaced(text)


def _spaced(text: str) -> list[str]:
    parts = text.split()
    if any(part.isascii() for part in parts):
        return [text]
    whole = all(len(part) > 1 for part in parts)
    if len(parts) > 1 and whole and parts[0] not in COMPOUND_SURNAMES:
        return parts
    return ["".join(parts)]
