"""One-time passwords: easy to read from a slip, hard to guess."""

import secrets

from unions.values.passwords import is_guessable

# Without letters and digits that are taken for one another (i l 1, o 0).
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 3, 4


def one_time_password() -> str:
    """Three groups of four signs: k7mq-w3xd-p9hv, about 59 bits; one that our own rules refuse is drawn again."""
    while True:
        text = "-".join("".join(secrets.choice(_SIGNS) for _sign in range(_GROUP)) for _group in range(_GROUPS))
        if not is_guessable(text):
            return text
