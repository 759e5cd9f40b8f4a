"""Pictures of a studio: added and cut by its unit, published by the union above."""

from collections.abc import Callable

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.pictures import publish_picture, remove_picture, withdraw_picture
from studios.forms.pictures import FrameForm, NewPictureForm, PictureForm
from studios.models import Picture, Studio
from studios.permissions import keeps_studio, may_publish_page, publishing_union
from studios.queries.pictures import pictures_of, preview_file
from studios.ui.nouns import WORDS
from studios.ui.sealed import sealed
from studios.views.desk.register_forms import CASES
from unions.choices.people import DESK_ROLES
from unions.errors import Forbidden, Refusal
from unions.forms.refusals import refusals_on
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience


def readable_studio(request: HttpRequest, pk: int) -> Studio:
    """A studio whose register this account may read, or 404."""
    rows = Studio.objects.readable_by(request.user).select_related("union__parent", "kind")
    return get_object_or_404(rows, pk=pk)


def own_picture(request: HttpRequest, pk: int, row: int) -> Picture:
    """A picture of a studio that the account may read, with what it belongs to; else 404."""
    studio = readable_studio(request, pk)
    found = get_object_or_404(pictures_of(studio), pk=row)
    found.studio = studio
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*CASES)
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """The pictures of a studio, with a form for those who add them."""
    studio = readable_studio(request, pk)
    may_keep = keeps_studio(request.user, studio)
    form = PictureForm(posted(request), request.FILES or None, studio=studio) if may_keep else None
    if request.method == "POST":
        if form is None:
            raise Forbidden(_("Pictures are added by those who keep the studio or write the story."))
        if is_added(request, form):
            messages.success(request, _("The picture was added. The union above publishes it."))
            return redirect("studio_pictures", pk)
    page = {
        "studio": studio,
        "form": form,
        "pictures": pictures_of(studio),
        "may_keep": may_keep,
        "may_publish": may_publish_page(request.user, studio),
        "publisher": publishing_union(studio),
    }
    status = form_status(request, refused=form and form.is_bound)
    return render(request, "studios/pictures/pictures.html", page, status=status)


def is_added(request: HttpRequest, form: NewPictureForm) -> bool:
    """Whether the form's picture was kept; else the form says why not."""
    if not form.is_valid():
        return False
    with refusals_on(form, file_field="file"):
        form.save(by=request.user)
        return True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*DESK_ROLES)
def change(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Words and frame of a picture."""
    found = own_picture(request, pk, row)
    if not (keeps_studio(request.user, found.studio) or may_publish_page(request.user, found.studio)):
        raise Forbidden(_("Pictures are added by those who keep the studio or write the story."))
    form = FrameForm(posted(request), picture=found)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            form.save(by=request.user)
            messages.success(request, _("Saved."))
            return redirect("studio_pictures", pk)
    page = {"form": form, "picture": found, "studio": found.studio, "then": reverse("studio_pictures", args=[pk])}
    page["leaves"] = found.is_public and not may_publish_page(request.user, found.studio)
    return render(request, "studios/pictures/frame.html", page, status=form_status(request, refused=form.is_bound))


@require_POST
@audience(*DESK_ROLES)
def publish(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Put the picture on the studio's page."""
    return _acted(request, own_picture(request, pk, row), publish_picture, _("The picture stands on the page now."))


@require_POST
@audience(*DESK_ROLES)
def withdraw(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Take the picture off the studio's page."""
    return _acted(request, own_picture(request, pk, row), withdraw_picture, _("The picture was taken off the page."))


def _acted(request: HttpRequest, found: Picture, action: Callable[..., object], done: str) -> HttpResponse:
    try:
        action(found, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, done)
    return redirect("studio_pictures", found.studio_id)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*DESK_ROLES)
def remove(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Ask, then delete the picture with its upload."""
    found = own_picture(request, pk, row)
    if request.method == "POST":
        return _acted(request, found, remove_picture, _("The picture was deleted."))
    page = {"studio": found.studio, "row": found, "words": WORDS["pictures"]}
    return render(request, "studios/register/delete.html", page | {"then": reverse("studio_pictures", args=[pk])})


@require_safe
@audience(*CASES)
def preview(request: HttpRequest, pk: str, width: str) -> HttpResponse:
    """A derivative for those who may see the studio or the story, published or not."""
    if (path := preview_file(request.user, int(pk), int(width))) is None:
        raise Http404
    return sealed(FileResponse(path.open("rb"), content_type="image/webp"))
