"""Guesses what a column holds whose header nobody knows: by a likeness of the header, and by what stands below it."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice

from studios.imports.ledger import cells as read
from studios.imports.ledger.cells import CellError
from studios.imports.ledger.columns import Column, Placed, folded
from studios.imports.ledger.headers import Unknown
from studios.imports.ledger.layout import Table
from studios.imports.ledger.papers import read_phone
from studios.imports.ledger.studio_columns import STUDIOS
from studios.imports.sheets import Cell
from studios.queries.ledger_register import Register
from studios.values.ledger_words import LEVELS, SEXES
from unions import clock

Test = Callable[[Cell], object]
SAMPLES = 40
ENOUGH = 0.6
LIKE = 0.55
PERSON = re.compile(r"[\u3400-\u9fff]{2,4}(?:[、，,/\s][\u3400-\u9fff]{2,4})?")
PAPER = re.compile(r".+[〔\[【(（]\s*\d{4}\s*[)）〕\]】].*号")
# What stands below these headers tells for itself what the column is.
TELLING = ("studio", "employer", "recommender", "industry", "honour", "level", "sex", "document", "mobile")


def settle(tables: Iterable[Table], register: Register) -> None:
    """Place, in every table, the unknown headers that can be guessed; a guess is marked as one."""
    tests = _tests(register, clock.today())
    of_people = tests | {"name": tests["lead"], "master": tests["lead"]}
    for table in tables:
        for unknown in list(table.unknown):
            column = _guess(table, unknown, tests if table.form is STUDIOS else of_people)
            if column:
                _place(table, unknown, column)


def _guess(table: Table, unknown: Unknown, tests: dict[str, Test]) -> Column | None:
    below = [line.others[unknown.index] for line in table.rows if unknown.index in line.others]
    samples = list(islice(below, SAMPLES))
    if not samples:
        return None
    free = [column for column in table.form.columns if column.key not in table.columns and column.key != "serial"]
    like = sorted(((_likeness(unknown.header, column), column) for column in free), key=lambda pair: -pair[0])
    for likeness, column in like:
        if likeness >= LIKE and _fits(samples, tests.get(column.key)):
            return column
    telling = [column for column in free if column.key in TELLING or (column.key, table.form) == ("name", STUDIOS)]
    return next((column for column in telling if _fits(samples, tests[column.key])), None)


def _fits(samples: list[Cell], test: Test | None) -> bool:
    """Whether most cells below a header can be read as what the column holds."""
    if test is None:
        return True
    return sum(_passes(cell, test) for cell in samples) >= ENOUGH * len(samples)


def _passes(cell: Cell, test: Test) -> bool:
    try:
        return bool(test(cell))
    except CellError as error:
        # A fault that says the kind is right: a month whose digit was lost, a date to come, a number below 0.
        return error.code in ("ambiguous_date", "future", "negative", "mismatch")


def _likeness(header: str, column: Column) -> float:
    """How much of a header one of the column's names is, or the other way round."""
    wanted = folded(header)
    return max((_share(wanted, folded(name)) for name in column.headers), default=0.0)


def _share(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if len(other) > 1 and other in one:
        return 0.5 + 0.5 * len(other) / len(one)
    if len(one) > 1 and one in other:
        return 0.5 * len(one) / len(other) + 0.3
    shared = len(set(one) & set(other))
    return shared / max(len(set(one)), len(set(other)))


def _place(table: Table, unknown: Unknown, column: Column) -> None:
    table.unknown.remove(unknown)
    table.columns[column.key] = Placed(column, unknown.index, unknown.header, is_guessed=True)
    for line in table.rows:
        if cell := line.others.pop(unknown.index, None):
            line.cells[column.key] = cell


def _tests(register: Register, today: date) -> dict[str, Test]:
    def text(cell: Cell) -> str:
        return read.written(cell).strip()

    def is_number(cell: Cell) -> bool:
        return read.read_area(cell, 10**15) is not None

    def is_month(cell: Cell) -> bool:
        return read.read_month(cell, today, needs_month=False) is not None

    return {
        "name": lambda cell: text(cell).endswith("工作室"),
        "studio": lambda cell: text(cell).endswith("工作室"),
        "employer": lambda cell: register.employers.find(text(cell)),
        "recommender": lambda cell: register.unions.find(text(cell)),
        "industry": lambda cell: register.industries.find(text(cell)),
        "honour": lambda cell: register.honours.find(text(cell)),
        "level": lambda cell: text(cell) in LEVELS,
        "sex": lambda cell: text(cell).casefold() in SEXES,
        "lead": lambda cell: PERSON.fullmatch(text(cell)),
        "document": lambda cell: PAPER.match(text(cell)),
        "mobile": read_phone,
        "born": is_month,
        "honoured": is_month,
        "named": is_month,
        "members": is_number,
        "area": is_number,
        "funds": is_number,
        "results": is_number,
        "patents": is_number,
        "benefit": is_number,
        "apprentices": is_number,
    }
