"""Public addresses of the help."""

from django.urls import path

from studios.views.public import help_pages

urlpatterns = [
    path("help/", help_pages.overview, name="help_overview"),
    path("help/<slug:slug>/", help_pages.page, name="help_page"),
]
