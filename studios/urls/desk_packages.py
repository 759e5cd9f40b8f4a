"""Addresses of packages for the archive."""

from django.urls import path

from studios.views.desk import packages

urlpatterns = [
    path("desk/calls/<int:pk>/package/", packages.of_call, name="call_package"),
    path("desk/packages/<int:pk>/", packages.package, name="package"),
    path("desk/packages/<int:pk>/fetch/", packages.fetch, name="package_fetch"),
]
