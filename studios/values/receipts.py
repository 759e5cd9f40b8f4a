"""Receipt numbers of what the public sends: whoever holds one may ask how it stands."""

import secrets

from studios.values.plaques import ALPHABET

LENGTH = 12


def new_receipt() -> str:
    """Return twelve random characters that nobody can guess from another receipt."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def clean_receipt(typed: str) -> str:
    """Return a typed number as receipts bear it: capitals, without spaces and hyphens."""
    return "".join(c for c in typed.upper() if c.isascii() and c.isalnum())[:LENGTH]
