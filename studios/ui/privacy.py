"""The field × role table (domain rules §2): who reads what in full, masked, or not at all. Said here once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from studios.models import Adoption, Application, CooperationRequest, Person
from studios.permissions import fills, keeps_studios_of
from unions.choices.people import DESK_ROLES
from unions.models import Account, Union
from unions.values.mobiles import mask_mobile

T = TypeVar("T")
STARS = "****"


class Field(StrEnum):
    """Fields that not everybody in scope reads; all others are full for the unit, the desks above and the auditor."""

    MOBILE = "mobile"
    BIRTH = "birth"
    BANK = "bank"
    CONTACT = "contact"  # who sent a letter
    SECRET = "secret"  # noqa: S105 - a field of results


SPECIAL = frozenset(field.value for field in Field)
PERSONAL = (Field.MOBILE, Field.BIRTH, Field.CONTACT)


def may_read(account: Account, field: str, union: Union | None) -> bool:
    """Whether the account reads this field of a unit's rows in full without asking."""
    if field not in SPECIAL:
        return union is not None and account.scope.covers(union)
    if field == Field.SECRET or union is None:
        return False
    return account.scope.holds(union, *DESK_ROLES) or keeps_studios_of(account, union)


def may_reveal(account: Account, field: str, union: Union | None) -> bool:
    """Whether a recorded click shows it: to clerks and chairs of the desks above, never to an auditor."""
    if field not in PERSONAL or union is None or may_read(account, field, union):
        return False
    return account.scope.covers(union, *DESK_ROLES)


def masked(field: str, value: Any) -> str:
    """138****5678 of a mobile number, stars of a birth month; nothing stays nothing."""
    if value in (None, ""):
        return ""
    return mask_mobile(str(value)) if field == Field.MOBILE else STARS


def shown(field: str, value: Any, *, account: Account, union: Union | None, reveal: bool = False) -> Any:
    """The value as this account reads it; `reveal` holds only for those who may ask for it."""
    if may_read(account, field, union) or (reveal and may_reveal(account, field, union)):
        return value
    return masked(field, value)


def birth_words(value: Any) -> str:
    """A birth month for reading; what is masked stays as it is."""
    return f"{value:%Y-%m}" if isinstance(value, date) else str(value or "")


def mobile_of(person: Person, *, account: Account, reveal: bool = False) -> str:
    """The mobile number of a person as this account reads it."""
    return str(shown(Field.MOBILE, person.mobile, account=account, union=person.home, reveal=reveal))


def birth_of(person: Person, *, account: Account, reveal: bool = False) -> str:
    """The birth month of a person as this account reads it."""
    return birth_words(shown(Field.BIRTH, person.birth_month, account=account, union=person.home, reveal=reveal))


def reads_case(account: Account, application: Application) -> bool:
    """Whether mobile and birth month of a case stand in full: for the unit, and for whoever files for it."""
    return may_read(account, Field.MOBILE, application.union) or fills(account, application)


def may_reveal_case(account: Account, application: Application) -> bool:
    """Whether this account may ask for the masked values of a case."""
    return not reads_case(account, application) and account.scope.covers(application.union, *DESK_ROLES)


def mask_rows(rows: Iterable[T], *, account: Account, application: Application, reveal: bool = False) -> list[T]:
    """Answers of a case (rows with `value` and `privacy`) with what this account may not read masked."""
    rows = list(rows)
    if reads_case(account, application) or (reveal and may_reveal_case(account, application)):
        return rows
    return [_masked_row(row) for row in rows]


def _masked_row(row: Any) -> Any:
    return replace(row, value=masked(row.privacy, row.value)) if row.privacy and row.value else row


@dataclass(frozen=True, slots=True)
class SenderShown:
    """Who sent a letter, as an account reads it."""

    name: str
    phone: str
    may_reveal: bool


def sender_of(letter: Adoption | CooperationRequest, *, account: Account, reveal: bool = False) -> SenderShown:
    """Name and telephone in full for the unit that answers; masked above, in full on a recorded click."""
    union = letter.studio.union
    name = shown(Field.CONTACT, letter.contact_name, account=account, union=union, reveal=reveal)
    phone = shown(Field.MOBILE, letter.contact_phone, account=account, union=union, reveal=reveal)
    is_there = bool(letter.contact_name or letter.contact_phone)
    return SenderShown(name, phone, is_there and not reveal and may_reveal(account, Field.CONTACT, union))
