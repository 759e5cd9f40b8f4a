"""Reads a month as people write it: 2019.5, 2019年5月, 二〇一九年五月, 2019-05-03, Excel's own dates."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(10_000, 80_000)
YEARS = range(1900, 2100)
MONTHS = range(1, 13)

CHINESE_DIGITS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
CHINESE_MONTHS = {"十": 10, "十一": 11, "十二": 12} | {c: n for n, c in enumerate("一二三四五六七八九", 1)}
CHINESE = re.compile(
    r"([〇○零Oo一二三四五六七八九\d]{4})年(?:(十[一二]?|[一二三四五六七八九]|\d{1,2})月(?:[一二三四五六七八九十]+[日号])?)?(?:份)?"
)
SEPARATED = re.compile(r"(\d{4})(?:年|[.\-/。．、,])(\d{1,2})(?:月份?)?(?:[.\-/。．、,]?(\d{1,2})[日号]?)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
YEAR = re.compile(r"(\d{4})年?度?")
SERIAL = re.compile(r"([1-7]\d{4})(?:\.\d+)?")
LOST_DIGIT = re.compile(r"(\d{4})\.1")
# 2019年5月命名, 1968年5月生.
SAID_OF_IT = re.compile(r"(?:命名|认定|授牌|挂牌|批准|授予|获得|获评|出生|生)$")
TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?$")


@dataclass(frozen=True, slots=True)
class Month:
    """A date as exact as it was written: year, perhaps month, perhaps day."""

    year: int
    month: int | None = None
    day: int | None = None

    def as_date(self) -> date:
        """Return the first day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        """Write it as prose does: 2019年5月."""
        return f"{self.year}年" + (f"{self.month}月" if self.month else "")


class MonthError(ValueError):
    """No month can be read from this."""


class AmbiguousMonthError(MonthError):
    """The cell lost a digit: 2019.1 is January or October; `readings` holds both."""

    def __init__(self, readings: tuple[Month, ...]) -> None:
        """Keep what it may mean."""
        super().__init__()
        self.readings = readings


@lru_cache(maxsize=4096)
def parse_month(value: str | float) -> Month:
    """Read a month, a whole date or a year alone; a number may be an Excel serial."""
    if isinstance(value, (int, float)):
        return _from_number(value)
    return _from_text(value)


def _from_number(value: float) -> Month:
    if isinstance(value, float) and not value.is_integer():
        year, _, month = f"{value:.6f}".rstrip("0").partition(".")
        return _from_text(f"{year}.{month}")
    whole = int(value)
    if whole in SERIALS:
        return _from_serial(whole)
    return _from_text(str(whole))


def _from_serial(days: int) -> Month:
    """Excel counts days from 30 December 1899."""
    found = EXCEL_EPOCH + timedelta(days=days)
    return Month(found.year, found.month, found.day)


def _from_text(value: str) -> Month:
    text = "".join(unicodedata.normalize("NFKC", TIME_OF_DAY.sub("", value.strip())).split()).rstrip(".。")
    text = SAID_OF_IT.sub("", text)
    if found := LOST_DIGIT.fullmatch(text):
        raise AmbiguousMonthError((_checked(found[1], "1"), _checked(found[1], "10")))
    if found := CHINESE.fullmatch(text):
        month = found[2] and str(CHINESE_MONTHS.get(found[2], found[2]))
        return _checked(found[1].translate(CHINESE_DIGITS), month or None)
    for shape in (SEPARATED, COMPACT):
        if found := shape.fullmatch(text):
            return _checked(*found.groups())
    if found := SERIAL.fullmatch(text):
        return _from_serial(int(found[1]))
    if found := YEAR.fullmatch(text):
        return _checked(found[1])
    raise MonthError


def _checked(year: str, month: str | None = None, day: str | None = None) -> Month:
    read = Month(int(year), int(month) if month is not None else None, int(day) if day else None)
    if read.year not in YEARS:
        raise MonthError
    try:
        read.as_date()
    except ValueError as problem:
        raise MonthError from problem
    if month is not None and read.month not in MONTHS:
        raise MonthError
    return read
