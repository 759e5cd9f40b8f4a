"""Signing in by a code that somebody handed over: tries are counted by the limiter of passwords."""

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse

from unions.models import Account
from unions.sign_in.duties import BY_CODE

ACTION = "login_failed"


def may_try(request: HttpRequest, typed: str) -> bool:
    """Count one try; False when this address, or this text, was tried too often."""
    return ratelimit.consume(request, action=ACTION, key=f"code:{typed}")


def enter(request: HttpRequest, account: Account, *, then: str) -> HttpResponse:
    """Sign the account in and go on; a second step that the account keeps is asked for as ever."""
    response = perform_login(request, account, email_verification="none", redirect_url=then)
    request.session[BY_CODE] = account.pk
    return response
