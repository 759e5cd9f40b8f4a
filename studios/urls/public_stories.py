"""Addresses of the library, its feed, the page of a story and the history of the movement."""

from django.urls import path, re_path

from studios.views.public import stories

urlpatterns = [
    path("stories/", stories.stories, name="stories"),
    path("stories.atom", stories.feed, name="stories_feed"),
    re_path(r"^stories/(?P<pk>\d{1,18})/$", stories.story, name="story"),
    re_path(r"^stories/(?P<pk>\d{1,18})/calendar/$", stories.calendar, name="story_calendar"),
    path("history/", stories.history, name="movement_history"),
]
