"""Takes the second step off an account whose telephone is lost."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from unions.actions.audit import record
from unions.actions.sessions import end_sessions
from unions.choices.audit import Verb
from unions.models import Account
from unions.permissions import refuse_unless_keeps_account


@transaction.atomic
def remove_second_step(account: Account, *, by: Account) -> bool:
    """Delete codes and recovery codes, end the sessions, record it; False where there was nothing to remove."""
    refuse_unless_keeps_account(by, account)
    deleted, _rows = Authenticator.objects.filter(user=account).delete()
    if deleted:
        end_sessions(account, by=by)
        record(Verb.ACCOUNT_TOTP_REMOVED, by=by, subject=account, union=account.home)
    return bool(deleted)
