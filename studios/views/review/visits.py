"""The team's side of a visit: my visits, the form that is filled in on the phone, its photos."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.attachments import full_path
from studios.actions.visit_reports import add_photo, remove_photo, report_visit, save_visit
from studios.choices.calls import Stage
from studios.choices.reviews import VisitState
from studios.filters.visits import VisitFilter
from studios.forms.visits import VisitForm
from studios.models import Attachment, SiteVisit
from studios.queries.visits import own_visits, photos_of, team_first, visit_sheet
from studios.views.desk.files import picture_of, sealed
from unions import clock
from unions.errors import Refusal, Stale
from unions.forms.refusals import add_refusal
from unions.templatetags.leaves import icon
from unions.ui.answers import form_status
from unions.ui.audience import SIGNED_IN, audience
from unions.ui.listing import Column, Listing

REFUSED = 422
COLUMNS = [
    Column(
        key="planned",
        label=gettext_lazy("Planned for"),
        value=lambda v: f"{localtime(v.planned_at):%Y-%m-%d %H:%M}",
        sort="planned_at",
        link=lambda v: reverse("visit", args=[v.pk]),
    ),
    Column(
        key="studio",
        label=gettext_lazy("Studio"),
        value=lambda v: v.application.studio.name,
        sort="application__studio__name",
        sub=lambda v: v.application.union.employer_name,
    ),
    Column(key="place", label=gettext_lazy("Place"), value=lambda v: v.place, sort="place"),
    Column(key="state", label=gettext_lazy("State"), value=lambda v: v.standing, kind="state", sort="state"),
]


@require_safe
@audience(SIGNED_IN)
def visits(request: HttpRequest) -> HttpResponse:
    """The visits that I take part in, the next first."""
    listing = Listing(
        request,
        own_visits(request.user),
        COLUMNS,
        key="own_visits",
        default_sort="planned",
        filterset=VisitFilter,
        title=_("My visits"),
        empty=_("You are on the team of no visit."),
    )
    return listing.sheet() if listing.wants_sheet else render(request, "studios/visit/mine.html", {"listing": listing})


def own_visit(request: HttpRequest, pk: int) -> SiteVisit:
    """A visit of whose team the reader is; anybody else's is not found."""
    rows = SiteVisit.objects.filter(visitors__account=request.user).exclude(state=VisitState.CANCELLED)
    related = "application__studio", "application__union", "application__call__union", "reported_by"
    return get_object_or_404(rows.select_related(*related).prefetch_related(team_first()), pk=pk)


@require_http_methods(["GET", "POST"])
@audience(SIGNED_IN)
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a visit; saved as a draft, or handed in with `report`; read-only once it is."""
    found = own_visit(request, pk)
    if request.method == "POST":
        return _take(request, found)
    form = VisitForm(visit=found, sheet=visit_sheet(found)) if is_open(found) else None
    return render(request, "studios/visit/visit.html", _shown(found, form))


def is_open(visit: SiteVisit) -> bool:
    """Whether it is still written."""
    return visit.state == VisitState.PLANNED and visit.application.state == Stage.VISIT


def _shown(visit: SiteVisit, form: VisitForm | None) -> dict[str, Any]:
    photos = [photo_row(visit, photo) for photo in photos_of(visit)]
    sheet = visit_sheet(visit) if form is None else ()
    return {"visit": visit, "form": form, "sheet": sheet, "photos": photos}


def photo_row(visit: SiteVisit, photo: Attachment) -> dict[str, Any]:
    """A photo as the list of files shows it."""
    args = [visit.pk, photo.pk]
    can_go = {"remove_url": reverse("visit_photo_remove", args=args)} if is_open(visit) else {}
    return {"name": photo.name, "size": photo.size, "url": reverse("visit_photo", args=args), **can_go}


def is_autosave(request: HttpRequest) -> bool:
    """Whether the script sends what was typed so far."""
    return request.headers.get("X-Autosave") == "true"


def _take(request: HttpRequest, visit: SiteVisit) -> HttpResponse:
    form = VisitForm(request.POST, visit=visit, sheet=visit_sheet(visit))
    reporting = "report" in request.POST and not is_autosave(request)
    whole = form.is_valid() and (form.require_whole() if reporting else True)
    try:
        if whole and _written(request, visit, form, reporting=reporting):
            return _done(request, visit, reporting=reporting)
    except Stale as stale:
        return _conflict(request, visit, stale)
    if is_autosave(request):
        return HttpResponse(_("Not sent: some points or words need a change."), status=REFUSED)
    return render(request, "studios/visit/visit.html", _shown(visit, form), status=form_status(request, refused=True))


def _written(request: HttpRequest, visit: SiteVisit, form: VisitForm, *, reporting: bool) -> bool:
    """Photos first: they stay whatever becomes of the rest; then draft or report."""
    try:
        for upload in request.FILES.getlist("photos"):
            add_photo(visit, stream=upload.file, name=upload.name, by=request.user)
        act = report_visit if reporting else save_visit
        made = act(visit, form.seen, by=request.user, version=form.cleaned_data["version"])
    except Stale:
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    visit.version = made.version
    return True


def _done(request: HttpRequest, visit: SiteVisit, *, reporting: bool) -> HttpResponse:
    if is_autosave(request):
        words = _("%(time)s sent") % {"time": f"{localtime(clock.now()):%H:%M}"}
        answer = HttpResponse(format_html("{}{}", icon(name="cloud-check"), words))
        answer["X-Version"] = str(visit.version)
        return answer
    messages.success(request, _("The visit is reported.") if reporting else _("Saved."))
    return redirect("visit", visit.pk)


def _conflict(request: HttpRequest, visit: SiteVisit, stale: Stale) -> HttpResponse:
    """409: what is there now stands beside what was typed, and only a second save replaces it."""
    visit = own_visit(request, visit.pk)
    if is_autosave(request):
        facts = {"visit": visit, "reason": stale.message}
        return render(request, "studios/visit/conflict.html", facts, status=409)
    sheet = visit_sheet(visit)
    again = VisitForm(request.POST.copy(), visit=visit, sheet=sheet)
    again.data["version"], again.data["rubric"] = visit.version, again.initial["rubric"] or ""
    found = _shown(visit, again) | {"reason": stale.message, "stored": sheet}
    return render(request, "studios/visit/visit.html", found, status=409)


@require_POST
@audience(SIGNED_IN)
def visit_photos(request: HttpRequest, pk: int) -> HttpResponse:
    """One photo sent by the script: its line in the list, or 422 with the reason in words."""
    found = own_visit(request, pk)
    upload = request.FILES.get("photos")
    if upload is None:
        return HttpResponse(_("Choose a file."), status=REFUSED)
    try:
        kept = add_photo(found, stream=upload.file, name=upload.name, by=request.user)
    except (Refusal, ValidationError) as refusal:
        words = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        return HttpResponse(words, status=REFUSED, content_type="text/plain; charset=utf-8")
    return render(request, "studios/visit/photo.html", {"file": photo_row(found, kept)})


def _photo(visit: SiteVisit, file: int) -> Attachment:
    return get_object_or_404(photos_of(visit), pk=file)


@require_safe
@audience(SIGNED_IN)
def visit_photo(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A photo drawn anew without metadata, for the team and the naming union's desks."""
    rows = SiteVisit.objects.visible_to(request.user).select_related("application__call")
    kept = _photo(get_object_or_404(rows, pk=pk), file)
    if not full_path(kept).is_file():
        raise Http404
    return sealed(HttpResponse(picture_of(kept, 1), content_type="image/webp"))


@require_http_methods(["GET", "POST"])
@audience(SIGNED_IN)
def visit_photo_remove(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Ask, then take a photo out."""
    found = own_visit(request, pk)
    photo = _photo(found, file)
    if request.method == "GET":
        return render(request, "studios/visit/remove.html", {"visit": found, "photo": photo})
    remove_photo(found, photo, by=request.user)
    messages.success(request, _("The photo was removed."))
    return redirect("visit", pk)
