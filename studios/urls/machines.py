"""Addresses for machines: one for both languages."""

from django.urls import path, re_path

from studios.exports.open_data import TABLES, VERSION
from studios.exports.open_tables import FORMATS
from studios.exports.sitemap import PAGES
from studios.queries.sitemap import KINDS
from studios.views.public import machines, open_data

urlpatterns = [
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    re_path(
        rf"^sitemap/(?P<name>{'|'.join((PAGES, *KINDS))})-(?P<part>\d{{1,9}})\.xml$",
        machines.sitemap_part,
        name="sitemap_part",
    ),
    path(f"open-data/{VERSION}/index.json", open_data.open_data_index, name="open_data_index"),
    re_path(
        rf"^open-data/{VERSION}/(?P<key>{'|'.join(TABLES)})\.(?P<form>{'|'.join(FORMATS)})$",
        open_data.open_data_file,
        name="open_data_file",
    ),
]
