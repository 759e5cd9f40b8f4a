"""Pages for what went wrong: no database, no token, no such page, a fault of ours.

None of them asks the database or reads the request's parameters, so that nothing can go wrong a second time. Scripts
get a sentence, programs that read JSON an object.
"""

import logging
import sys
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from unions.errors import Sentence
from unions.sign_in.kept import text_of
from unions.values.addresses import is_private

logger = logging.getLogger(__name__)
OUTAGES = (OperationalError, InterfaceError)
RETRY_SECONDS = 15
SCRIPTS = ("X-Autosave", "X-Upload")
PLAIN = "text/plain; charset=utf-8"
SENTENCES: dict[int, Sentence] = {
    400: _("This request could not be read"),
    403: _("You may not do this here"),
    404: _("This page does not exist"),
    409: _("Someone else was faster"),
    422: _("This cannot be done now"),
    500: _("Something went wrong here"),
    503: _("Out of service for a moment"),
}


def wrong(request: HttpRequest, status: int, *, reason: Sentence = "") -> HttpResponse:
    """What went wrong in the form that the asker can read, in the language of the address."""
    with translation.override(_language(request)):
        sentence = str(reason or SENTENCES[status])
        if _reads_json(request):
            return JsonResponse({"error": {"status": status, "message": sentence}}, status=status)
        if "HX-Request" in request.headers:
            return HttpResponse(escape(sentence), status=status)
        if any(name in request.headers for name in SCRIPTS) or request.path_info.endswith((".xml", ".csv", ".txt")):
            return HttpResponse(f"{sentence}\n", PLAIN, status)
        return HttpResponse(_page(request, status, reason) or f"{sentence}\n", status=status)


def _language(request: HttpRequest) -> str:
    if is_private(request.path_info):
        return translation.get_language() or "zh-hans"
    return "en" if request.path_info.startswith("/en/") else "zh-hans"


def _reads_json(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return request.path_info.endswith(".json") or ("application/json" in accepted and "text/html" not in accepted)


def _page(request: HttpRequest, status: int, reason: Sentence) -> str:
    context: dict[str, Any] = {"reason": reason, "came_from": request.headers.get("Referer", "")}
    try:
        return render_to_string(f"{status}.html", context)
    except Exception:
        # A page about a fault that fails itself would leave nothing but the server's own words.
        logger.exception("The page for %s cannot be shown", status)
        return ""


def unavailable(request: HttpRequest) -> HttpResponse:
    """503, with a page that needs neither database nor account; the dead connection is dropped."""
    connection.close()
    response = wrong(request, 503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`."""
    return wrong(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler403`."""
    return wrong(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler404`."""
    return wrong(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: an outage that struck before the view is no fault of ours."""
    return unavailable(request) if isinstance(sys.exc_info()[1], OUTAGES) else wrong(request, 500)


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
