"""Addresses of the ledger's import."""

from django.urls import path

from studios.views.desk import ledger

urlpatterns = [
    path("desk/ledger/", ledger.upload_ledger, name="ledger_upload"),
    path("desk/ledger/<int:pk>/", ledger.check_ledger, name="ledger_check"),
    path("desk/ledger/<int:pk>/columns/", ledger.ledger_columns, name="ledger_columns"),
    path("desk/ledger/<int:pk>/questions/", ledger.ledger_questions, name="ledger_questions"),
    path("desk/ledger/<int:pk>/faults.csv", ledger.download_faults, name="ledger_faults"),
    path("desk/ledger/<int:pk>/marked.xlsx", ledger.download_marked, name="ledger_marked"),
    path("desk/ledger/<int:pk>/apply/", ledger.apply_ledger, name="ledger_apply"),
    path("desk/ledger/<int:pk>/drop/", ledger.drop_ledger, name="ledger_drop"),
]
