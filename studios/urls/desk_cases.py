"""Addresses of the to-do list and of cases."""

from django.urls import path

from studios.views.desk import case_forms, cases, packages, single_papers, stamped_scans, steps

urlpatterns = [
    path("desk/", cases.desk, name="desk"),
    path("desk/cases/", cases.cases, name="cases"),
    path("desk/cases/<str:number>/", cases.case, name="application"),
    path("desk/cases/<str:number>/versions/", cases.versions, name="case_versions"),
    path("desk/cases/<str:number>/forms/", case_forms.forms, name="case_forms"),
    path("desk/cases/<str:number>/forms/<int:row>/", case_forms.fill, name="case_form_fill"),
    path("desk/cases/<str:number>/package/", packages.of_case, name="case_package"),
    path("desk/cases/<str:number>/reveal/", cases.reveal, name="case_reveal"),
    path("desk/cases/<str:number>/conditions/<slug:form>/", single_papers.conditions, name="case_conditions"),
    path("desk/cases/<str:number>/conditions/<int:row>/look/", cases.look, name="case_look"),
    path("desk/cases/<str:number>/conditions/<int:row>/waive/", cases.waive, name="case_waive"),
    path("desk/cases/<str:number>/scans/", stamped_scans.add, name="case_scans"),
    path("desk/cases/<str:number>/scans/<int:row>/compare/", stamped_scans.compare, name="case_scan_compare"),
    path("desk/cases/<str:number>/<slug:step>/", steps.take_step, name="case_step"),
]
