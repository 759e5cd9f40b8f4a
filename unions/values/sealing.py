"""Encrypts short texts with a key made from the installation's secret; each purpose has a key of its own."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def _cipher(purpose: str) -> Fernet:
    key = hmac.digest(settings.SECRET_KEY.encode(), f"lingxian.{purpose}".encode(), hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(key))


def seal(text: str, *, purpose: str) -> str:
    """The text, encrypted and signed, as plain letters."""
    return _cipher(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str, seconds: int | None = None) -> str | None:
    """The text again; None when it was changed, made for another purpose or is older than `seconds`."""
    try:
        return _cipher(purpose).decrypt(sealed.encode(), ttl=seconds).decode()
    except (InvalidToken, ValueError):
        return None
