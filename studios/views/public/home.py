"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studios.queries.notices import current_notices, running_in_public
from studios.queries.profile import newest_methods, public_decisions
from studios.queries.showcase import busiest_groups, calls_taking_applications, cards, headline_figures, newest_ids
from studios.queries.stories import latest_stories
from studios.ui.freshness import revalidated
from studios.ui.notices import lineup
from studios.ui.showcase import Card, ResultView
from studios.ui.stories import StoryRow
from unions.ui.audience import audience

NEW_STUDIOS = 6
METHODS = 3
LATEST_STORIES = 4
LATEST_NOTICES = 5
LATEST_DECISIONS = 5
OPEN_CALLS = 3
RUNNING_NOTICES = 3
SHORTCUTS = 5


@require_safe
@audience("public")
@revalidated
def home(request: HttpRequest) -> HttpResponse:
    """Headline, search, figures, running notices, open calls, new studios, methods, stories, notices, decisions."""
    found = {
        "figures": headline_figures(request.mark),
        "shortcuts": busiest_groups(SHORTCUTS),
        "notices": lineup(list(running_in_public()[:RUNNING_NOTICES])),
        "calls": calls_taking_applications()[:OPEN_CALLS],
        "cards": [Card(studio) for studio in cards(newest_ids(NEW_STUDIOS))],
        "methods": [ResultView(result) for result in newest_methods(METHODS)],
        "stories": [StoryRow(story) for story in latest_stories(LATEST_STORIES)],
        "latest_notices": current_notices().order_by("-published_on", "-pk")[:LATEST_NOTICES],
        "decisions": public_decisions()[:LATEST_DECISIONS],
    }
    return render(request, "studios/public/home.html", found)
