"""The union tree: list, page of a union, import."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from unions import clock
from unions.actions.successions import work_of
from unions.choices.people import Role
from unions.choices.tree import Level, UnionChangeKind, UnionKind, UnionState
from unions.forms.unions import SheetForm
from unions.imports.union_cells import COLUMNS, UnreadableSheet
from unions.imports.unions import import_union_sheet
from unions.models import FormerName, Union
from unions.permissions import keeps, keeps_above
from unions.ui.audience import audience
from unions.ui.filters import SearchFilter, select
from unions.ui.listing import Column, Listing

EVERYBODY = (Role.CLERK, Role.CHAIR, Role.AUDITOR, Role.ADMINISTRATOR)
CHILDREN_SHOWN = 50


class UnionSearch(SearchFilter):
    """Name, code and employer, and the names and codes that a union had."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Rows that are or were called so."""
        former = SearchFilter("name", "code").filter(FormerName.objects.all(), value)
        found = super().filter(Union.objects.all(), value)
        return qs.filter(Q(pk__in=found.values("pk")) | Q(pk__in=former.values("union"))) if value else qs


class UnionFilter(django_filters.FilterSet):
    """What the tree is filtered by."""

    q = UnionSearch("name", "code", "employer", label=_("Name, code or former name"))
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=UnionKind.choices, widget=select(), empty_label=_("All")
    )
    level = django_filters.ChoiceFilter(label=_("Level"), choices=Level.choices, widget=select(), empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=UnionState.choices, widget=select(), empty_label=_("All")
    )


COLUMNS_OF_TREE = (
    Column(
        key="name",
        label=_("Union name"),
        value=lambda u: u.name,
        sort="name",
        link=lambda u: reverse("union", args=[u.pk]),
    ),
    Column(key="code", label=_("Code"), value=lambda u: u.code, sort="path"),
    Column(key="above", label=_("Union above"), value=lambda u: u.parent and u.parent.name),
    Column(key="kind", label=_("Kind"), value=lambda u: u.get_kind_display(), sort="kind"),
    Column(key="level", label=_("Level"), value=lambda u: u.get_level_display()),
    Column(key="county", label=_("County"), value=lambda u: u.county, sort="county", is_default=False),
    Column(
        key="members", label=_("Union members"), value=lambda u: u.members_count, sort="members_count", kind="number"
    ),
    Column(key="credit_code", label=_("Credit code"), value=lambda u: u.credit_code, is_default=False),
    Column(key="state", label=_("State"), value=lambda u: UnionState(u.state), sort="state", kind="state"),
)


def unions_listing(request: HttpRequest) -> Listing:
    """The tree within reach, in its own order."""
    return Listing(
        request,
        Union.objects.in_records_of(request.user).select_related("parent"),
        COLUMNS_OF_TREE,
        key="unions",
        default_sort="code",
        filterset=UnionFilter,
        title=_("Unions"),
    )


@require_safe
@audience(*EVERYBODY)
def unions(request: HttpRequest) -> HttpResponse:
    """The tree within reach, in its own order."""
    listing = unions_listing(request)
    if listing.wants_sheet:
        return listing.sheet()
    return render(
        request, "unions/tree/list.html", {"listing": listing, "may_import": request.user.scope.is_administrator}
    )


@require_safe
@audience(*EVERYBODY)
def union(request: HttpRequest, pk: int) -> HttpResponse:
    """One union: facts, unions below, appointments, history, former names, and what may be changed."""
    shown = get_object_or_404(_reachable(request).select_related("parent", "industry", "successor"), pk=pk)
    children = shown.children.order_by("state", "code")
    context = {
        "union": shown,
        "kind": UnionKind(shown.kind),
        "level": Level(shown.level),
        "state": UnionState(shown.state),
        "children": children[:CHILDREN_SHOWN],
        "children_count": children.count(),
        "appointments": shown.appointments.open(clock.today()).select_related("account", "deputy_for"),
        "changes": [_told(c) for c in shown.changes.select_related("by")[:CHILDREN_SHOWN]],
        "former_names": shown.former_names.all()[:CHILDREN_SHOWN],
        "work": work_of(shown),
        "may_change": shown.is_active and keeps(request.user, shown),
        "may_end": shown.is_active and keeps_above(request.user, shown),
        "may_keep_accounts": keeps(request.user, shown),
    }
    return render(request, "unions/tree/union.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ADMINISTRATOR)
def unions_import(request: HttpRequest) -> HttpResponse:
    """Take a sheet: all lines or none, every fault with its line."""
    form = SheetForm(request.POST or None, request.FILES or None)
    sheet = None
    if request.method == "POST" and form.is_valid():
        try:
            sheet, done = import_union_sheet(form.cleaned_data["file"].read(), by=request.user)
        except UnreadableSheet as error:
            form.add_error("file", error.message)
        else:
            if done:
                return _imported(request, done)
    context = {"form": form, "sheet": sheet, "columns": ", ".join(COLUMNS)}
    return render(request, "unions/tree/import.html", context)


def _imported(request: HttpRequest, done: Any) -> HttpResponse:
    count = len(done.created) + len(done.changed)
    sentence = ngettext("%(count)s union was written.", "%(count)s unions were written.", count)
    same = len(done.unchanged)
    unchanged = ngettext("%(count)s was as in the sheet.", "%(count)s were as in the sheet.", same)
    messages.success(request, f"{sentence % {'count': count}} {unchanged % {'count': same}}")
    return redirect("unions")


def _reachable(request: HttpRequest) -> QuerySet[Union]:
    return Union.objects.in_records_of(request.user)


def _told(change: Any) -> Any:
    """The change with its words; fields that were edited are named as the form names them."""
    change.label = UnionChangeKind(change.kind).label
    change.edited = []
    if change.kind == UnionChangeKind.EDITED:
        change.edited = [Union._meta.get_field(name).verbose_name for name in change.after.split()]
    return change
