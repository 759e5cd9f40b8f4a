"""Public notices at the desk of the naming union: the list, a draft, preview, publishing, correcting, texts to copy."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.notices import correct_notice, draft_notice, edit_notice, publish_notice
from studios.choices.reviews import NoticeState, ObjectionState
from studios.filters.objections import NoticeFilter
from studios.forms.notices import CorrectionForm, NoticeForm, NoticeStepForm
from studios.models import Call, PublicNotice
from studios.queries.notices import (
    current_version,
    days_left,
    draft_rows,
    fallen_from,
    objections_to,
    series_of,
    wanting_correction,
    without_notice,
)
from studios.ui.notices import has_recommenders, newspaper_text, wechat_text
from studios.views.desk.calls import writable
from unions import clock
from unions.choices.people import Role
from unions.errors import CalendarMissing, Forbidden
from unions.forms.refusals import attempt
from unions.queries.workdays import last_day_of_notice
from unions.ui.answers import form_status
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing

CASES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
WRITERS = (Role.CLERK, Role.CHAIR)
COLUMNS = [
    Column(
        key="title",
        label=gettext_lazy("Public notice"),
        value=lambda n: n.title,
        sort="title",
        link=lambda n: reverse("notice_desk", args=[n.pk]),
        sub=lambda n: _("Version %(number)s") % {"number": n.version} if n.version > 1 else "",
    ),
    Column(key="series", label=gettext_lazy("Number"), value=lambda n: n.series, kind="number", sort="series"),
    Column(key="cases", label=gettext_lazy("Studios"), value=lambda n: n.cases, kind="number", sort="cases"),
    Column(
        key="published",
        label=gettext_lazy("Published"),
        value=lambda n: n.published_on,
        kind="date",
        sort="published_on",
    ),
    Column(key="ends", label=gettext_lazy("Last day"), value=lambda n: n.ends_on, kind="date", sort="ends_on"),
    Column(key="state", label=gettext_lazy("State"), value=lambda n: n.standing, kind="state", sort="state"),
    Column(
        key="open",
        label=gettext_lazy("Open objections"),
        value=lambda n: n.open_objections,
        kind="number",
        sort="open_objections",
    ),
]


def call_of_desk(request: HttpRequest, pk: int) -> Call:
    """The call of a naming union in scope; of another it is not found."""
    return get_object_or_404(Call.objects.filter(request.user.scope.q("union__path")).select_related("union"), pk=pk)


def find_notice(request: HttpRequest, pk: int) -> PublicNotice:
    """A notice of a naming union in scope."""
    return get_object_or_404(PublicNotice.objects.kept_by(request.user).select_related("call__union"), pk=pk)


def _writable_notice(request: HttpRequest, pk: int, *roles: str) -> PublicNotice:
    found = find_notice(request, pk)
    if not request.user.scope.holds(found.call.union, *roles):
        raise Forbidden(
            _("The chair of the naming union publishes and corrects public notices.")
            if roles == (Role.CHAIR,)
            else _("Clerks and chairs of the naming union write its public notices.")
        )
    return found


@require_safe
@audience(*CASES)
def notices(request: HttpRequest, pk: int) -> HttpResponse:
    """The notices of a call, the version that counts of each."""
    call = call_of_desk(request, pk)
    still_open = Q(objections__state__in=[s for s in ObjectionState if s.is_open])
    rows = call.notices.newest().annotate(
        cases=Count("lines", distinct=True), open_objections=Count("objections", filter=still_open, distinct=True)
    )
    listing = Listing(
        request,
        rows,
        COLUMNS,
        key="notices",
        default_sort="-series",
        filterset=NoticeFilter,
        title=_("Public notices"),
        empty=_("No public notice has been drafted in this call."),
    )
    if listing.wants_sheet:
        return listing.sheet()
    return render(request, "studios/notice/list.html", {"call": call, "listing": listing, **_waiting(request, call)})


def _waiting(request: HttpRequest, call: Call) -> dict[str, Any]:
    return {
        "waiting": without_notice(call).count(),
        "wanting": list(wanting_correction(call)),
        "may_write": request.user.scope.holds(call.union, *WRITERS),
    }


@require_POST
@audience(*WRITERS)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft a notice from what stands at it."""
    call = writable(request, pk)
    made = draft_notice(call, by=request.user)
    return redirect("notice_edit", made.pk)


@require_safe
@audience(*CASES)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice as the public reads it or will read it, with what the desk does next."""
    found = find_notice(request, pk)
    return render(request, "studios/notice/notice.html", _facts(request, found))


def _facts(request: HttpRequest, notice: PublicNotice) -> dict[str, Any]:
    holds = request.user.scope.holds
    is_newest = current_version(notice).pk == notice.pk
    is_shown = notice.state in (NoticeState.RUNNING, NoticeState.OVER)
    return {
        "notice": notice,
        "call": notice.call,
        "rows": draft_rows(notice),
        "has_recommenders": has_recommenders(notice),
        "versions": series_of(notice),
        "left": days_left(notice),
        "open_objections": objections_to(notice).open().count(),
        "fallen": list(fallen_from(notice).select_related("studio")) if is_shown and is_newest else [],
        "may_write": holds(notice.call.union, *WRITERS) and notice.state == NoticeState.DRAFT,
        "may_publish": holds(notice.call.union, Role.CHAIR) and notice.state == NoticeState.DRAFT,
        "may_correct": holds(notice.call.union, Role.CHAIR) and is_newest and is_shown,
    }


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words, order and length of a draft."""
    found = _writable_notice(request, pk, *WRITERS)
    form = NoticeForm(request.POST if request.method == "POST" else None, notice=found)
    if form.is_bound and form.is_valid():
        revision = form.cleaned_data["revision"]
        if attempt(form, lambda: edit_notice(found, by=request.user, text=form.text, revision=revision)):
            messages.success(request, _("Saved."))
            return redirect("notice_desk", found.pk)
    context = {"notice": found, "call": found.call, "form": form}
    return render(request, "studios/notice/edit.html", context, status=form_status(request, refused=form.errors))


@require_http_methods(["GET", "POST"])
@audience(Role.CHAIR)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the publication of today, with the last day that follows from the calendar."""
    found = _writable_notice(request, pk, Role.CHAIR)
    form = NoticeStepForm(request.POST if request.method == "POST" else None, notice=found)
    if form.is_bound and form.is_valid():
        revision = form.cleaned_data["revision"]
        made = attempt(form, lambda: publish_notice(found, by=request.user, revision=revision))
        if made:
            messages.success(request, _("Published. The last day is %(day)s.") % {"day": made.ends_on})
            return redirect("notice_desk", made.pk)
    context = {"notice": found, "call": found.call, "form": form, **_period(found)}
    return render(request, "studios/notice/publish.html", context, status=form_status(request, refused=form.errors))


def _period(notice: PublicNotice) -> dict[str, Any]:
    """First and last day if it were published today, or the year whose calendar is missing."""
    today = clock.today()
    try:
        first = last_day_of_notice(today, 1)
        return {"first": first, "today": today, "last": last_day_of_notice(today, notice.days)}
    except CalendarMissing as missing:
        return {"missing": missing.year, "missing_words": missing.message}


@require_http_methods(["GET", "POST"])
@audience(Role.CHAIR)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a corrected version in the place of a published one."""
    found = current_version(_writable_notice(request, pk, Role.CHAIR))
    form = CorrectionForm(request.POST if request.method == "POST" else None, notice=found)
    if form.is_bound and form.is_valid():
        made = attempt(form, lambda: _corrected(request, found, form))
        if made:
            messages.success(request, _("Corrected. The earlier version stays readable."))
            return redirect("notice_desk", made.pk)
    fallen = list(fallen_from(found).select_related("studio"))
    context = {"notice": found, "call": found.call, "form": form, "fallen": fallen}
    return render(request, "studios/notice/correct.html", context, status=form_status(request, refused=form.errors))


def _corrected(request: HttpRequest, notice: PublicNotice, form: CorrectionForm) -> PublicNotice:
    values = form.cleaned_data
    return correct_notice(
        notice, by=request.user, note=values["note"], again=values["again"], text=form.text, revision=values["revision"]
    )


@require_safe
@audience(*CASES)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice as text for WeChat and for a newspaper."""
    found = find_notice(request, pk)
    texts = {"wechat": wechat_text(found), "newspaper": newspaper_text(found)}
    return render(request, "studios/notice/copy.html", {"notice": found, "call": found.call, **texts})
