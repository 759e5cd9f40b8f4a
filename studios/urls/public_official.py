"""Public addresses of official pages, and of what the site says about itself."""

from django.urls import path, re_path

from studios.views.public import calls, decisions, open_data, statements, statistics

urlpatterns = [
    re_path(r"^calls/(?P<pk>\d{1,18})/calendar/$", calls.call_calendar, name="call_calendar"),
    path("notices/feed/", decisions.feed, name="papers_feed"),
    path("decisions/", decisions.decisions, name="public_decisions"),
    re_path(r"^decisions/(?P<pk>\d{1,18})/file/$", decisions.decision_file, name="public_decision_file"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/<slug:key>.csv", statistics.statistics_sheet, name="statistics_sheet"),
    path("open-data/", open_data.open_data, name="open_data"),
    path("sitemap/", statements.site_map, name="site_map"),
]
