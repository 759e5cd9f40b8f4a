"""Public addresses, Chinese without prefix, English under /en/."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from studios.views import intake
from studios.views.public import calls, decisions, home, notices, plaques, statements, studios

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("studios/", studios.studios, name="studios"),
    path("studios/<str:number>/", studios.studio, name="studio"),
    path("", include("studios.urls.public_results")),
    re_path(r"^decisions/(?P<pk>\d{1,18})/$", decisions.decision, name="public_decision"),
    path("notices/", notices.notices, name="notices"),
    re_path(r"^notices/(?P<pk>\d{1,18})/$", notices.notice, name="notice"),
    re_path(r"^notices/(?P<pk>\d{1,18})/objection/$", intake.objection, name="notice_objection"),
    path("objections/", notices.ask, name="objection_query"),
    path("objections/<str:code>/", notices.state, name="objection_state"),
    path("calls/", calls.calls, name="calls_public"),
    re_path(r"^calls/(?P<pk>\d{1,18})/$", calls.call, name="call"),
    path("p/", plaques.check, name="plaque_check"),
    path("p/<str:code>/", plaques.plaque, name="plaque"),
    path("privacy/", statements.privacy, name="privacy"),
    path("accessibility/", statements.accessibility, name="accessibility"),
    path("", include("studios.urls.public_help")),
    path("", include("studios.urls.public_official")),
    path("", include("studios.urls.public_profile")),
    path("", include("studios.urls.public_search")),
    path("", include("studios.urls.public_stories")),
]
