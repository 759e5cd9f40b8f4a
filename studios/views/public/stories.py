"""The library of stories, one of them, a coming site meeting for the calendar, and the history of the movement."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studios.exports import calendars, story_feed
from studios.filters.stories import Shelf
from studios.models import Story
from studios.queries.stories import coming_meetings, history_stories, story_page
from studios.ui.freshness import revalidated
from studios.ui.share import share_of_story
from studios.ui.stories import StoryRow, StoryView
from unions.ui.audience import audience

PAGE_SIZE = 12
COMING = 3


@require_safe
@audience("public")
@revalidated
def stories(request: HttpRequest) -> HttpResponse:
    """Published stories: words, kind, year and page are in the address."""
    shelf = Shelf(request.GET)
    page = Paginator(shelf.stories, PAGE_SIZE).get_page(request.GET.get("page"))
    shows_coming = page.number == 1 and not (shelf.q or shelf.year) and shelf.kind in ("", "site_meeting")
    coming = list(coming_meetings()[:COMING]) if shows_coming else []
    found = {"shelf": shelf, "page": page, "rows": [StoryRow(story) for story in page], "coming": coming}
    return render(request, "studios/public/stories.html", found)


@require_safe
@audience("public")
@revalidated
def feed(request: HttpRequest) -> HttpResponse:
    """The newest stories that fit the address."""
    shelf = Shelf(request.GET)
    absolute = request.build_absolute_uri
    content = story_feed.atom(
        shelf.stories[: story_feed.ENTRIES],
        title=shelf.kind_label or _("Stories"),
        url=absolute(reverse("stories") + shelf.url()),
        feed_url=absolute(request.get_full_path()),
        absolute=absolute,
    )
    return HttpResponse(content, content_type=story_feed.MIME)


def found_story(pk: str) -> Story:
    """A story that the public may read, or 404."""
    if (found := story_page(pk)) is None:
        raise Http404
    return found


@require_safe
@audience("public")
@revalidated
def story(request: HttpRequest, pk: str) -> HttpResponse:
    """The text, what it tells of, and for a site meeting its programme and route."""
    view = StoryView(found_story(pk))
    found = {"story": view.story, "view": view, "share": share_of_story(view)}
    return render(request, "studios/public/story.html", found)


@require_safe
@audience("public")
@revalidated
def calendar(request: HttpRequest, pk: str) -> HttpResponse:
    """A coming site meeting as a calendar entry."""
    view = StoryView(found_story(pk))
    if not view.is_coming:
        raise Http404
    url = request.build_absolute_uri(view.story.get_absolute_url())
    answer = HttpResponse(calendars.calendar_entry(view, url=url, host=request.get_host()), content_type=calendars.MIME)
    answer["Content-Disposition"] = f'attachment; filename="site-meeting-{view.story.pk}.ics"'
    return answer


@require_safe
@audience("public")
@revalidated
def history(request: HttpRequest) -> HttpResponse:
    """Where the studios come from: facts in order, and the stories about them."""
    return render(request, "studios/public/history.html", {"stories": [StoryRow(story) for story in history_stories()]})
