"""Addresses for those who visit: their right comes from the team of each visit."""

from django.urls import path

from studios.views.review import visits

urlpatterns = [
    path("visits/", visits.visits, name="visits"),
    path("visits/<int:pk>/", visits.visit, name="visit"),
    path("visits/<int:pk>/photos/", visits.visit_photos, name="visit_photos"),
    path("visits/<int:pk>/photos/<int:file>/", visits.visit_photo, name="visit_photo"),
    path("visits/<int:pk>/photos/<int:file>/remove/", visits.visit_photo_remove, name="visit_photo_remove"),
]
