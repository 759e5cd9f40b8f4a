"""Addresses of paper score sheets and of files released to blind reviewers."""

from django.urls import path

from studios.views.desk import paper_sheets, releases

SHEETS = "desk/calls/<int:pk>/paper-sheets/"
FILES = "desk/calls/<int:pk>/blind-files/"

urlpatterns = [
    path(SHEETS, paper_sheets.sheets, name="call_paper_sheets"),
    path(f"{SHEETS}new/", paper_sheets.choose, name="call_paper_sheet_new"),
    path(f"{SHEETS}<int:assignment>/", paper_sheets.type_one, name="call_paper_sheet_type"),
    path(f"{SHEETS}<int:assignment>/confirm/", paper_sheets.confirm, name="call_paper_sheet_confirm"),
    path(f"{SHEETS}<int:assignment>/scan/", paper_sheets.scan, name="call_paper_sheet_scan"),
    path(f"{SHEETS}<int:assignment>/scan/<int:page>.webp", paper_sheets.scan_page, name="call_paper_sheet_scan_page"),
    path(FILES, releases.files, name="call_blind_files"),
    path(f"{FILES}<int:file>/", releases.release, name="call_blind_file"),
]
