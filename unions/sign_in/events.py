"""Receives the events of the sign-in libraries, all of them here, and writes them into the audit record."""

from typing import Any

from allauth.account.signals import user_logged_in as library_signed_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_used
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.models import Account
from unions.sign_in import stamps
from unions.sign_in.backends import find_account
from unions.sign_in.duties import PASSED


def connect() -> None:
    """Connect every receiver once; called when the application is ready."""
    user_logged_in.connect(stamp_session, dispatch_uid="unions.stamp_session")
    library_signed_in.connect(record_sign_in, dispatch_uid="unions.record_sign_in")
    user_logged_out.connect(record_sign_out, dispatch_uid="unions.record_sign_out")
    user_login_failed.connect(record_refusal, dispatch_uid="unions.record_refusal")
    authentication_failed.connect(record_wrong_code, dispatch_uid="unions.record_wrong_code")
    authenticator_used.connect(note_second_step, dispatch_uid="unions.note_second_step")
    authenticator_added.connect(record_enrolment, dispatch_uid="unions.record_enrolment")
    authenticator_removed.connect(record_removal, dispatch_uid="unions.record_removal")


def stamp_session(sender: Any, request: HttpRequest, user: Account, **kwargs: Any) -> None:
    """Note when the session began."""
    stamps.begin(request.session)


def record_sign_in(sender: Any, request: HttpRequest, user: Account, **kwargs: Any) -> None:
    """Record who signed in."""
    record(Verb.ACCOUNT_SIGNED_IN, by=user, subject=user, union=user.home)


def record_sign_out(sender: Any, request: HttpRequest, user: Account | None, **kwargs: Any) -> None:
    """Record who signed out, or whose session reached its limit."""
    if user:
        reason = getattr(request, "session_ended", "")
        details = {"reason": reason} if reason else {}
        record(Verb.ACCOUNT_SIGNED_OUT, by=user, subject=user, union=user.home, details=details)


def record_refusal(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Record a wrong password; what was typed is kept as a salted hash alone, it may be a password."""
    typed = str(credentials.get("username") or "")
    account = find_account(typed)
    details = {"typed": salted_hmac("unions.sign_in", typed).hexdigest()[:16]}
    record(
        Verb.ACCOUNT_SIGN_IN_REFUSED,
        by=None,
        subject=account,
        union=account.home if account else None,
        details=details,
    )


def record_wrong_code(sender: Any, user: Account, **kwargs: Any) -> None:
    """Record a wrong one-time code."""
    record(Verb.ACCOUNT_SIGN_IN_REFUSED, by=None, subject=user, union=user.home, details={"step": "code"})


def note_second_step(sender: Any, request: HttpRequest, user: Account, **kwargs: Any) -> None:
    """Let the session know that its second step is done."""
    request.session[PASSED] = user.pk


def record_enrolment(sender: Any, request: HttpRequest, user: Account, authenticator: Authenticator, **kw: Any) -> None:
    """Record a second step, and count the enrolment as done in this session."""
    if authenticator.type == Authenticator.Type.TOTP:
        request.session[PASSED] = user.pk
        record(Verb.ACCOUNT_TOTP_ADDED, by=user, subject=user, union=user.home)


def record_removal(sender: Any, request: HttpRequest, user: Account, authenticator: Authenticator, **kw: Any) -> None:
    """Record that a second step is gone."""
    if authenticator.type == Authenticator.Type.TOTP:
        request.session.pop(PASSED, None)
        record(Verb.ACCOUNT_TOTP_REMOVED, by=user, subject=user, union=user.home)
