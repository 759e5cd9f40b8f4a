"""The way from the desk to one's own help."""

from django.urls import path

from studios.views.desk import help_pages

urlpatterns = [path("desk/help/", help_pages.own, name="help")]
