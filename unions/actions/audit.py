"""Writes the audit record; every action calls `record` inside its own transaction."""

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings
from django.db import models, transaction

from unions import clock
from unions.choices.audit import Verb
from unions.models import Account, AuditEvent, AuditHead, Union
from unions.queries.audit import event_hash


def salted(value: str, *, subject: models.Model) -> str:
    """A personal value as a keyed hash: equal values of one subject can be compared, none can be read back."""
    salt = f"{subject._meta.label}:{subject.pk}:{value}"
    return hmac.new(settings.SECRET_KEY.encode(), salt.encode(), hashlib.sha256).hexdigest()[:16]


def label_of(subject: models.Model) -> str:
    """How a row is called in the record: persons and accounts by number and username, never by name."""
    if isinstance(subject, Account):
        return subject.username
    if subject._meta.model_name in ("person", "member", "modelworker"):
        return f"#{subject.pk}"
    return str(subject)[:200]


@transaction.atomic(savepoint=False)
def record(
    verb: Verb,
    *,
    by: Account | None,
    subject: models.Model | None = None,
    union: Union | None = None,
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append one event to the chain. The head's row lock gives the position, so the chain can't fork."""
    head, _created = AuditHead.objects.select_for_update().get_or_create(pk=1)
    event = AuditEvent(
        position=head.position + 1,
        at=clock.now(),
        account=by,
        account_name=by.username if by else "",
        verb=Verb(verb),
        union=union,
        union_path=union.path if union else "",
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        subject=label_of(subject) if subject else "",
        # As the database will give it back, so that the hash can be computed again.
        details=json.loads(json.dumps(details or {}, default=str)),
        previous_hash=head.hash,
    )
    event.hash = event_hash(event)
    event.save(force_insert=True)
    head.position, head.hash = event.position, event.hash
    head.save(update_fields=["position", "hash"])
    return event
