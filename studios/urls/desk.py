"""Addresses of those who are signed in."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("studios.urls.desk_applications")),
    path("", include("studios.urls.desk_cases")),
    path("", include("studios.urls.desk_ledger")),
]
