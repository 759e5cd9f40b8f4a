"""Public addresses of the search, and of what was found as a sheet and a feed."""

from django.urls import path

from studios.views import searching
from studios.views.public import studio_exports, suggestions

urlpatterns = [
    path("search/", searching.search, name="search"),
    path("search/suggest/", suggestions.suggest, name="search_suggest"),
    path("studios.csv", studio_exports.sheet, name="studios_sheet"),
    path("studios.atom", studio_exports.feed, name="studios_feed"),
]
