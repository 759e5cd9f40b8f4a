"""Steps that tests of signing in share."""

import html
import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client

from tests.factories import PASSWORD

SIGN_IN = "/desk/sign-in/"
CODE = "/desk/sign-in/code/"
ENROL = "/desk/second-step/add/"
ECHO = "/desk/echo/"


def sign_in(client: Client, login: str, password: str = PASSWORD, **fields: Any) -> HttpResponse:
    """Send the form of the sign-in page."""
    address = fields.pop("address", "198.51.100.7")
    return client.post(SIGN_IN, {"login": login, "password": password, **fields}, REMOTE_ADDR=address)


def is_signed_in(client: Client) -> bool:
    """Whether a private page opens."""
    return client.get("/desk/sessions/").status_code == 200


def hidden(page: HttpResponse, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page.content.decode())
    return html.unescape(found[1]) if found else ""


def code_for(secret: str, *, later: int = 0) -> str:
    """The code of now, or of some periods later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def enrol(client: Client) -> tuple[str, str, HttpResponse]:
    """Add a second step: its secret, the code used and the answer."""
    page = client.get(ENROL)
    secret = page.context["form"].secret
    code = code_for(secret)
    return secret, code, client.post(ENROL, {"code": code})
