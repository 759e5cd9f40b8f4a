"""Addresses of those who are signed in."""

from django.urls import URLPattern, URLResolver, include, path

from studios.views.desk import history

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("studios.urls.desk_applications")),
    path("", include("studios.urls.desk_board")),
    path("", include("studios.urls.desk_calls")),
    path("", include("studios.urls.desk_originals")),
    path("", include("studios.urls.desk_cases")),
    path("", include("studios.urls.desk_decisions")),
    path("", include("studios.urls.desk_help")),
    path("", include("studios.urls.desk_ledger")),
    path("", include("studios.urls.desk_letters")),
    path("", include("studios.urls.desk_lists")),
    path("", include("studios.urls.desk_notices")),
    path("", include("studios.urls.desk_paper_sheets")),
    path("", include("studios.urls.desk_packages")),
    path("", include("studios.urls.desk_panels")),
    path("", include("studios.urls.desk_papers")),
    path("", include("studios.urls.desk_pictures")),
    path("", include("studios.urls.desk_profile")),
    path("", include("studios.urls.desk_quotas")),
    path("", include("studios.urls.desk_register")),
    path("", include("studios.urls.desk_rubrics")),
    path("", include("studios.urls.desk_search")),
    path("", include("studios.urls.desk_stories")),
    path("", include("studios.urls.desk_visits")),
    path("", include("studios.urls.review")),
    path("", include("studios.urls.visits")),
    path("desk/history/<slug:noun>/<int:pk>/", history.history, name="studio_history"),
    # Last: the address of a case on the workbench would take any word after the seat.
    path("", include("studios.urls.review_bench")),
]
