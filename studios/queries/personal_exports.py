"""Whether somebody wrote down why personal columns are taken out."""

from datetime import timedelta

from unions import clock
from unions.choices.audit import Verb
from unions.models import Account, AuditEvent
from unions.values.numbers import whole_number

# The worker may be late; a reason does not hold for good.
HOLDS = timedelta(days=1)


def is_recorded(number: str, key: str, *, by: Account, query: str) -> bool:
    """Whether the audit event of this number is the account's own, of late, about these rows of this list."""
    found = AuditEvent.objects.filter(pk=whole_number(number), account=by, verb=Verb.LIST_EXPORTED)
    return found.filter(at__gte=clock.now() - HOLDS, details__sheet=key, details__query=query).exists()
