"""Stories at the desk: the lists, a new one, its page with preview, the editor, the text from Word, the programme."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.site_meetings import save_meeting
from studios.actions.stories import begin_story, save_story, take_over_word
from studios.actions.story_rows import NOT_WRITING
from studios.choices.showcase import StoryKind
from studios.filters.stories import StoryFilter
from studios.forms.site_meetings import MeetingEditor
from studios.forms.stories import NewStoryForm, StoryForm, WordForm
from studios.models import Story
from studios.permissions import keeps_story
from studios.queries.pictures import pictures_of
from studios.queries.stories import is_editable, open_steps, with_desk_parts, with_page_parts
from studios.ui.bulk.lists import bulk_of
from studios.ui.stories import StoryView
from studios.values.uploads.word import WordText
from studios.views.desk.rubrics import more_rows
from unions.choices.people import Role
from unions.errors import Forbidden
from unions.forms.refusals import attempt, refusals_on
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing

CASES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
WRITERS = (Role.CLERK, Role.CHAIR)
COLUMNS = [
    Column(
        key="title",
        label=gettext_lazy("Title"),
        value=lambda s: s.title,
        sort="title",
        link=lambda s: s.get_desk_url(),
        sub=lambda s: _("Correction of a published story") if s.corrects_id else "",
    ),
    Column(key="kind", label=gettext_lazy("Kind"), value=lambda s: StoryKind(s.kind).label, sort="kind"),
    Column(key="state", label=gettext_lazy("State"), value=lambda s: s.standing, kind="state", sort="state"),
    Column(key="union", label=gettext_lazy("Union"), value=lambda s: s.union.name, sort="union__name"),
    Column(key="begun_by", label=gettext_lazy("Begun by"), value=lambda s: str(s.made_by or ""), sort="made_by__name"),
    Column(
        key="changed", label=gettext_lazy("Changed"), value=lambda s: s.changed_at, kind="moment", sort="changed_at"
    ),
    Column(
        key="published",
        label=pgettext_lazy("story", "Published"),
        value=lambda s: s.published_at,
        kind="moment",
        sort="published_at",
    ),
    Column(key="author", label=gettext_lazy("Author"), value=lambda s: s.author, sort="author", is_default=False),
]


@require_safe
@audience(*CASES)
def stories(request: HttpRequest) -> HttpResponse:
    """Every story in sight."""
    return _answer(request, stories_listing(request))


@require_safe
@audience(*WRITERS)
def to_check(request: HttpRequest) -> HttpResponse:
    """Stories that wait for this account's check."""
    return _answer(request, to_check_listing(request))


@require_safe
@audience(*WRITERS)
def to_revise(request: HttpRequest) -> HttpResponse:
    """Stories that came back to this account."""
    return _answer(request, _listing(request, Story.objects.to_revise_by(request.user), _("Stories to revise")))


def stories_listing(request: HttpRequest) -> Listing:
    """Every story in sight."""
    listing = _listing(request, Story.objects.visible_to(request.user), pgettext_lazy("desk", "Stories"))
    listing.bulk = bulk_of(listing.key, request.user)
    return listing


def to_check_listing(request: HttpRequest) -> Listing:
    """Stories that wait for this account's check; their selection is one of its own."""
    rows = Story.objects.to_check_by(request.user)
    listing = _listing(request, rows, _("Stories to check"), key="stories_to_check")
    listing.bulk = bulk_of(listing.key, request.user)
    return listing


def _listing(request: HttpRequest, rows: QuerySet[Story], title: Any, *, key: str = "stories") -> Listing:
    return Listing(
        request,
        rows,
        COLUMNS,
        key=key,
        default_sort="-changed",
        filterset=StoryFilter,
        title=title,
        empty=_("No story here yet."),
        related=with_desk_parts,
    )


def _answer(request: HttpRequest, listing: Listing) -> HttpResponse:
    if listing.wants_sheet:
        return listing.sheet()
    may_write = bool(request.user.scope.union_ids(*WRITERS))
    return render(
        request, "studios/story/list.html", {"listing": listing, "title": listing.title, "may_write": may_write}
    )


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a story."""
    form = NewStoryForm(posted(request), by=request.user)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        if made := attempt(form, lambda: begin_story(said["union"], by=request.user, **_named(said))):
            return redirect("story_meeting" if made.kind == StoryKind.SITE_MEETING else "story_edit", made.pk)
    return render(request, "studios/story/new.html", {"form": form}, status=form_status(request, refused=form.errors))


def _named(said: dict[str, Any]) -> dict[str, str]:
    return {"kind": said["kind"], "title": said["title"]}


def find_story(request: HttpRequest, pk: int) -> Story:
    """A story in scope, with all that its page shows."""
    rows = with_page_parts(with_desk_parts(Story.objects.visible_to(request.user)))
    return get_object_or_404(rows.select_related("checked_by", "word", "meeting"), pk=pk)


def written_story(request: HttpRequest, pk: int) -> Story:
    """The same for those who write it; 403 with the reason for others."""
    found = find_story(request, pk)
    if not keeps_story(request.user, found):
        raise Forbidden(NOT_WRITING)
    return found


def view_of(story: Story) -> StoryView:
    """The story as it will be shown; a correction comes with the pictures that are there already."""
    before = pictures_of(story.corrects).exclude(widths=[]) if story.corrects else ()
    return StoryView(story, list(before))


@require_safe
@audience(*CASES)
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """A story with its state, what may be done, and the text as the public reads it."""
    found = find_story(request, pk)
    context = {
        "story": found,
        "view": view_of(found),
        "may_keep": keeps_story(request.user, found),
        "steps": open_steps(found, request.user),
        "may_edit": is_editable(found, request.user),
        "may_correct": found.published_at is not None and keeps_story(request.user, found),
        "pending": found.corrections.first(),
        "writers": list(found.writers.all()),
    }
    return render(request, "studios/story/story.html", context)


@require_safe
@audience(*CASES)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The public page of a story before anybody else sees it."""
    found = find_story(request, pk)
    return render(request, "studios/public/story.html", {"story": found, "view": view_of(found), "is_preview": True})


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the text and what stands around it; looking for studios judges nothing."""
    found = written_story(request, pk)
    form = _story_form(request, found)
    if form.is_bound and form.is_valid() and _save(request, found, form):
        messages.success(request, _("Saved."))
        return redirect(found.get_desk_url())
    context = {"story": found, "form": form, "word_form": WordForm(story=found)}
    return render(request, "studios/story/edit.html", context, status=form_status(request, refused=form.errors))


def _story_form(request: HttpRequest, story: Story) -> StoryForm:
    as_text = "text" in request.POST or request.GET.get("as") == "text"
    if "look" in request.POST:
        return StoryForm(story=story, shown=request.POST, as_text=as_text)
    return StoryForm(posted(request), story=story, as_text=as_text)


def _save(request: HttpRequest, story: Story, form: StoryForm) -> Any:
    revision = form.cleaned_data["revision"]
    return attempt(form, lambda: save_story(story, by=request.user, text=form.values, revision=revision))


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the text from a Word file."""
    found = written_story(request, pk)
    form = WordForm(posted(request), request.FILES or None, story=found)
    if form.is_bound and form.is_valid():
        with refusals_on(form, file_field="file"):
            text = _take_over(request, found, form)
            _say_what_is_missing(request, text)
            return redirect(found.get_desk_url())
    context = {"story": found, "form": form}
    return render(request, "studios/story/word.html", context, status=form_status(request, refused=form.errors))


def _take_over(request: HttpRequest, story: Story, form: WordForm) -> WordText:
    file, revision = form.cleaned_data["file"], form.cleaned_data["revision"]
    return take_over_word(story, by=request.user, stream=file, name=file.name, revision=revision)


def _say_what_is_missing(request: HttpRequest, text: WordText) -> None:
    messages.success(request, _("The text was taken over. Compare it with the file below."))
    if number := text.pictures:
        words = ngettext(
            "%(n)s picture was left out: add it below.", "%(n)s pictures were left out: add them below.", number
        )
        messages.warning(request, words % {"n": number})
    if text.has_more:
        messages.warning(request, _("Formulas or charts were left out: say in words what they show."))


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Date, place, programme and route of a site meeting."""
    found = get_object_or_404(Story.objects.filter(kind=StoryKind.SITE_MEETING), pk=written_story(request, pk).pk)
    sent = more_rows(request) if request.method == "POST" else None
    editor = MeetingEditor(sent, found)
    if sent and "add" not in request.POST and editor.is_valid():
        revision = editor.form.cleaned_data["revision"]
        if attempt(editor.form, lambda: save_meeting(found, by=request.user, facts=editor.facts, revision=revision)):
            messages.success(request, _("Saved."))
            return redirect(found.get_desk_url())
    context = {"story": found, "editor": editor}
    return render(request, "studios/story/meeting.html", context)
