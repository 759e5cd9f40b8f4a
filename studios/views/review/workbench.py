"""The workbench: queue, material and score sheet of one case side by side."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from studios.actions.scores import Work, closed_because, save_sheet, submit_sheet, vote_on
from studios.choices.reviews import PanelMethod, SheetState
from studios.forms.scores import SheetForm
from studios.models import ScoreSheet
from studios.queries.scores import panel_date
from studios.values.sheets import plain
from studios.views.desk.form_page import is_autosave, posted_version
from studios.views.review.material import material_of
from studios.views.review.seats import Case, Desk, seated
from unions.errors import Refusal, Stale
from unions.forms.refusals import add_refusal
from unions.templatetags.leaves import icon
from unions.ui.answers import form_status
from unions.ui.audience import SIGNED_IN, audience

CONFLICT = 409


@require_http_methods(["GET", "POST"])
@audience(SIGNED_IN)
@seated
def case(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Read the case and score it; the next one follows when it is handed in."""
    found = Case(desk, number)
    form = sheet_form(found, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return render(request, "studios/review/case.html", page_facts(found, form))
    if is_autosave(request):
        return _autosaved(request, found, form)
    return _posted(request, found, form)


def sheet_form(found: Case, data: Any) -> SheetForm:
    """The sheet of the case, filled or as it was sent."""
    return SheetForm(data, frame=found.frame, method=found.desk.plan.method, sheet=found.sheet)


def _posted(request: HttpRequest, found: Case, form: SheetForm) -> HttpResponse:
    """Save or hand in; a refusal lands on its field, a conflict keeps what was typed."""
    is_handed_in = "submit" in request.POST
    try:
        if form.is_valid():
            sheet = _keep(request, found, form, is_handed_in=is_handed_in)
            return _onwards(request, found, sheet, is_handed_in=is_handed_in)
    except Stale as stale:
        if stale.code != "stale":
            raise
        return render(request, "studios/review/case.html", page_facts(found, form, conflict=True), status=CONFLICT)
    except Refusal as refusal:
        add_refusal(form, refusal)
    status = form_status(request, refused=form.errors)
    return render(request, "studios/review/case.html", page_facts(found, form), status=status)


def _keep(request: HttpRequest, found: Case, form: SheetForm, *, is_handed_in: bool) -> ScoreSheet:
    facts = form.facts | {"by": request.user, "version": posted_version(request.POST)}
    if not is_handed_in:
        return save_sheet(found.assignment, **facts)
    if found.desk.plan.method == PanelMethod.VOTE:
        del facts["lines"]
        return vote_on(found.assignment, **facts)
    del facts["vote"]
    return submit_sheet(found.assignment, **facts)


def _onwards(request: HttpRequest, found: Case, sheet: ScoreSheet, *, is_handed_in: bool) -> HttpResponse:
    """After handing in, the next case that is open; after saving, the same one."""
    if not is_handed_in:
        messages.success(request, _("Saved."))
        return redirect(found.url)
    facts = {"number": found.application.number, "total": sheet.total}
    words = _("%(number)s is scored: %(total)s.") if sheet.total is not None else _("%(number)s is done.")
    messages.success(request, words % facts)
    return redirect(found.desk.next_url(found.application.number))


def _autosaved(request: HttpRequest, found: Case, form: SheetForm) -> HttpResponse:
    """The line beside the title; what cannot be kept is named and stays in the browser."""
    form.is_valid()
    try:
        sheet = _keep(request, found, form, is_handed_in=False)
    except Stale as stale:
        if stale.code != "stale":
            raise
        facts = {"case": found, "sheet": found.sheet}
        return render(request, "studios/review/conflict.html", facts, status=CONFLICT)
    except Refusal as refusal:
        return HttpResponse(format_html("{}{}", icon(name="circle-alert"), refusal.message))
    return _saved_line(sheet, form)


def _saved_line(sheet: ScoreSheet, form: SheetForm) -> HttpResponse:
    words = _("%(time)s saved") % {"time": f"{localtime(sheet.saved_at):%H:%M}"}
    faults = [message for errors in form.errors.values() for message in errors]
    if faults:
        words = _("%(saved)s, but not all: %(faults)s") % {"saved": words, "faults": " ".join(faults)}
    answer = HttpResponse(format_html("{}{}", icon(name="circle-alert" if faults else "cloud-check"), words))
    answer["X-Version"] = str(sheet.version)
    return answer


def page_facts(found: Case, form: SheetForm, *, conflict: bool = False) -> dict[str, Any]:
    """What the three panes show."""
    desk, sheet, application = found.desk, found.sheet, found.application
    work = Work(desk.seat, found.assignment, application, desk.plan, sheet, found.frame)
    return {
        "case": found,
        "desk": desk,
        "form": form,
        "sheet": sheet,
        "material": material_of(application, found.version, is_blind=desk.is_blind),
        "closed": closed_because(work),
        "due_at": panel_date(application.call, application.union.path),
        "conflict": conflict,
        "scores": desk.plan.method == PanelMethod.SCORE,
        "votes": desk.plan.method == PanelMethod.VOTE,
        "reckoned": [(c.criterion.name, f"{plain(points)} / {plain(c.points)}") for c, points in found.frame.reckoned],
        "is_submitted": sheet is not None and sheet.state == SheetState.SUBMITTED,
        "gaps": gap_words(form.gaps) if desk.plan.method == PanelMethod.SCORE else "",
    }


def gap_words(gaps: int) -> str:
    """How many criteria wait for points."""
    if not gaps:
        return _("All criteria have points.")
    return ngettext("%(number)s criterion has no points yet.", "%(number)s criteria have no points yet.", gaps) % {
        "number": gaps
    }
