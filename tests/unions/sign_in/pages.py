"""Addresses for the tests of the walls: the application's own, and pages that do nothing but answer."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.urls import path

import config.urls
from config.urls import handler400, handler403, handler404, handler500  # noqa: F401 - Django looks for them here
from unions.ui.audience import PUBLIC, SIGNED_IN, audience


@audience(SIGNED_IN)
def echo(request: HttpRequest) -> HttpResponse:
    """What was sent."""
    return JsonResponse({"sent": dict(request.POST.lists()), "by": request.user.username})


@audience(PUBLIC)
def open_page(request: HttpRequest) -> HttpResponse:
    """A page for everybody."""
    return HttpResponse("open")


@audience(SIGNED_IN)
def closed_file(request: HttpRequest) -> FileResponse:
    """A file."""
    return FileResponse(iter([b"file"]), filename="a.txt")


@audience(PUBLIC)
def lost_database(request: HttpRequest) -> HttpResponse:
    """What a view does when the server has gone."""
    raise OperationalError


@audience(PUBLIC)
def fault(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    raise ZeroDivisionError


@audience(PUBLIC)
def refused(request: HttpRequest) -> HttpResponse:
    """What Django's own checks answer."""
    raise PermissionDenied


@audience(PUBLIC)
def unreadable(request: HttpRequest) -> HttpResponse:
    """A request that no rule of reading fits."""
    raise BadRequest


def undeclared(request: HttpRequest) -> HttpResponse:
    """A page that says nothing about its audience."""
    return HttpResponse("private")


urlpatterns = [
    path("desk/echo/", echo),
    path("desk/file/", closed_file),
    path("undeclared/", undeclared),
    path("open/", open_page),
    path("lost/", lost_database),
    path("fault/", fault),
    path("en/fault/", fault),
    path("en/lost/", lost_database),
    path("refused/", refused),
    path("en/refused/", refused),
    path("unreadable/", unreadable),
    path("en/unreadable/", unreadable),
    *config.urls.urlpatterns,
]
