"""Addresses of papers, templates, plaque orders and the report."""

from django.urls import path

from studios.views.desk import annual_ledger, paper_templates, papers, plaque_orders, report, single_papers

TEMPLATES = "desk/paper-templates/"

urlpatterns = [
    path("desk/calls/<int:pk>/report/", report.report, name="call_report"),
    path("desk/calls/<int:pk>/papers/", papers.papers, name="call_papers"),
    path("desk/calls/<int:pk>/papers/<slug:kind>/<int:subject>/", papers.write, name="call_write_paper"),
    path("desk/decisions/<int:pk>/plaques/", plaque_orders.orders, name="plaque_orders"),
    path("desk/plaque-orders/<int:pk>/receive/", plaque_orders.receive, name="plaque_order_receive"),
    path("desk/annual-ledger/", annual_ledger.annual_ledger, name="annual_ledger"),
    path("desk/studios/<int:pk>/profile/<slug:form>/", single_papers.profile, name="studio_profile"),
    path(TEMPLATES, paper_templates.templates, name="paper_templates"),
    path(f"{TEMPLATES}new/", paper_templates.upload, name="paper_template_new"),
    path(f"{TEMPLATES}<int:pk>/", paper_templates.template, name="paper_template"),
    path(f"{TEMPLATES}<int:pk>/preview/", paper_templates.preview, name="paper_template_preview"),
    path(f"{TEMPLATES}<int:pk>/retire/", paper_templates.retire, name="paper_template_retire"),
    path(f"{TEMPLATES}fields/<slug:kind>/", paper_templates.fields, name="paper_fields"),
    path(f"{TEMPLATES}default/<slug:kind>/", paper_templates.default, name="paper_default"),
]
