"""What an account chooses for its lists: columns, page size, saved views."""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from unions.actions.list_sheets import asks_for_sheet, start_list_sheet
from unions.actions.preferences import save_preference
from unions.actions.views import choose_default, delete_view, save_view
from unions.forms.lists import ViewForm
from unions.forms.refusals import attempt
from unions.models import SavedView
from unions.permissions import changes_view
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience
from unions.ui.listing import PAGE_SIZES
from unions.ui.saved_views import chosen_by

NAME = re.compile(r"[a-z0-9_]{1,40}")


def way_back(request: HttpRequest) -> str:
    """The list that was left, where it lies here; else the desk."""
    back = request.POST.get("next", request.GET.get("next", ""))
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return back if safe else reverse("desk")


@require_POST
@audience("signed_in")
def choose_columns(request: HttpRequest, key: str) -> HttpResponse:
    """Keep columns and page size, then go back to the list."""
    asked = request.POST.get("size", "")
    size = int(asked) if asked in map(str, PAGE_SIZES) else PAGE_SIZES[0]
    columns = [name for name in request.POST.getlist("columns")[:40] if NAME.fullmatch(name)]
    save_preference(by=request.user, key=key, columns=columns, size=size)
    return redirect(way_back(request))


@require_http_methods(["GET", "HEAD", "POST"])
@audience("signed_in")
def sheet(request: HttpRequest) -> HttpResponse:
    """The workbook of a long list is written by the worker; POST asks for it and leads to the job."""
    asked = request.POST if request.method == "POST" else request.GET
    address = asked.get("address", "")
    if not asks_for_sheet(address):
        raise Http404
    if request.method == "POST":
        return redirect("job", start_list_sheet(address, by=request.user))
    page = {"address": address, "list_url": way_back(request) if "next" in asked else address.partition("?")[0]}
    return render(request, "unions/lists/sheet.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@audience("signed_in")
def views(request: HttpRequest, key: str) -> HttpResponse:
    """The saved views of a list; the list as it was left is kept as one more."""
    query = request.GET.get("query", "")
    form = ViewForm(posted(request), account=request.user, initial={"query": query, "reach": "mine"})
    if form.is_bound and form.is_valid():
        kept = attempt(form, lambda: _keep(request, key, form))
        if kept:
            messages.success(request, _("Saved."))
            return redirect(f"{way_back(request).partition('?')[0]}?view={kept.pk}")
    page = {"form": form, "key": key, "next": way_back(request), "list_url": way_back(request).partition("?")[0]}
    page |= _offered(request, key)
    return render(request, "unions/lists/views.html", page, status=form_status(request, refused=form.errors))


def _keep(request: HttpRequest, key: str, form: ViewForm) -> SavedView:
    seen = chosen_by(request.user, key).preference
    value = {"query": form.asked} | {name: seen[name] for name in ("columns", "size") if name in seen}
    view = save_view(key, form.cleaned_data["name"], value, by=request.user, **form.kept)
    if form.cleaned_data["is_default"]:
        choose_default(key, view, by=request.user)
    return view


def _offered(request: HttpRequest, key: str) -> dict[str, Any]:
    rows = SavedView.objects.filter(key=key).visible_to(request.user).select_related("union", "account")
    default = chosen_by(request.user, key).default
    return {
        "views": [(view, changes_view(request.user, view)) for view in rows],
        "default": default.pk if default else None,
    }


@require_POST
@audience("signed_in")
def view_delete(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Throw a view away."""
    delete_view(_found(request, key, pk), by=request.user)
    messages.success(request, _("Deleted."))
    return redirect(_page(request, key))


@require_POST
@audience("signed_in")
def view_default(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Open the list with this view, or no longer."""
    view = _found(request, key, pk)
    choose_default(key, view if "on" in request.POST else None, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(_page(request, key))


def _found(request: HttpRequest, key: str, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.filter(key=key).visible_to(request.user), pk=pk)


def _page(request: HttpRequest, key: str) -> str:
    return f"{reverse('list_views', args=[key])}?{urlencode({'next': way_back(request)})}"
