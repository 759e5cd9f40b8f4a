"""Addresses of experts, panels and assignments."""

from django.urls import path

from studios.views.desk import assignments, experts, panels

urlpatterns = [
    path("desk/experts/", experts.experts, name="experts"),
    path("desk/experts/new/", experts.expert_new, name="expert_new"),
    path("desk/experts/<int:pk>/", experts.expert, name="expert"),
    path("desk/experts/<int:pk>/account/", experts.expert_account, name="expert_account"),
    path("desk/calls/<int:pk>/panel/", panels.call_panel, name="call_panel"),
    path("desk/calls/<int:pk>/panel/invite/", panels.call_panel_invite, name="call_panel_invite"),
    path("desk/calls/<int:pk>/panel/groups/new/", panels.call_panel_group_new, name="call_panel_group_new"),
    path("desk/calls/<int:pk>/panel/groups/<int:group>/", panels.call_panel_group, name="call_panel_group"),
    path("desk/calls/<int:pk>/panel/seats/<int:seat>/", panels.call_seat, name="call_seat"),
    path("desk/calls/<int:pk>/panel/seats/<int:seat>/remind/", panels.call_seat_remind, name="call_seat_remind"),
    path("desk/calls/<int:pk>/panel/seats/<int:seat>/code/", panels.call_seat_code, name="call_seat_code"),
    path("desk/calls/<int:pk>/panel/seats/<int:seat>/leave/", panels.call_seat_leave, name="call_seat_leave"),
    path("desk/calls/<int:pk>/panel/seats/<int:seat>/cases/", assignments.call_seat_cases, name="call_seat_cases"),
    path("desk/calls/<int:pk>/assignments/", assignments.call_assignments, name="call_assignments"),
    path("desk/calls/<int:pk>/assignments/sheet/", assignments.call_assignments_sheet, name="call_assignments_sheet"),
    path("desk/calls/<int:pk>/assignments/deal/", assignments.call_assignments_deal, name="call_assignments_deal"),
    path(
        "desk/calls/<int:pk>/assignments/<str:number>/", assignments.call_assignment_case, name="call_assignment_case"
    ),
]
