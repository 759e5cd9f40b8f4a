"""Addresses of lists as a whole: edited in a sheet, acted on by selection."""

from django.urls import path

from studios.views.desk import list_edits, list_selections, personal_exports

EDIT = "desk/edit/<slug:key>/"

urlpatterns = [
    path(EDIT, list_edits.list_edit, name="list_edit"),
    path(f"{EDIT}sheet/", list_edits.list_edit_sheet, name="list_edit_sheet"),
    path(f"{EDIT}<int:pk>/", list_edits.list_edit_check, name="list_edit_check"),
    path(f"{EDIT}<int:pk>/apply/", list_edits.list_edit_apply, name="list_edit_apply"),
    path("desk/selected/<slug:key>/", list_selections.selected, name="list_selected"),
    path("desk/selected/<slug:key>/confirm/", list_selections.confirm, name="list_selected_confirm"),
    path("desk/persons/export/", personal_exports.persons_export, name="persons_export"),
]
