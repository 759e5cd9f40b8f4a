"""Addresses of pictures: the same in both languages."""

from django.urls import re_path

from studios.views.public import pictures

urlpatterns = [
    re_path(r"^pictures/(?P<code>[0-9a-f]{32})-(?P<width>\d{2,4})\.webp$", pictures.picture, name="picture"),
]
