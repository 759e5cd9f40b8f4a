"""Two addresses for monitoring; strangers learn a word, the log learns the reason."""

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from unions.queries.readiness import faults
from unions.ui.audience import PUBLIC, audience

logger = logging.getLogger(__name__)
PLAIN = "text/plain; charset=utf-8"
NEVER_STORED = {"Cache-Control": "no-store"}


@audience(PUBLIC)
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", PLAIN, headers=NEVER_STORED)


@audience(PUBLIC)
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, migrations, disk and jobs are well."""
    if found := faults():
        logger.warning("Not ready: %s", ", ".join(found))
        return HttpResponse("not ready\n", PLAIN, 503, headers=NEVER_STORED)
    return HttpResponse("ok\n", PLAIN, headers=NEVER_STORED)
