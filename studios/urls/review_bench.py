"""Addresses of an expert's workbench; the case comes last, for its number could be any word."""

from django.urls import path

from studios.views.review import aside, files, queue, summary, workbench

ONE = "review/<int:seat>/<str:number>/"

urlpatterns = [
    path("review/<int:seat>/", queue.queue, name="review_queue"),
    path("review/<int:seat>/summary/", summary.summary, name="review_summary"),
    path(ONE, workbench.case, name="review_case"),
    path(f"{ONE}recusal/", aside.aside, name="review_aside"),
    path(f"{ONE}files/<int:pk>/", files.download, name="review_file"),
    path(f"{ONE}files/<int:pk>/<int:page>.webp", files.preview, name="review_page"),
]
