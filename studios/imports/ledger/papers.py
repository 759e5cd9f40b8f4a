"""Reads document numbers and telephones of a ledger, with the same parsers that the forms use."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from studios.imports.ledger.cells import CellError, written
from studios.imports.sheets import Cell
from studios.values.document_numbers import parse_document_number
from studios.values.wording import cleaned
from unions.values.mobiles import normalise_mobile

LANDLINE = re.compile(r"(0\d{2,3})?([2-8]\d{6,7})")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document number in its one right form."""

    text: str
    year: int
    was_changed: bool


def read_document(cell: Cell, today: date) -> DocumentNumber:
    """Return 机关代字〔2026〕15号, or refuse it naming every fault."""
    text = cleaned(written(cell))
    try:
        number = parse_document_number(text, today=today)
    except ValidationError as problem:
        codes = {error.code for error in problem.error_list}
        code = "too_long" if "too_long" in codes else "bad_number_format"
        raise CellError(code, " ".join(problem.messages)) from problem
    return DocumentNumber(str(number), number.year, was_changed=str(number) != text)


def read_phone(cell: Cell) -> str:
    """Return a mobile of eleven digits, or an office telephone as area code and number."""
    text = cleaned(written(cell))
    digits = re.sub(r"[\s\-—–()]", "", unicodedata.normalize("NFKC", text[:60]))
    if found := LANDLINE.fullmatch(digits):
        return f"{found[1]}-{found[2]}" if found[1] else found[2]
    try:
        return normalise_mobile(text)
    except ValidationError as problem:
        hint = _("An office telephone has an area code, for example 0577-88001234.")
        raise CellError("bad_phone", f"{problem.messages[0]} {hint}") from problem
