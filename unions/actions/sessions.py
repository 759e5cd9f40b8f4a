"""Ends the sessions of an account: on a change of role, a reset, a deactivation, or by hand."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.models import Account


@transaction.atomic
def end_sessions(account: Account, *, by: Account | None, but: str = "", only: int | None = None) -> int:
    """Delete the account's sessions (`but` one key, or `only` one row); answers how many and records it."""
    rows = UserSession.objects.filter(user=account).exclude(session_key=but)
    if only is not None:
        rows = rows.filter(pk=only)
    keys = list(rows.values_list("session_key", flat=True))
    if not keys:
        return 0
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    record(Verb.ACCOUNT_SESSIONS_ENDED, by=by, subject=account, union=account.home, details={"count": len(keys)})
    return len(keys)
