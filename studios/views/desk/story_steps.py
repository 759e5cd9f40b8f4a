"""What is done with a story: sent, taken back, returned, published, archived, dropped, corrected."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from studios.actions.stories import (
    archive_story,
    discard_story,
    publish_story,
    return_story,
    revise_story,
    submit_story,
    take_back_story,
)
from studios.actions.story_corrections import begin_correction
from studios.choices.stories import StoryStep
from studios.forms.stories import StoryStepForm
from studios.ui.stories import STEP_WORDS
from studios.views.desk.stories import WRITERS, find_story, written_story
from unions.forms.refusals import attempt
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience

ACTIONS: dict[str, Callable[..., Any]] = {
    StoryStep.SUBMIT: submit_story,
    StoryStep.TAKE_BACK: take_back_story,
    StoryStep.RETURN: return_story,
    StoryStep.REVISE: revise_story,
    StoryStep.PUBLISH: publish_story,
    StoryStep.ARCHIVE: archive_story,
}


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask, then take a step."""
    if name not in ACTIONS:
        raise Http404
    found, chosen = find_story(request, pk), StoryStep(name)
    form = StoryStepForm(posted(request), story=found, needs_note=chosen.needs_note)
    if form.is_bound and form.is_valid():
        act = dict(form.cleaned_data)
        if made := attempt(form, lambda: ACTIONS[chosen](found, by=request.user, **act)):
            messages.success(request, STEP_WORDS[chosen].done)
            return redirect(made.get_desk_url())
    context = {"story": found, "form": form, "words": STEP_WORDS[chosen], "step": chosen}
    return render(request, "studios/story/step.html", context, status=form_status(request, refused=form.errors))


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then drop a draft."""
    found = written_story(request, pk)
    form = StoryStepForm(posted(request), story=found)
    if form.is_bound and form.is_valid():
        discard_story(found, by=request.user, revision=form.cleaned_data["revision"])
        messages.success(request, _("The draft was dropped."))
        return redirect("desk_stories")
    context = {"story": found, "form": form, "words": STEP_WORDS["discard"]}
    return render(request, "studios/story/step.html", context, status=form_status(request, refused=form.errors))


@require_POST
@audience(*WRITERS)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a correction, or go on with the one that is under way."""
    made = begin_correction(written_story(request, pk), by=request.user)
    return redirect("story_edit", made.pk)
