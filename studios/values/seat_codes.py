"""One-day codes of experts: ten signs that can be read from a slip, kept as a keyed hash alone."""

import secrets
from datetime import timedelta

from django.utils.crypto import salted_hmac

# Without 0 O 1 I L, which people misread.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 10
HOLDS = timedelta(hours=24)
LONGEST_TYPED = 60


def new_code() -> str:
    """Ten random signs, about 49 bits."""
    return "".join(secrets.choice(SIGNS) for _place in range(LENGTH))


def shown_code(code: str) -> str:
    """The code as it is handed over: two groups of five."""
    return f"{code[:5]} {code[5:]}"


def typed_code(text: str) -> str:
    """What was typed, without spaces and hyphens, in capitals; full-width signs become plain ones."""
    plain = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text[:LONGEST_TYPED])
    return "".join(c for c in plain.upper() if c.isascii() and c.isalnum())


def code_hash(code: str) -> str:
    """The keyed hash that is stored; the code itself is kept nowhere."""
    return salted_hmac("studios.seat_code", code, algorithm="sha256").hexdigest()
