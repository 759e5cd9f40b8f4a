"""The audit record within one's scope."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.filters.audit import AuditFilter
from unions.models import AuditEvent
from unions.ui.audience import audience
from unions.ui.audit import details_of
from unions.ui.listing import Column, Listing


def _union(event: AuditEvent) -> Any:
    return event.union or ""


def _verb(event: AuditEvent) -> Any:
    # The model's own way hashes every choice for every row.
    return Verb(event.verb).label if event.verb in Verb.values else event.verb


COLUMNS = (
    Column(key="at", label=gettext_lazy("When"), value=lambda e: e.at, kind="moment", sort="position"),
    Column(
        key="who", label=gettext_lazy("Who"), value=lambda e: e.account_name or _("The system"), sort="account_name"
    ),
    Column(key="verb", label=gettext_lazy("What"), value=_verb, sort="verb"),
    Column(key="subject", label=gettext_lazy("Subject"), value=lambda e: e.subject, sort="subject"),
    Column(key="union", label=gettext_lazy("Union"), value=_union),
    Column(key="details", label=gettext_lazy("Particulars"), value=details_of),
    Column(key="position", label=gettext_lazy("Row"), value=lambda e: e.position, kind="number", is_default=False),
    Column(key="hash", label=gettext_lazy("Hash"), value=lambda e: e.hash, is_default=False),
)


@require_safe
@audience(Role.AUDITOR, Role.ADMINISTRATOR, Role.CHAIR, Role.CLERK)
def audit(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Newest first; also as CSV."""
    listing = Listing(
        request,
        AuditEvent.objects.visible_to(request.user),
        COLUMNS,
        key="audit",
        default_sort="-at",
        filterset=AuditFilter,
        title=gettext_lazy("Audit record"),
        related=lambda rows: rows.select_related("union"),
    )
    return listing.sheet() if listing.wants_sheet else render(request, "unions/audit.html", {"listing": listing})
