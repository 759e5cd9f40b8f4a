"""Places of a call: the counters, setting and pasting them, granting more."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.quotas import grant_places, set_quotas
from studios.choices.calls import CallState
from studios.filters.quotas import QuotaFilter
from studios.forms.quotas import GrantForm, PastedQuotasForm, QuotasForm
from studios.models import Call, Quota, StudioKind
from studios.permissions import edits_call, grants_places
from studios.queries.quotas import totals
from studios.views.desk.calls import writable
from unions.choices.people import CASE_ROLES, Role
from unions.errors import Forbidden
from unions.forms.refusals import attempt
from unions.ui.answers import form_status
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing
from unions.values.numbers import whole_number

CASES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
WRITERS = (Role.CLERK, Role.CHAIR)
COLUMNS = [
    Column(
        key="union",
        label=gettext_lazy("Recommending union"),
        value=lambda q: q.union.name,
        sort="union__name",
        link=lambda q: q.get_absolute_url(),
    ),
    Column(
        key="kind",
        label=gettext_lazy("Studio kind"),
        value=lambda q: q.kind.name if q.kind else _("All kinds"),
        sort="kind__position",
    ),
    Column(key="places", label=gettext_lazy("Places"), value=lambda q: q.places, kind="number", sort="places"),
    Column(key="floor", label=gettext_lazy("At least"), value=lambda q: q.floor, kind="number", sort="floor"),
    Column(key="granted", label=gettext_lazy("Granted"), value=lambda q: q.granted, kind="number", sort="granted"),
    Column(key="taken", label=gettext_lazy("Taken"), value=lambda q: q.taken, kind="number", sort="taken"),
    Column(key="left", label=pgettext_lazy("places", "Left"), value=lambda q: q.left, kind="number", sort="left"),
]


def call_in_line(request: HttpRequest, pk: int) -> Call:
    """The call of a union above or below one's own; of another tree it is not found."""
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("union"), pk=pk)
    own = [g.path for g in request.user.scope.grants if g.role in CASE_ROLES]
    if not any(path.startswith(call.union.path) or call.union.path.startswith(path) for path in own):
        raise Http404
    return call


@require_safe
@audience(*CASES)
def quotas(request: HttpRequest, pk: int) -> HttpResponse:
    """Each recommending union with places, floor, granted, taken and left."""
    call = call_in_line(request, pk)
    rows = Quota.objects.filter(call=call).visible_to(request.user).with_counts()
    listing = Listing(
        request,
        rows,
        COLUMNS,
        key="quotas",
        default_sort="union",
        filterset=QuotaFilter,
        title=_("Quotas"),
        empty=_("No places are set: every recommender puts forward as many as it finds right."),
        related=lambda found: found.select_related("union", "kind"),
    )
    if listing.wants_sheet:
        return listing.sheet()
    may_edit = edits_call(request.user, call) and call.state != CallState.CLOSED
    found = {"call": call, "listing": listing, "totals": totals(rows), "may_edit": may_edit}
    return render(request, "studios/quotas/list.html", found)


def _kind(request: HttpRequest) -> StudioKind | None:
    """The studio kind that the address asks for; anything else means all kinds."""
    asked = whole_number(request.GET.get("kind"), digits=8)
    return None if asked is None else StudioKind.objects.filter(pk=asked).first()


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the places of every recommending union, for all kinds or one."""
    call, kind = writable(request, pk), _kind(request)
    form = QuotasForm(request.POST if request.method == "POST" else None, call=call, kind=kind)
    if form.is_bound and form.is_valid() and _set(request, call, form):
        return redirect("call_quotas", call.pk)
    kinds = StudioKind.objects.filter(Q(is_retired=False) | Q(pk=kind.pk if kind else None))
    found = {"call": call, "form": form, "kind": kind, "kinds": kinds}
    return render(request, "studios/quotas/edit.html", found, status=form_status(request, refused=form.errors))


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Set places from lines of a sheet, all or none."""
    call = writable(request, pk)
    form = PastedQuotasForm(request.POST if request.method == "POST" else None, call=call)
    if form.is_bound and form.is_valid() and _set(request, call, form):
        return redirect("call_quotas", call.pk)
    found = {"call": call, "form": form}
    return render(request, "studios/quotas/paste.html", found, status=form_status(request, refused=form.errors))


def _set(request: HttpRequest, call: Call, form: QuotasForm | PastedQuotasForm) -> bool:
    """Set what the form says; a refusal lands on it."""
    changed = attempt(form, lambda: set_quotas(call, by=request.user, rows=form.rows))
    if changed is None:
        return False
    messages.success(request, _("Saved."))
    return True


def _found(request: HttpRequest, pk: int) -> Quota:
    rows = Quota.objects.visible_to(request.user).with_counts()
    return get_object_or_404(rows.select_related("call__union", "union", "kind"), pk=pk)


@require_safe
@audience(*CASES)
def quota(request: HttpRequest, pk: int) -> HttpResponse:
    """One recommender's places: the counter, what was granted and why, the cases that count."""
    found = _found(request, pk)
    context = {
        "quota": found,
        "call": found.call,
        "grants": found.grants.select_related("by"),
        "places": found.taken_places.select_related("application__studio", "application__union").order_by("-pk"),
        "may_grant": grants_places(request.user, found.call) and found.call.state != CallState.CLOSED,
    }
    return render(request, "studios/quotas/quota.html", context)


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant a recommender further places with a reason."""
    found = _found(request, pk)
    if not grants_places(request.user, found.call):
        raise Forbidden(_("The chair of the naming union grants places above the quota."))
    form = GrantForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _grant(request, found, form):
        return redirect(found)
    context = {"quota": found, "call": found.call, "form": form}
    return render(request, "studios/quotas/grant.html", context, status=form_status(request, refused=form.errors))


def _grant(request: HttpRequest, found: Quota, form: GrantForm) -> bool:
    made = attempt(form, lambda: grant_places(found, by=request.user, **form.cleaned_data))
    if made is not None:
        messages.success(request, _("Granted. The recommender was told."))
    return made is not None
