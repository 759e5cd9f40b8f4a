"""Public addresses beside a studio's page."""

from django.urls import path

from studios.views.public import plaques

urlpatterns = [path("p/<str:code>/qr.svg", plaques.qr, name="plaque_qr")]
