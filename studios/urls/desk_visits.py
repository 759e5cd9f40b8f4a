"""Addresses of site visits and departmental reviews at the desk."""

from django.urls import path

from studios.views.desk import consultations, visits

urlpatterns = [
    path("desk/calls/<int:pk>/visits/", visits.call_visits, name="call_visits"),
    path("desk/calls/<int:pk>/visits/plan/", visits.call_visits_plan, name="call_visits_plan"),
    path("desk/calls/<int:pk>/visits/print/", visits.call_visits_print, name="call_visits_print"),
    path("desk/calls/<int:pk>/visits/close/", visits.call_visits_close, name="call_visits_close"),
    path("desk/visits/<int:pk>/", visits.desk_visit, name="desk_visit"),
    path("desk/visits/<int:pk>/change/", visits.desk_visit_change, name="desk_visit_change"),
    path("desk/visits/<int:pk>/cancel/", visits.desk_visit_cancel, name="desk_visit_cancel"),
    path("desk/calls/<int:pk>/consultations/", consultations.call_consultations, name="call_consultations"),
    path(
        "desk/calls/<int:pk>/consultations/send/", consultations.call_consultations_send, name="call_consultations_send"
    ),
    path("desk/consultations/<int:pk>/", consultations.consultation, name="consultation"),
    path("desk/consultations/<int:pk>/reply/", consultations.consultation_reply, name="consultation_reply"),
    path("desk/consultations/<int:pk>/take-back/", consultations.reply_take_back, name="consultation_take_back"),
    path("desk/consultations/<int:pk>/csv/", consultations.consultation_csv, name="consultation_csv"),
    path("desk/consultations/<int:pk>/print/", consultations.consultation_print, name="consultation_print"),
    path("desk/findings/<int:pk>/settle/", consultations.finding_settle, name="finding_settle"),
]
