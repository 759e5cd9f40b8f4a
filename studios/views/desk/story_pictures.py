"""Pictures of a story: added and framed while it is written, deleted at any time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studios.actions.pictures import remove_picture
from studios.forms.pictures import FrameForm, StoryPictureForm
from studios.forms.stories import StoryStepForm
from studios.models import Picture, Story
from studios.queries.pictures import pictures_of
from studios.queries.stories import is_editable
from studios.ui.stories import STEP_WORDS
from studios.views.desk.pictures import is_added
from studios.views.desk.stories import WRITERS, written_story
from unions.forms.refusals import refusals_on
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """The pictures of a story, and the form to add one while it may be written."""
    found = written_story(request, pk)
    form = StoryPictureForm(posted(request), request.FILES or None, story=found)
    if form.is_bound and is_added(request, form):
        messages.success(request, _("The picture was added. It shows with the story."))
        return redirect("story_pictures", pk)
    page = {"story": found, "form": form, "pictures": pictures_of(found), "may_add": is_editable(found, request.user)}
    status = form_status(request, refused=form.is_bound)
    return render(request, "studios/story/pictures.html", page, status=status)


def _own_picture(story: Story, row: int) -> Picture:
    found = get_object_or_404(pictures_of(story), pk=row)
    found.story = story
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def change(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Words and frame of a picture."""
    found = written_story(request, pk)
    picture = _own_picture(found, row)
    form = FrameForm(posted(request), picture=picture)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            form.save(by=request.user)
            messages.success(request, _("Saved."))
            return redirect("story_pictures", pk)
    page = {"form": form, "picture": picture, "story": found, "then": reverse("story_pictures", args=[pk])}
    return render(request, "studios/pictures/frame.html", page, status=form_status(request, refused=form.is_bound))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def remove(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Ask, then delete a picture."""
    found = written_story(request, pk)
    picture = _own_picture(found, row)
    form = StoryStepForm(posted(request), story=found)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            remove_picture(picture, by=request.user)
            messages.success(request, STEP_WORDS["remove_picture"].done)
            return redirect("story_pictures", pk)
    page = {"story": found, "form": form, "words": STEP_WORDS["remove_picture"], "about": picture.alt}
    return render(request, "studios/story/step.html", page, status=form_status(request, refused=form.errors))
