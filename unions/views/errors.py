"""Pages for what went wrong outside of any rule: no database, no token, a fault of ours."""

import sys

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.views.defaults import server_error as plain_server_error

from unions.sign_in.kept import text_of

OUTAGES = (OperationalError, InterfaceError)
RETRY_SECONDS = 15
OUTAGE = "The database is not available. Keep this page and load it again in a minute.\n"


def unavailable() -> HttpResponse:
    """503, with a page that needs neither database nor account; the dead connection is dropped."""
    connection.close()
    try:
        page = render_to_string("503.html")
    except TemplateDoesNotExist:
        return HttpResponse(OUTAGE, "text/plain", 503, headers={"Retry-After": str(RETRY_SECONDS)})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_SECONDS)})


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: an outage that struck before the view is no fault of ours."""
    if isinstance(sys.exc_info()[1], OUTAGES):
        return unavailable()
    return plain_server_error(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is gone; its text is shown again, with a fresh token, to whom it belongs."""
    kept = text_of(request, account=request.user.pk) if _is_own_form(request) else None
    if kept is None:
        return render(request, "403_csrf.html", status=403)
    return render(request, "account/kept_text.html", {"kept": kept, "is_stale": True}, status=403)


def _is_own_form(request: HttpRequest) -> bool:
    """Whether a signed-in account sent a page of this very host; browsers say where a form comes from."""
    origin = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == origin and request.user.is_authenticated
