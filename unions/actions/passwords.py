"""Changes one's own password."""

from django.db import transaction

from unions import clock
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.models import Account


@transaction.atomic
def change_password(account: Account, password: str, *, by: Account) -> Account:
    """Set the password, lift a forced change and record it; every session but the one in use ends by its hash."""
    account.set_password(password)
    account.password_changed_at = clock.now()
    account.must_change_password = False
    account.save(update_fields=["password", "password_changed_at", "must_change_password"])
    record(Verb.ACCOUNT_PASSWORD_CHANGED, by=by, subject=account, union=account.home)
    return account
