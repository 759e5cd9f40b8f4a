"""Addresses of what the public searched."""

from django.urls import path

from studios.views.desk import search_misses

urlpatterns = [
    path("desk/searches/", search_misses.search_misses, name="search_misses"),
]
