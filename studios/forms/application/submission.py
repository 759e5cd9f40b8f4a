"""Submits what the forms have just validated, under one lock, so that no other tab changes an answer in between."""

from studios.actions.applications import locked
from studios.actions.desks import resubmit
from studios.actions.filings import submit_application
from studios.actions.sections import refresh_sections
from studios.choices.sections import SectionKey
from studios.forms.application.registry import validate_all
from studios.models import Act, Application, ApplicationVersion
from unions.actions.transactions import one_transaction
from unions.models import Account


def count_faults(application: Application) -> dict[SectionKey, int]:
    """How many faults each page has now; the pages' states are brought up to it."""
    counts = {key: len(found) for key, found in validate_all(application).items()}
    refresh_sections(application, counts)
    return counts


@one_transaction
def validate_and_submit(application: Application, *, by: Account, key: str) -> ApplicationVersion:
    """Validate every page, then freeze version 1; `key` makes a second click answer with the first one's version."""
    fresh = locked(application)
    return submit_application(fresh, by=by, idempotency_key=f"{fresh.pk}:{key}", faults=count_faults(fresh))


@one_transaction
def validate_and_resubmit(application: Application, *, by: Account, revision: int) -> Act:
    """Validate every page, then freeze the next version for the desk that returned the case."""
    fresh = locked(application)
    key = f"{fresh.pk}:{fresh.version_count + 1}"
    return resubmit(fresh, by=by, idempotency_key=key, faults=count_faults(fresh), revision=revision)
