"""The chain of the audit record: how a row is hashed, and whether the chain is whole."""

from dataclasses import dataclass
from datetime import UTC

from unions.models import AuditEvent, AuditHead
from unions.values.canonical import canonical_sha256

HASHED = (
    "position",
    "account_id",
    "account_name",
    "verb",
    "union_id",
    "union_path",
    "subject_type",
    "subject_id",
    "subject",
    "details",
    "previous_hash",
)
FIRST_HASH = "0" * 64
AT_A_TIME = 2000


@dataclass(frozen=True, slots=True)
class Chain:
    """What a walk over the record found; `fault` names the first bad row in words, empty when all is whole."""

    count: int
    last_hash: str
    bad_position: int | None = None
    fault: str = ""


def event_hash(event: AuditEvent) -> str:
    """SHA-256 over the row's fields in a fixed order, the previous row's hash among them."""
    fields = {name: getattr(event, name) for name in HASHED}
    fields["at"] = event.at.astimezone(UTC).isoformat()
    return canonical_sha256(fields, default=str)


def verify_chain() -> Chain:
    """Walk the record from its first row in constant memory and stop at the first fault; new rows do not disturb."""
    end, expected = _head()
    count, last = 0, FIRST_HASH
    for event in AuditEvent.objects.filter(position__lte=end).order_by("position").iterator(chunk_size=AT_A_TIME):
        if fault := _fault(event, count + 1, last):
            return Chain(count, last, min(event.position, count + 1), fault)
        count, last = event.position, event.hash
    if count < end:
        return Chain(count, last, count + 1, "is missing")
    if last != expected:
        return Chain(count, last, count, "does not agree with the head of the chain")
    return _beyond_head(count, last)


def _fault(event: AuditEvent, expected: int, previous: str) -> str:
    if event.position != expected:
        return "is missing" if event.position > expected else "stands outside the chain"
    if event.previous_hash != previous:
        return "does not follow the row before it"
    if event.hash != event_hash(event):
        return "was changed after it was written"
    return ""


def _beyond_head(count: int, last: str) -> Chain:
    # The newest row is read before the head: whatever was recorded properly lies at or below it.
    newest = AuditEvent.objects.order_by("-position").values_list("position", flat=True).first() or 0
    return Chain(count, last, newest, "stands outside the chain") if newest > _head()[0] else Chain(count, last)


def _head() -> tuple[int, str]:
    head = AuditHead.objects.filter(pk=1).first()
    return (head.position, head.hash) if head else (0, FIRST_HASH)
