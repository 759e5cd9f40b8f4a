"""Public addresses, Chinese without prefix, English under /en/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
