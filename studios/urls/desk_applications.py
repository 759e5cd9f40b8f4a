"""Addresses of my applications and of the application form."""

from django.urls import path

from studios.views.desk import application_form, files, form_files, my_applications

ONE = "desk/applications/<str:number>/"

urlpatterns = [
    path("desk/applications/", my_applications.cards, name="applications"),
    path("desk/applications/new/", my_applications.new, name="application_new"),
    path(f"{ONE}form/", application_form.task_list, name="application_form"),
    path(f"{ONE}form/check/", application_form.check_page, name="application_check"),
    path(f"{ONE}form/<slug:key>/", application_form.section_page, name="application_section"),
    path(f"{ONE}form/<slug:key>/files/", form_files.upload, name="application_upload"),
    path(f"{ONE}form.pdf", application_form.pdf, name="application_pdf"),
    path(f"{ONE}submit/", application_form.submit, name="application_submit"),
    path(f"{ONE}submitted/", application_form.submitted, name="application_submitted"),
    path(f"{ONE}discard/", my_applications.discard, name="application_discard"),
    path("desk/files/<int:pk>/", files.download, name="file"),
    path("desk/files/<int:pk>/<int:page>.webp", files.preview, name="file_preview"),
]
