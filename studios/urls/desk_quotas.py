"""Addresses of quotas and recommendation summaries."""

from django.urls import path

from studios.views.desk import batches, quotas

urlpatterns = [
    path("desk/calls/<int:pk>/quotas/", quotas.quotas, name="call_quotas"),
    path("desk/calls/<int:pk>/quotas/edit/", quotas.edit, name="call_quotas_edit"),
    path("desk/calls/<int:pk>/quotas/paste/", quotas.paste, name="call_quotas_paste"),
    path("desk/quotas/<int:pk>/", quotas.quota, name="quota"),
    path("desk/quotas/<int:pk>/grant/", quotas.grant, name="quota_grant"),
    path("desk/calls/<int:pk>/batches/", batches.batches, name="call_batches"),
    path("desk/calls/<int:pk>/batches/new/", batches.start, name="call_batch_new"),
    path("desk/batches/<int:pk>/", batches.batch, name="batch"),
    path("desk/batches/<int:pk>/add/", batches.add, name="batch_add"),
    path("desk/batches/<int:pk>/lines/<int:row>/<slug:verb>/", batches.line, name="batch_line"),
    path("desk/batches/<int:pk>/hand-over/", batches.hand_over, name="batch_hand_over"),
    path("desk/batches/<int:pk>/discard/", batches.discard, name="batch_discard"),
]
