"""Numbers and codes that a naming gives: studio number, plaque number, the short code behind the QR."""

import secrets

from unions.choices.tree import Level

# Without 0 O 1 I, which people misread.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10
LETTERS = {
    Level.COUNTRY: "G",
    Level.PROVINCE: "S",
    Level.CITY: "C",
    Level.COUNTY: "X",
    Level.TOWN: "Z",
    Level.UNIT: "U",
}


def studio_number(root_code: str, serial: int) -> str:
    """Return LX-DL-00231."""
    return f"LX-{root_code}-{serial:05d}"


def plaque_number(number: str, level: str, earlier: int = 0) -> str:
    """Return studio number and level letter; a further plaque of the same level is counted."""
    return f"{number}{LETTERS[Level(level)]}" + (str(earlier + 1) if earlier else "")


def new_code() -> str:
    """Return ten random characters that nobody can guess from another plaque's."""
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
