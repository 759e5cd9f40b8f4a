"""Addresses for machines: one for both languages."""

from django.urls import path, re_path

from studios.exports.sitemap import PAGES
from studios.queries.sitemap import KINDS
from studios.views.public import machines

urlpatterns = [
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    re_path(
        rf"^sitemap/(?P<name>{'|'.join((PAGES, *KINDS))})-(?P<part>\d{{1,9}})\.xml$",
        machines.sitemap_part,
        name="sitemap_part",
    ),
]
