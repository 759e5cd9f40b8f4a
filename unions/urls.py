"""Addresses of sign-in, people and authority."""

from django.urls import path

urlpatterns = []
