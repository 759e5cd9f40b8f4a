"""Addresses of quotas and recommendation summaries."""

from django.urls import path

from studios.views.desk import quotas

urlpatterns = [
    path("desk/calls/<int:pk>/quotas/", quotas.quotas, name="call_quotas"),
    path("desk/calls/<int:pk>/quotas/edit/", quotas.edit, name="call_quotas_edit"),
    path("desk/calls/<int:pk>/quotas/paste/", quotas.paste, name="call_quotas_paste"),
    path("desk/quotas/<int:pk>/", quotas.quota, name="quota"),
    path("desk/quotas/<int:pk>/grant/", quotas.grant, name="quota_grant"),
]
