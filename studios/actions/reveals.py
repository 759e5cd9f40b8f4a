"""Puts on record who looked at values that are masked."""

from django.db import transaction

from studios.models import Application
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.models import Account, AuditEvent


@transaction.atomic
def reveal_case(application: Application, *, by: Account) -> AuditEvent:
    """Record that an account at a desk above saw mobile numbers and birth months of a case in full."""
    return record(Verb.PERSON_REVEALED, by=by, subject=application, union=application.union)
