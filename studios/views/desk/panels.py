"""A call's panel: groups, seats with their load, invitations, reminders, one-day codes, leaving."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.panels import (
    drop_group,
    edit_seat,
    invite_experts,
    leave_panel,
    remind_seat,
    save_group,
)
from studios.actions.seat_codes import make_code
from studios.choices.reviews import SeatState
from studios.filters.panels import PoolFilter, SeatFilter
from studios.forms.panels import GroupForm, InviteForm, LeavingForm, SeatForm
from studios.models import Assignment, Call, PanelSeat
from studios.permissions import edits_call
from studios.queries.panels import experts_a_case, pool_for, short_cases, with_load
from studios.queries.recusals import open_warnings, panel_cases
from studios.ui.review import review_links
from studios.values.seat_codes import shown_code
from studios.views.desk.calls import writable
from unions.choices.people import Role
from unions.errors import Refusal
from unions.forms.refusals import refusals_on
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing

READERS = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
WRITERS = (Role.CLERK, Role.CHAIR)


def _load(seat: PanelSeat) -> str:
    return f"{seat.load} / {seat.capacity}" if seat.capacity else str(seat.load)


COLUMNS = [
    Column(key="number", label=gettext_lazy("Seat"), value=lambda s: s.number, kind="number", sort="number"),
    Column(
        key="expert",
        label=gettext_lazy("Expert"),
        value=lambda s: s.expert.person.name,
        sort="expert__person__name_key",
        link=lambda s: reverse("call_seat", args=[s.call_id, s.pk]),
        sub=lambda s: s.expert.unit,
    ),
    Column(
        key="group",
        label=gettext_lazy("Panel group"),
        value=lambda s: s.group.name if s.group else "",
        sort="group__position",
    ),
    Column(key="state", label=gettext_lazy("State"), value=lambda s: s.standing, kind="state", sort="state"),
    Column(key="load", label=gettext_lazy("Cases to review"), value=_load, kind="number", sort="load"),
    Column(key="done", label=gettext_lazy("Handed in"), value=lambda s: s.done, kind="number", sort="done"),
    Column(key="away", label=gettext_lazy("Recused"), value=lambda s: s.away, kind="number", sort="away"),
    Column(
        key="account",
        label=gettext_lazy("Account"),
        value=lambda s: s.expert.account.username if s.expert.account else gettext_lazy("None"),
        is_default=False,
    ),
    Column(
        key="reminded", label=gettext_lazy("Reminded"), value=lambda s: s.reminded_at, kind="moment", sort="reminded_at"
    ),
]


def panel_call(request: HttpRequest, pk: int) -> Call:
    """A call of one's own scope; of other unions it is not found."""
    return get_object_or_404(Call.objects.filter(request.user.scope.q("union__path")).select_related("union"), pk=pk)


@require_safe
@audience(*READERS)
def call_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Groups and seats of a call."""
    call = panel_call(request, pk)
    listing = Listing(
        request,
        with_load(call.seats.all()),
        COLUMNS,
        key="seats",
        default_sort="number",
        filterset=SeatFilter,
        title=_("Expert panel"),
        empty=_("Nobody is invited yet."),
    )
    if listing.wants_sheet:
        return listing.sheet()
    context = {
        "call": call,
        "listing": listing,
        "groups": call.panel_groups.prefetch_related("industry_groups", "seats"),
        "short": short_cases(call).count(),
        "wanted": experts_a_case(call),
        "may_write": edits_call(request.user, call),
        "links": review_links(call, current="call_panel"),
    }
    return render(request, "studios/panel/panel.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def call_panel_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose one or many of the pool, filtered by specialty."""
    call = writable(request, pk)
    pool = pool_for(call)
    chosen = PoolFilter(request.GET or None, queryset=pool, request=request)
    form = InviteForm(posted(request), call=call, pool=pool if request.method == "POST" else chosen.qs)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            seats = invite_experts(call, by=request.user, **form.cleaned_data)
            messages.success(request, _("Invited: %(count)s.") % {"count": len(seats)})
            return redirect("call_panel", pk)
    context = {"call": call, "form": form, "filter": chosen, "has_pool": pool.exists()}
    return render(request, "studios/panel/invite.html", context, status=form_status(request, refused=form.errors))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def call_panel_group_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a group."""
    call = writable(request, pk)
    form = GroupForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            save_group(call, by=request.user, **form.cleaned_data)
            return redirect("call_panel", pk)
    return render(
        request,
        "studios/panel/group.html",
        {"call": call, "form": form},
        status=form_status(request, refused=form.errors),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def call_panel_group(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    """Change a group, or take it away."""
    call = writable(request, pk)
    found = get_object_or_404(call.panel_groups, pk=group)
    if request.method == "POST" and "drop" in request.POST:
        drop_group(found, by=request.user)
        return redirect("call_panel", pk)
    form = GroupForm(posted(request), group=found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            save_group(call, by=request.user, group=found, **form.cleaned_data)
            return redirect("call_panel", pk)
    context = {"call": call, "form": form, "group": found}
    return render(request, "studios/panel/group.html", context, status=form_status(request, refused=form.errors))


def _seat(call: Call, seat: int) -> PanelSeat:
    return get_object_or_404(with_load(call.seats.all()), pk=seat)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*READERS)
def call_seat(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """One seat: what it holds, what it stays away from, and what may be done."""
    call = panel_call(request, pk) if request.method != "POST" else writable(request, pk)
    found = _seat(call, seat)
    form = SeatForm(posted(request), call=call, seat=found)
    if request.method == "POST" and form.is_valid():
        edit_seat(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("call_seat", pk, seat)
    cases = Assignment.objects.filter(seat=found).select_related("application__studio", "sheet")
    context = {
        "call": call,
        "seat": found,
        "form": form,
        "assignments": cases,
        "recusals": found.recusals.select_related("application__studio__union"),
        "doubts": open_warnings(found, panel_cases(call)),
        "may_write": edits_call(request.user, call),
        "is_seated": found.state in (SeatState.INVITED, SeatState.DECLARED),
    }
    return render(request, "studios/panel/seat.html", context, status=form_status(request, refused=form.errors))


@require_POST
@audience(*WRITERS)
def call_seat_remind(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Remind one expert."""
    found = _seat(writable(request, pk), seat)
    try:
        remind_seat(found, by=request.user)
        messages.success(request, _("Reminded: %(name)s.") % {"name": found})
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("call_seat", pk, seat)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def call_seat_code(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Ask, then make a one-day code; the answer shows it this once."""
    call = writable(request, pk)
    found, code, refused = _seat(call, seat), "", ""
    if request.method == "POST":
        try:
            code = shown_code(make_code(found, by=request.user))
        except Refusal as refusal:
            refused = str(refusal.message)
    context = {"call": call, "seat": found, "code": code, "refused": refused}
    return render(request, "studios/panel/code.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def call_seat_leave(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Take an expert out with a reason; the page says what becomes of sheets and cases."""
    call = writable(request, pk)
    found = _seat(call, seat)
    form = LeavingForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            leave_panel(found, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("%(name)s has left the panel.") % {"name": found})
            return redirect("call_panel", pk)
    context = {"call": call, "seat": found, "form": form}
    return render(request, "studios/panel/leave.html", context, status=form_status(request, refused=form.errors))
