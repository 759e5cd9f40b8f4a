"""The board of a panel: progress, figures, reminders, reconsideration, diagnostics, closing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.panel_closing import close_panel
from studios.actions.reconsiderations import ask_reconsideration, settle_reconsideration
from studios.actions.seat_reminders import remind_experts
from studios.filters.board import BoardFilter, ProgressFilter, SeatFilter, SeatProgressFilter, SheetFilter
from studios.forms.board import ReconsiderForm, RemindForm, SettleForm
from studios.models import Call, Reconsideration, ReviewPlan
from studios.permissions import edits_call
from studios.queries.board import (
    board_rows,
    is_panel_closed,
    open_reconsiderations,
    oversees_panel,
    seats_with_progress,
    short_cases,
    standings_of,
    valid_sheets,
    with_names,
    with_panel_state,
)
from studios.queries.diagnostics import normalised_cases, seats_with_diagnostics
from studios.queries.plans import plan_of
from studios.ui.board import DIAGNOSTICS, PROGRESS, SHEETS, BoardListing, Reader
from studios.ui.review import review_links
from studios.views.desk.calls import writable
from studios.views.desk.cases import find_case
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal
from unions.forms.refusals import attempt
from unions.ui.answers import form_status
from unions.ui.audience import audience
from unions.ui.listing import Listing

OVERSEERS = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
WRITERS = (Role.CLERK, Role.CHAIR)


def overseen(request: HttpRequest, pk: int) -> Call:
    """The call, for those who may see how its panel stands: 404 out of sight, 403 otherwise."""
    rows = with_panel_state(Call.objects.visible_to(request.user).select_related("union", "plan"))
    call = get_object_or_404(rows, pk=pk)
    if not oversees_panel(request.user, call):
        raise Forbidden(_("The board is for the naming union and for auditors above it."))
    return call


def _require_closed(call: Call) -> None:
    if not is_panel_closed(call):
        raise Forbidden(_("Points and comments can be read after the panel is closed."))


@require_safe
@audience(*OVERSEERS)
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress while experts score; means, spread and ranks once the panel is closed."""
    call = overseen(request, pk)
    plan, is_open = plan_of(call), is_panel_closed(call)
    listing = _board_listing(request, call, plan, is_open=is_open)
    if listing.wants_sheet:
        return listing.sheet()
    found = {
        "call": call,
        "plan": plan,
        "listing": listing,
        "standings": listing.standings,
        "sheets_words": f"{listing.standings.valid} / {listing.standings.assigned}",
        "is_open": is_open,
        "may_edit": edits_call(request.user, call),
        "may_sign": request.user.scope.holds(call.union, Role.CHAIR),
        "review_links": review_links(call, current="call_board"),
    }
    return render(request, "studios/board/board.html", found)


def _board_listing(request: HttpRequest, call: Call, plan: ReviewPlan, *, is_open: bool) -> BoardListing:
    exports = request.user.scope.holds(call.union, Role.CHAIR)
    return BoardListing(
        request,
        board_rows(call, plan),
        (),
        key="board",
        default_sort="",
        filterset=BoardFilter if is_open else ProgressFilter,
        title=_("Board"),
        empty=_("No case is before the panel yet."),
        related=with_names,
        plan=plan,
        reader=Reader(is_open=is_open, may_edit=edits_call(request.user, call), exports=exports),
    )


@require_safe
@audience(*OVERSEERS)
def experts(request: HttpRequest, pk: int) -> HttpResponse:
    """How far each expert is."""
    call = overseen(request, pk)
    listing = Listing(
        request,
        seats_with_progress(call),
        PROGRESS,
        key="board-experts",
        default_sort="number",
        filterset=SeatProgressFilter,
        title=_("Experts' progress"),
        empty=_("Nobody sits in this panel yet."),
    )
    if listing.wants_sheet:
        return listing.sheet()
    found = {"call": call, "listing": listing, "may_edit": edits_call(request.user, call)}
    return render(request, "studios/board/experts.html", found)


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who would be reminded, then write to the chosen."""
    call = writable(request, pk)
    form = RemindForm(request.POST if request.method == "POST" else None, call=call)
    if form.is_bound and form.is_valid():
        chosen = list(form.cleaned_data["seats"])
        told = attempt(form, lambda: remind_experts(call, chosen, by=request.user))
        if told is not None:
            messages.success(request, _("Experts reminded: %(count)s.") % {"count": len(told)})
            return redirect("call_board_experts", call.pk)
    found = {"call": call, "form": form, "owing": form.fields["seats"].queryset}
    return render(request, "studios/board/remind.html", found, status=form_status(request, refused=form.errors))


@require_safe
@audience(Role.CHAIR)
def sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """Every valid sheet with a label for the expert, for the chair alone."""
    call = overseen(request, pk)
    if not request.user.scope.holds(call.union, Role.CHAIR):
        raise Forbidden(_("The chair of the naming union exports the sheets."))
    _require_closed(call)
    listing = Listing(
        request,
        valid_sheets(call),
        SHEETS,
        key="board-sheets",
        default_sort="number",
        filterset=SheetFilter,
        title=_("Sheets"),
    )
    return listing.sheet() if listing.wants_sheet else _sheets_page(request, call, listing)


def _sheets_page(request: HttpRequest, call: Call, listing: Listing) -> HttpResponse:
    return render(request, "studios/board/sheets.html", {"call": call, "listing": listing})


@require_safe
@audience(*WRITERS)
def diagnostics(request: HttpRequest, pk: int) -> HttpResponse:
    """How experts score, for clerks and chairs of the naming union alone."""
    call = writable(request, pk)
    _require_closed(call)
    listing = Listing(
        request,
        seats_with_diagnostics(call),
        DIAGNOSTICS,
        key="board-diagnostics",
        default_sort="number",
        filterset=SeatFilter,
        title=_("Diagnostics"),
        empty=_("No sheet counts yet."),
    )
    if listing.wants_sheet:
        return listing.sheet()
    found = {"call": call, "listing": listing, "rows": normalised_cases(call)}
    return render(request, "studios/board/diagnostics.html", found)


@require_http_methods(["GET", "POST"])
@audience(Role.CHAIR)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is missing, then close the panel."""
    call = writable(request, pk)
    if not request.user.scope.holds(call.union, Role.CHAIR):
        raise Forbidden(_("The chair of the naming union closes the panel."))
    refusal = None
    if request.method == "POST":
        try:
            moved = close_panel(call, by=request.user)
        except Refusal as refused:
            refusal = refused.message
        else:
            messages.success(request, _("The panel is closed. Cases moved on: %(count)s.") % {"count": len(moved)})
            return redirect("call_board", call.pk)
    return _closing(request, call, refusal)


def _closing(request: HttpRequest, call: Call, refusal: object) -> HttpResponse:
    plan = plan_of(call)
    found = {
        "call": call,
        "plan": plan,
        "standings": standings_of(board_rows(call, plan), plan),
        "short": short_cases(call, plan),
        "again": open_reconsiderations(call),
        "refusal": refusal,
    }
    return render(request, "studios/board/close.html", found, status=form_status(request, refused=refusal))


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def reconsider(request: HttpRequest, number: str) -> HttpResponse:
    """Put a case to reconsideration, or record what came of it."""
    case = find_case(request, number)
    if not edits_call(request.user, case.call):
        raise Forbidden(_("Clerks and chairs of the naming union put cases to reconsideration."))
    asked = Reconsideration.objects.filter(application=case).select_related("asked_by").first()
    data = request.POST if request.method == "POST" else None
    form = SettleForm(data) if asked else ReconsiderForm(data)
    if form.is_bound and form.is_valid() and attempt(form, lambda: _act(request, case, asked, form)):
        messages.success(request, _("Recorded."))
        return redirect("call_board", case.call_id)
    found = {"application": case, "call": case.call, "asked": asked, "form": form}
    return render(request, "studios/board/reconsider.html", found, status=form_status(request, refused=form.errors))


def _act(request: HttpRequest, case: object, asked: Reconsideration | None, form: object) -> Reconsideration:
    if asked:
        return settle_reconsideration(asked, by=request.user, outcome=form.cleaned_data["outcome"])
    return ask_reconsideration(case, by=request.user, note=form.cleaned_data["note"])
