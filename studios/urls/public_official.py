"""Public addresses of official pages, and of what the site says about itself."""

from django.urls import path

from studios.views.public import statements

urlpatterns = [
    path("sitemap/", statements.site_map, name="site_map"),
]
