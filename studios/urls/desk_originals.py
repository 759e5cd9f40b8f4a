"""Addresses of paper originals. They stand before those of the steps of a case, which would take any word."""

from django.urls import path

from studios.views.desk import originals

urlpatterns = [
    path("desk/originals/", originals.originals, name="originals"),
    path("desk/cases/<str:number>/originals/", originals.receive, name="case_originals"),
    path("desk/cases/<str:number>/originals/<int:row>/correct/", originals.correct, name="case_original_correct"),
]
