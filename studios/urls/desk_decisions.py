"""Addresses of decisions."""

from django.urls import path

from studios.views.desk import decisions

urlpatterns = [
    path("desk/decisions/", decisions.decisions, name="decisions"),
    path("desk/decisions/<int:pk>/", decisions.decision, name="decision"),
    path("desk/decisions/<int:pk>/revoke/", decisions.revoke, name="decision_revoke"),
    path("desk/decisions/<int:pk>/paper/", decisions.paper, name="decision_paper"),
    path("desk/calls/<int:call>/name/", decisions.name, name="call_name"),
    path("desk/designations/<int:pk>/plaque-returned/", decisions.plaque_returned, name="plaque_returned"),
]
