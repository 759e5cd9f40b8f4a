"""The particulars of an audit event in words."""

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unions.models import AuditEvent

WORDS = {
    "application": gettext_lazy("Application"),
    "changed": gettext_lazy("What changed"),
    "code": gettext_lazy("Code"),
    "count": gettext_lazy("Count"),
    "day": gettext_lazy("Date"),
    "days": gettext_lazy("Days"),
    "entry": gettext_lazy("Dictionary entry"),
    "fields": gettext_lazy("What changed"),
    "from": gettext_lazy("Before"),
    "is_new": gettext_lazy("New entry"),
    "is_working": gettext_lazy("Working day"),
    "name": gettext_lazy("Called"),
    "number": gettext_lazy("Document or case number"),
    "reason": gettext_lazy("Reason"),
    "role": gettext_lazy("Role"),
    "rows": gettext_lazy("Rows"),
    "source": gettext_lazy("Source"),
    "studio": gettext_lazy("Studio"),
    "to": gettext_lazy("After"),
    "union": gettext_lazy("Union"),
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
