"""Numbers of official documents: 东澜工〔2026〕15号."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_LONGEST = 60
_FIRST_YEAR = 1949
_BRACKETS = str.maketrans("([【{<《〈［", "〔" * 8) | str.maketrans(")]】}>》〉］", "〕" * 8)
_PARTS = re.compile(r"(?P<agency>[^〔〕]*)〔(?P<year>[^〔〕]*)〕(?P<ordinal>第?)(?P<serial>\d*)(?P<suffix>.*)")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """Agency code, year and serial of a paper."""

    agency: str
    year: int
    serial: int

    def __str__(self) -> str:
        """Write it in the standard form."""
        return f"{self.agency}〔{self.year}〕{self.serial}号"


def in_standard_brackets(text: str) -> str:
    """Write digits and brackets of any kind as papers bear them; nothing is checked."""
    return unicodedata.normalize("NFKC", text).translate(_BRACKETS)


def parse_document_number(text: str, *, today: date) -> DocumentNumber:
    """Read a number in any brackets and widths; a ValidationError names every fault."""
    compact = "".join(in_standard_brackets(text[: _LONGEST * 2]).split())
    if not compact:
        raise ValidationError(_("Enter the document number."), code="empty")
    if len(compact) > _LONGEST:
        raise ValidationError(_("The document number has more than 60 characters."), code="too_long")
    parts = _PARTS.fullmatch(compact)
    if not parts:
        raise ValidationError(list(_faults_without_year(compact)))
    if faults := list(_faults_of(parts, today)):
        raise ValidationError(faults)
    return DocumentNumber(parts["agency"], int(parts["year"]), int(parts["serial"]))


def _faults_of(parts: re.Match[str], today: date) -> Iterator[ValidationError]:
    yield from _faults_of_agency(parts["agency"])
    yield from _faults_of_year(parts["year"], today)
    if parts["ordinal"]:
        yield ValidationError(_("Leave out “第” before the serial number."), code="ordinal")
    yield from _faults_of_serial(parts["serial"], parts["suffix"])


def _faults_of_agency(agency: str) -> Iterator[ValidationError]:
    if not agency:
        yield ValidationError(_("The agency code (such as 东澜工) is missing before the year."), code="agency")
    elif not agency.isalpha():
        yield ValidationError(_("The agency code consists of characters only, such as 东澜工."), code="agency_letters")


def _faults_of_year(year: str, today: date) -> Iterator[ValidationError]:
    if not re.fullmatch(r"[0-9]{4}", year) or int(year) < _FIRST_YEAR:
        yield ValidationError(_("The year has four digits, such as 〔2026〕."), code="year")
    elif int(year) > today.year:
        yield ValidationError(_("The year is after the current one."), code="year_ahead")


def _faults_of_serial(serial: str, suffix: str) -> Iterator[ValidationError]:
    if not serial:
        yield ValidationError(_("The serial number is missing after the year."), code="serial")
    elif serial.startswith("0"):
        yield ValidationError(_("The serial number starts with a zero; write 15, not 015."), code="leading_zero")
    elif len(serial) > 5:
        yield ValidationError(_("The serial number is too long."), code="serial_long")
    if "号" not in suffix:
        yield ValidationError(_("“号” is missing at the end."), code="suffix")
    elif suffix != "号":
        yield ValidationError(_("Only “号” may follow the serial number."), code="rest")


def _faults_without_year(compact: str) -> Iterator[ValidationError]:
    """What is missing when there is no pair of brackets."""
    yield ValidationError(_("The year in brackets is missing, such as 〔2026〕."), code="year_brackets")
    if not compact[0].isalpha() or compact[0] in "第号":
        yield ValidationError(_("The agency code (such as 东澜工) is missing before the year."), code="agency")
    if "第" in compact:
        yield ValidationError(_("Leave out “第” before the serial number."), code="ordinal")
    if re.search(r"(?<![0-9])0[0-9]*号?$", compact):
        yield ValidationError(_("The serial number starts with a zero; write 15, not 015."), code="leading_zero")
    if not compact.endswith("号"):
        yield ValidationError(_("“号” is missing at the end."), code="suffix")
