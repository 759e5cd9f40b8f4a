"""Packages for the archive: what one will hold, the one that was made, and fetching it."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.packages import ask_for_package, fetch_package, package_path, require_packer
from studios.models import Application, ArchivePackage, Call
from studios.queries.packages import packable_cases, size_of
from studios.ui.sealed import sealed
from studios.views.desk.cases import find_case
from studios.views.desk.papers import call_in_sight
from unions.choices.people import CASE_ROLES
from unions.errors import Refusal
from unions.ui.audience import audience


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*CASE_ROLES)
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """What the package of a case will hold; putting it together is a job."""
    application = find_case(request, number)
    get_object_or_404(Application.objects.readable_by(request.user), pk=application.pk)
    return _ask(request, application.call, application)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*CASE_ROLES)
def of_call(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a whole call: all of its cases that the account reads."""
    return _ask(request, call_in_sight(request, pk), None)


def _ask(request: HttpRequest, call: Call, application: Application | None) -> HttpResponse:
    require_packer(request.user, call)
    if request.method == "POST":
        try:
            return redirect("job", ask_for_package(call, application, by=request.user))
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
    page = {"call": call, "application": application, **_facts(request, call, application)}
    return render(request, "studios/packages/ask.html", page)


def _facts(request: HttpRequest, call: Call, application: Application | None) -> dict[str, Any]:
    """How much goes in, and the packages that the account has of it already."""
    cases = packable_cases(call, request.user)
    if application is not None:
        cases = cases.filter(pk=application.pk)
    files, size = size_of(cases)
    earlier = ArchivePackage.objects.kept_for(request.user).filter(call=call, application=application)
    return {"case_count": cases.count(), "file_count": files, "size": size, "earlier": list(earlier)}


def _own(request: HttpRequest, pk: int) -> ArchivePackage:
    rows = ArchivePackage.objects.kept_for(request.user).select_related("call__union", "application__studio")
    found = get_object_or_404(rows, pk=pk)
    if not package_path(found).is_file():
        raise Http404
    return found


@require_safe
@audience(*CASE_ROLES)
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, size, check sum and until when it is kept; its owner alone finds it."""
    return render(request, "studios/packages/package.html", {"package": _own(request, pk)})


@require_POST
@audience(*CASE_ROLES)
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    """The ZIP; on record."""
    found = _own(request, pk)
    answer = FileResponse(fetch_package(found, by=request.user), content_type="application/zip")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    answer["Content-Length"] = str(found.size)
    return sealed(answer)
