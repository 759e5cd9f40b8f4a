"""The meeting room: the list with its line, changes at it, the frozen record, the view for the projector."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.meetings import (
    decide_tie,
    freeze_list,
    open_meeting,
    promote_reserve,
    swap_lines,
    veto_line,
)
from studios.forms.meetings import MinutesForm, PromoteForm, SizeForm, SwapForm, TieForm, VetoForm
from studios.models import Call, Meeting, MeetingLine
from studios.permissions import edits_call
from studios.queries.meetings import counters, freed_places, lines_of, next_reserve, not_listed, undecided
from studios.queries.plans import plan_of
from studios.ui.meeting import LINES, Row, rows_of
from studios.ui.review import review_links
from studios.views.desk.board import overseen
from studios.views.desk.calls import writable
from unions.choices.people import Role
from unions.errors import Forbidden, Sentence
from unions.forms.refusals import attempt
from unions.ui.answers import form_status
from unions.ui.audience import audience
from unions.ui.listing import Listing

OVERSEERS = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
WRITERS = (Role.CLERK, Role.CHAIR)
CHAIR_SIGNS = gettext_lazy("The chair of the naming union signs this step.")


@require_safe
@audience(*OVERSEERS)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The list with line, reserve and counters; the record once it is frozen."""
    call = overseen(request, pk)
    found = Meeting.objects.filter(call=call).select_related("call__union", "frozen_by").first()
    if found is not None and "export" in request.GET:
        return _listing(request, found).sheet()
    context = {
        "call": call,
        "meeting": found,
        "may_edit": edits_call(request.user, call),
        "may_sign": request.user.scope.holds(call.union, Role.CHAIR),
        "not_listed": not_listed(call),
        "review_links": review_links(call, current="call_meeting"),
        **(_room(call, found) if found else {}),
    }
    return render(request, "studios/meeting/meeting.html", context)


def _listing(request: HttpRequest, found: Meeting) -> Listing:
    rows = found.lines.select_related("application__studio", "application__union")
    return Listing(request, rows, LINES, key="meeting", default_sort="position", title=_("Meeting"))


def _room(call: Call, found: Meeting) -> dict[str, Any]:
    """What the page shows of a meeting."""
    lines = lines_of(found)
    return {
        "rows": rows_of(lines, plan_of(call)),
        "counters": counters(found, lines),
        "changes": found.changes.select_related("by"),
        "level": [] if found.is_frozen else undecided(found, lines),
        "freed": freed_places(found, lines),
        "reserve": next_reserve(lines),
    }


@require_safe
@audience(*OVERSEERS)
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The list for the projector: large, nothing else."""
    found = get_object_or_404(Meeting.objects.select_related("call"), call=overseen(request, pk))
    rows: list[Row] = rows_of(lines_of(found), plan_of(found.call))
    return render(request, "studios/meeting/screen.html", {"call": found.call, "meeting": found, "rows": rows})


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    """Set places and reserves and rank the cases; again while the list is not frozen."""
    call, earlier = writable(request, pk), Meeting.objects.filter(call=pk).first()
    plan = plan_of(call)
    initial = {"places": plan.places, "reserves": plan.reserves}
    if earlier:
        initial = {"places": earlier.places, "reserves": earlier.reserves, "revision": earlier.revision}
    form = SizeForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        made = attempt(form, lambda: open_meeting(call, by=request.user, **form.cleaned_data))
        if made is not None:
            return redirect("call_meeting", call.pk)
    words = _("Rank the list anew") if earlier else _("Open the meeting")
    return _form_page(request, call, form, words)


def _form_page(request: HttpRequest, call: Call, form: Form, title: Sentence, **more: Any) -> HttpResponse:
    context = {"call": call, "form": form, "title": title, **more}
    return render(request, "studios/meeting/form.html", context, status=form_status(request, refused=form.errors))


def _meeting_of(request: HttpRequest, pk: int, *, signs: bool = False) -> Meeting:
    """The meeting, for those who keep its list; for the chair alone where a step is signed."""
    call = writable(request, pk)
    if signs and not request.user.scope.holds(call.union, Role.CHAIR):
        raise Forbidden(CHAIR_SIGNS)
    return get_object_or_404(Meeting.objects.select_related("call__union"), call=call)


def _done(request: HttpRequest, form: Any, action: Callable[[], Any]) -> bool:
    """Whether the form was valid and its action went through."""
    if not (form.is_bound and form.is_valid()) or attempt(form, action) is None:
        return False
    messages.success(request, _("Recorded."))
    return True


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def swap(request: HttpRequest, pk: int) -> HttpResponse:
    """Let two cases change places across the line."""
    found = _meeting_of(request, pk)
    data, initial = _data(request), {"one": request.GET.get("one", "")}
    form = SwapForm(data, meeting=found, lines=lines_of(found), initial=initial)
    if _done(request, form, lambda: swap_lines(found, *form.pair, by=request.user, **_words(form))):
        return redirect("call_meeting", pk)
    return _form_page(request, found.call, form, _("Change places at the line"))


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _words(form: Any) -> dict[str, Any]:
    return {"reason": form.cleaned_data["reason"], "revision": form.cleaned_data["revision"]}


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the vote between two that are level at the line."""
    found = _meeting_of(request, pk)
    lines = lines_of(found)
    form = TieForm(_data(request), meeting=found, lines=lines, pairs=undecided(found, lines))
    if _done(request, form, lambda: decide_tie(found, *form.chosen, by=request.user, **_words(form))):
        return redirect("call_meeting", pk)
    return _form_page(request, found.call, form, _("Record the vote"))


@require_http_methods(["GET", "POST"])
@audience(Role.CHAIR)
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Veto a case on a ground of the list."""
    found = _meeting_of(request, pk, signs=True)
    form = VetoForm(_data(request), meeting=found, lines=lines_of(found), initial={"line": request.GET.get("line", "")})
    if _done(request, form, lambda: _veto(request, found, form)):
        return redirect("call_meeting", pk)
    return _form_page(request, found.call, form, _("Veto a case"), kind="danger")


def _veto(request: HttpRequest, found: Meeting, form: VetoForm) -> Meeting:
    values = form.cleaned_data
    words = {"ground": values["ground"], "note": values["note"], "revision": values["revision"]}
    return veto_line(found, form.chosen, by=request.user, **words)


@require_http_methods(["GET", "POST"])
@audience(Role.CHAIR)
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the list with the minutes of the meeting."""
    found = _meeting_of(request, pk, signs=True)
    form = MinutesForm(_data(request), meeting=found, lines=lines_of(found))
    if _done(request, form, lambda: _freeze(request, found, form)):
        return redirect("call_meeting", pk)
    note = _("The chosen cases move on. Nothing on the list changes any more.")
    return _form_page(request, found.call, form, _("Freeze the list"), note=note)


def _freeze(request: HttpRequest, found: Meeting, form: MinutesForm) -> Meeting:
    return freeze_list(found, minutes=form.minutes, revision=form.cleaned_data["revision"], by=request.user)


@require_http_methods(["GET", "POST"])
@audience(Role.CHAIR)
def promote(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the first reserve move up into a freed place."""
    found = _meeting_of(request, pk, signs=True)
    line = get_object_or_404(MeetingLine, pk=getattr(next_reserve(lines_of(found)), "pk", 0))
    form = PromoteForm(_data(request))
    if _done(request, form, lambda: promote_reserve(line, by=request.user, reason=form.cleaned_data["reason"])):
        return redirect("call_meeting", pk)
    note = line.application.studio.name
    return _form_page(request, found.call, form, _("Move the first reserve up"), note=note)
