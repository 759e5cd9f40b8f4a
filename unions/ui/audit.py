"""The particulars of an audit event in words."""

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unions.models import AuditEvent

WORDS = {
    "account": gettext_lazy("Account"),
    "after": gettext_lazy("After"),
    "again": gettext_lazy("Once more"),
    "anonymous": gettext_lazy("Anonymous"),
    "application": gettext_lazy("Application"),
    "applications": gettext_lazy("Applications"),
    "assignments": gettext_lazy("Assignments"),
    "before": gettext_lazy("Before"),
    "benefit": gettext_lazy("Benefit"),
    "by": gettext_lazy("By"),
    "call": gettext_lazy("Call"),
    "case": gettext_lazy("Case"),
    "cases": gettext_lazy("Cases"),
    "change": gettext_lazy("What changed"),
    "changed": gettext_lazy("What changed"),
    "channel": gettext_lazy("Channel"),
    "code": gettext_lazy("Code"),
    "condition": gettext_lazy("Condition"),
    "count": gettext_lazy("Count"),
    "created": gettext_lazy("Created"),
    "dates": gettext_lazy("Dates"),
    "day": gettext_lazy("Date"),
    "days": gettext_lazy("Days"),
    "decision": gettext_lazy("Decision"),
    "deleted": gettext_lazy("Deleted"),
    "designations": gettext_lazy("Designations"),
    "discarded": gettext_lazy("Discarded"),
    "ends_on": gettext_lazy("Last day"),
    "entry": gettext_lazy("Dictionary entry"),
    "fields": gettext_lazy("What changed"),
    "findings": gettext_lazy("Findings"),
    "for": gettext_lazy("For"),
    "format": gettext_lazy("Format"),
    "from": gettext_lazy("Before"),
    "ground": gettext_lazy("Ground"),
    "group": gettext_lazy("Group"),
    "honour": gettext_lazy("Honour"),
    "into": gettext_lazy("Into"),
    "is_new": gettext_lazy("New entry"),
    "is_working": gettext_lazy("Working day"),
    "kind": gettext_lazy("Kind"),
    "lead": gettext_lazy("Lead"),
    "list_sha256": gettext_lazy("Check sum of the list"),
    "name": gettext_lazy("Called"),
    "note": gettext_lazy("Note"),
    "notice": gettext_lazy("Public notice"),
    "number": gettext_lazy("Document or case number"),
    "opinions": gettext_lazy("Opinions"),
    "order": gettext_lazy("Order"),
    "other": gettext_lazy("The other"),
    "owed": gettext_lazy("Still to come"),
    "pieces": gettext_lazy("Pieces"),
    "places": gettext_lazy("Places"),
    "planned_at": gettext_lazy("Planned for"),
    "points": gettext_lazy("Points"),
    "reason": gettext_lazy("Reason"),
    "recipients": gettext_lazy("Recipients"),
    "recusals": gettext_lazy("Recusals"),
    "released": gettext_lazy("Released"),
    "replied_on": gettext_lazy("Replied"),
    "role": gettext_lazy("Role"),
    "row": gettext_lazy("Row"),
    "rows": gettext_lazy("Rows"),
    "scan": gettext_lazy("Scan"),
    "seat": gettext_lazy("Seat"),
    "section": gettext_lazy("Page of the form"),
    "series": gettext_lazy("Series"),
    "sha256": gettext_lazy("Check sum"),
    "sheet": gettext_lazy("Sheet"),
    "slot": gettext_lazy("Evidence slot"),
    "slots": gettext_lazy("Evidence slots"),
    "source": gettext_lazy("Source"),
    "spread": gettext_lazy("Spread"),
    "stage": gettext_lazy("Stage"),
    "state": gettext_lazy("State"),
    "studio": gettext_lazy("Studio"),
    "successor": gettext_lazy("Successor"),
    "team": gettext_lazy("Team"),
    "to": gettext_lazy("After"),
    "total": gettext_lazy("Total"),
    "unchanged": gettext_lazy("Unchanged"),
    "union": gettext_lazy("Union"),
    "unions": gettext_lazy("Unions"),
    "until": gettext_lazy("Until"),
    "updated": gettext_lazy("Updated"),
    "verdict": gettext_lazy("Verdict"),
    "version": gettext_lazy("Version"),
    "was": gettext_lazy("Salted values"),
}
OF_FIELDS = ("changed", "fields")


def details_of(event: AuditEvent) -> str:
    """Each particular with its word; fields by the label that forms show."""
    parts = [(WORDS.get(k, k), _shown(event, k, v)) for k, v in event.details.items()]
    return _("; ").join(f"{label}{_(': ')}{value}" for label, value in parts if value != "")


def _shown(event: AuditEvent, key: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return _(", ").join(f"{_label(event, k)} {v}" for k, v in value.items())
    if isinstance(value, list):
        return _(", ").join(_label(event, v) if key in OF_FIELDS else str(v) for v in value)
    return "" if value is None else str(value)


def _label(event: AuditEvent, name: Any) -> str:
    try:
        return str(apps.get_model(event.subject_type)._meta.get_field(str(name)).verbose_name)
    except (FieldDoesNotExist, LookupError, ValueError):
        return str(name)
