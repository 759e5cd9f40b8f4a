"""Reads rows of accounts pasted from Excel: 姓名, 手机, 用户名, 工会, 岗位, 起, 止; every fault by row."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unions import clock
from unions.actions.account_rows import NewAccount
from unions.actions.accounts import MOBILE_TAKEN, USERNAME_TAKEN, Post
from unions.choices.people import Role
from unions.errors import Sentence
from unions.imports.faults import LineFault
from unions.models import Account, Union
from unions.values.mobiles import normalise_mobile
from unions.values.names import clean_person_name
from unions.values.text import clean_line
from unions.values.usernames import normalise_username

HEADS = ("姓名", "手机", "用户名", "工会", "岗位", "起", "止")
MOST_ROWS = 200
ROLES = {"经办人": Role.CLERK, "负责人": Role.CHAIR, "监督员": Role.AUDITOR, "管理员": Role.ADMINISTRATOR}
ROLES |= {role.value: role for role in Role}
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")


@dataclass(slots=True)
class PastedRows:
    """What was read: accounts (a person on several rows once, with several appointments) and all faults."""

    accounts: list[NewAccount] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)

    def blame(self, line: int, column: str, value: str, message: Sentence) -> None:
        """Add a fault."""
        self.faults.append(LineFault(line, column, value, message))


def read_pasted_accounts(text: str, *, by: Account) -> PastedRows:
    """Check each row alone, then against the others and what exists."""
    found = PastedRows()
    lines = _lines(text)
    if not lines:
        found.blame(1, "", "", _("There are no rows. Copy them in Excel and paste them here."))
    if len(lines) > MOST_ROWS:
        found.blame(MOST_ROWS + 1, "", "", _("Paste at most 200 rows at once."))
        return found
    unions = _unions([cells[3] for _line, cells in lines], by)
    for line, cells in lines:
        found.rows.append({"line": line, "cells": cells})
        _read(found, line, cells, unions)
    _blame_taken(found)
    found.faults.sort(key=lambda fault: fault.line)
    return found


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Row numbers and seven cells each; the line of heads and blank lines fall away."""
    lines = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        cells = [_cell(c) for c in line.split("\t")]
        if any(cells) and cells[0] != HEADS[0]:
            lines.append((number, (cells + [""] * len(HEADS))[: max(len(HEADS), len(cells))]))
    return lines


def _cell(text: str) -> str:
    try:
        return clean_line(text.strip().strip('"'))
    except ValidationError:
        return "�"


def _unions(texts: list[str], by: Account) -> dict[str, list[Union]]:
    """Unions within reach by code and by name, present ones before former ones."""
    wanted = {t for t in texts if t}
    codes = {t.upper() for t in wanted}
    reach = Union.objects.administered_by(by).active().prefetch_related("former_names")
    former = Q(former_names__name__in=wanted) | Q(former_names__code__in=codes)
    rows = reach.filter(Q(code__in=codes) | Q(name__in=wanted) | former).distinct()
    found: dict[str, list[Union]] = {}
    for text in wanted:
        present = [u for u in rows if text.upper() == u.code or text == u.name]
        found[text] = present or [u for u in rows if any(text in (f.name, f.code) for f in u.former_names.all())]
    return found


def _read(found: PastedRows, line: int, cells: list[str], unions: dict[str, list[Union]]) -> None:
    before = len(found.faults)
    name = _checked(found, line, cells, 0, lambda text: clean_person_name(text).text, needed=True)
    mobile = _checked(found, line, cells, 1, normalise_mobile)
    username = _checked(found, line, cells, 2, normalise_username)
    union = _union(found, line, cells[3], unions)
    role = ROLES.get(cells[4].lower())
    if role is None:
        words = "、".join(list(ROLES)[: len(Role)])
        found.blame(line, HEADS[4], cells[4], _("Write one of these words: %(words)s.") % {"words": words})
    starts_on = _day(found, line, cells, 5) or clock.today()
    ends_on = _day(found, line, cells, 6)
    if ends_on and ends_on < max(starts_on, clock.today()):
        found.blame(line, HEADS[6], cells[6], _("The last day must not be over, nor before the first."))
    if any(cells[len(HEADS) :]):
        found.blame(line, "", cells[len(HEADS)], _("This row has more cells than the seven columns."))
    if len(found.faults) == before and union and role:
        post = Post(union=union, role=role, starts_on=starts_on, ends_on=ends_on)
        _add(found, NewAccount(line=line, name=name, mobile=mobile, username=username, posts=[post]))


def _checked(
    found: PastedRows, line: int, cells: list[str], place: int, check: Callable[[str], str], *, needed: bool = False
) -> str:
    if not cells[place]:
        if needed:
            found.blame(line, HEADS[place], "", _("This column must be filled in."))
        return ""
    try:
        return check(cells[place])
    except ValidationError as error:
        found.blame(line, HEADS[place], cells[place], error.messages[0])
        return ""


def _union(found: PastedRows, line: int, text: str, unions: dict[str, list[Union]]) -> Union | None:
    rows = unions.get(text, [])
    if len(rows) == 1:
        return rows[0]
    if not text:
        message: Sentence = _("This column must be filled in.")
    elif rows:
        message = _("Several unions have this name. Write the code.")
    else:
        message = _("No union within your reach has this code or name.")
    found.blame(line, HEADS[3], text, message)
    return None


def _day(found: PastedRows, line: int, cells: list[str], place: int) -> date | None:
    if not cells[place]:
        return None
    match = _DAY.fullmatch(cells[place].replace(" ", ""))
    try:
        return date(*map(int, match.groups())) if match else _no_day(cells[place])
    except ValueError:
        found.blame(line, HEADS[place], cells[place], _("Write the day like 2026-09-30."))
        return None


def _no_day(text: str) -> date:
    raise ValueError(text)


def _add(found: PastedRows, new: NewAccount) -> None:
    """One more account, or one more appointment of a person on an earlier row."""
    for other in found.accounts:
        same_mobile = bool(new.mobile) and new.mobile == other.mobile
        same_username = bool(new.username) and new.username == other.username
        if not (same_mobile or same_username):
            continue
        if new.name != other.name:
            column, value = (HEADS[1], new.mobile) if same_mobile else (HEADS[2], new.username)
            found.blame(new.line, column, value, _("Row %(line)s has the same.") % {"line": other.line})
        elif any((p.union, p.role) == (new.posts[0].union, new.posts[0].role) for p in other.posts):
            found.blame(new.line, HEADS[4], "", _("Row %(line)s has the same.") % {"line": other.line})
        else:
            other.posts.extend(new.posts)
        return
    found.accounts.append(new)


def _blame_taken(found: PastedRows) -> None:
    usernames = [a.username for a in found.accounts if a.username]
    mobiles = [a.mobile for a in found.accounts if a.mobile]
    held = Account.objects.filter(Q(username__in=usernames) | Q(mobile__in=mobiles)).values_list("username", "mobile")
    names, numbers = {row[0] for row in held}, {row[1] for row in held}
    for account in found.accounts:
        if account.username in names:
            found.blame(account.line, HEADS[2], account.username, USERNAME_TAKEN)
        if account.mobile in numbers:
            found.blame(account.line, HEADS[1], account.mobile, MOBILE_TAKEN)
