"""An audit record of many rows whose chain of hashes is whole."""

from datetime import timedelta

from django.db import transaction

from unions import clock
from unions.choices.audit import Verb
from unions.models import Account, AuditEvent, AuditHead, Union
from unions.queries.audit import FIRST_HASH, event_hash

BATCH = 5_000
VERBS = tuple(Verb)


@transaction.atomic
def fill_audit(count: int) -> None:
    """Write so many events of the clerks, oldest first."""
    unions = list(Union.objects.order_by("pk").values_list("pk", "path")[:5_000])
    # The account of a union stands two places on: see tree.sql.
    names = dict(Account.objects.filter(pk__lte=unions[-1][0] + 2).values_list("pk", "username"))
    begin, last = clock.now() - timedelta(minutes=count), FIRST_HASH
    for start in range(1, count + 1, BATCH):
        rows = []
        for position in range(start, min(start + BATCH, count + 1)):
            union, path = unions[position * 7 % len(unions)]
            event = _event(position, union, path, names[union + 2])
            event.at, event.previous_hash = begin + timedelta(minutes=position), last
            event.hash = last = event_hash(event)
            rows.append(event)
        AuditEvent.objects.bulk_create(rows)
    AuditHead.objects.update_or_create(pk=1, defaults={"position": count, "hash": last})


def _event(position: int, union: int, path: str, username: str) -> AuditEvent:
    return AuditEvent(
        position=position,
        account_id=union + 2,
        account_name=username,
        verb=VERBS[position % len(VERBS)],
        union_id=union,
        union_path=path,
        subject_type="studios.studio",
        subject_id=position,
        subject=f"LX-ZG-{position:05d}",
        details={},
    )
