"""Reads the yearly arrangement of holidays as the State Council publishes it, or as plain lines."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_HOLIDAY = 15
NOTES = re.compile(r"\([^()]*\)")
HEADING = re.compile(r"^(?:[一二三四五六七八九十\d]+[、.]\s*)?([^:\d]{2,20}?):")
SPAN = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:至(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日)?")
PLAIN = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[\s,]+(休|班)[\s,]*(\S{0,20})$")


@dataclass(frozen=True, slots=True)
class Arranged:
    """One day of the arrangement."""

    day: date
    is_working: bool
    name: str = ""

    @property
    def differs(self) -> bool:
        """Whether the day is not what its weekday says."""
        return self.is_working != (self.day.isoweekday() <= 5)


class Unreadable(ValueError):
    """A line that holds no arrangement or an impossible date."""

    def __init__(self, number: int, line: str) -> None:
        """Keep the line's number and text for the form."""
        super().__init__(line)
        self.number = number
        self.line = line


def read_arrangement(text: str, *, year: int) -> list[Arranged]:
    """Every day that the text names, in its order; the first unreadable line is refused."""
    found: list[Arranged] = []
    for number, line in enumerate(unicodedata.normalize("NFKC", text).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            days = list(_days(NOTES.sub("", line.strip()), year))
        except ValueError:
            raise Unreadable(number, line.strip()) from None
        if not days:
            raise Unreadable(number, line.strip())
        found += days
    return found


def _days(line: str, year: int) -> Iterator[Arranged]:
    if plain := PLAIN.match(line):
        y, month, day, mark, name = plain.groups()
        yield Arranged(date(int(y), int(month), int(day)), mark == "班", name)
        return
    heading = HEADING.match(line)
    name = heading[1].strip() if heading else ""
    for sentence in re.split(r"[。;]", line):
        if "上班" in sentence or "放假" in sentence or "休息" in sentence:
            yield from _sentence(sentence, year, name)


def _sentence(sentence: str, year: int, name: str) -> Iterator[Arranged]:
    for y1, m1, d1, y2, m2, d2 in SPAN.findall(sentence):
        first = date(int(y1 or year), int(m1), int(d1))
        last = date(int(y2 or first.year), int(m2 or m1), int(d2)) if d2 else first
        if not timedelta() <= last - first <= timedelta(days=LONGEST_HOLIDAY):
            raise ValueError(sentence)
        for offset in range((last - first).days + 1):
            yield Arranged(first + timedelta(days=offset), "上班" in sentence, name)
