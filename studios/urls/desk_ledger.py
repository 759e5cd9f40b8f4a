"""Addresses of the ledger's import."""

from django.urls import path

from studios.views.desk import ledger

urlpatterns = [
    path("desk/ledger/", ledger.upload_ledger, name="ledger_upload"),
    path("desk/ledger/<int:pk>/", ledger.check_ledger, name="ledger_check"),
    path("desk/ledger/<int:pk>/faults.csv", ledger.download_faults, name="ledger_faults"),
    path("desk/ledger/<int:pk>/apply/", ledger.apply_ledger, name="ledger_apply"),
]
