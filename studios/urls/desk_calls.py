"""Addresses of the call editor."""

from django.urls import path

from studios.views.desk import call_rows, calls, year_roll

urlpatterns = [
    path("desk/calls/", calls.calls, name="calls"),
    path("desk/calls/new/", calls.new, name="call_new"),
    path("desk/calls/<int:pk>/", calls.overview, name="call_edit"),
    path("desk/calls/<int:pk>/wording/", calls.wording, name="call_wording"),
    path("desk/calls/<int:pk>/dates/", calls.dates, name="call_dates"),
    path("desk/calls/<int:pk>/opinions/", call_rows.opinions, name="call_opinions"),
    path("desk/calls/<int:pk>/slots/", call_rows.slots, name="call_slots"),
    path("desk/calls/<int:pk>/rules/", call_rows.rules, name="call_rules"),
    path("desk/calls/<int:pk>/extend/", calls.extend, name="call_extend"),
    path("desk/calls/<int:pk>/copy/", year_roll.copy, name="call_copy"),
    path("desk/calls/<int:pk>/wipe/", year_roll.wipe, name="call_wipe"),
    path("desk/calls/<int:pk>/open/", calls.open_, name="call_open"),
    path("desk/calls/<int:pk>/close/", calls.close, name="call_close"),
]
