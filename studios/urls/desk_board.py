"""Addresses of the board and of the meeting."""

from django.urls import path

from studios.views.desk import board, meetings

urlpatterns = [
    path("desk/calls/<int:pk>/board/", board.board, name="call_board"),
    path("desk/calls/<int:pk>/board/experts/", board.experts, name="call_board_experts"),
    path("desk/calls/<int:pk>/board/remind/", board.remind, name="call_board_remind"),
    path("desk/calls/<int:pk>/board/sheets/", board.sheets, name="call_board_sheets"),
    path("desk/calls/<int:pk>/board/diagnostics/", board.diagnostics, name="call_diagnostics"),
    path("desk/calls/<int:pk>/board/close/", board.close, name="call_board_close"),
    path("desk/calls/<int:pk>/meeting/", meetings.meeting, name="call_meeting"),
    path("desk/calls/<int:pk>/meeting/open/", meetings.open_, name="call_meeting_open"),
    path("desk/calls/<int:pk>/meeting/swap/", meetings.swap, name="call_meeting_swap"),
    path("desk/calls/<int:pk>/meeting/tie/", meetings.tie, name="call_meeting_tie"),
    path("desk/calls/<int:pk>/meeting/veto/", meetings.stop, name="call_meeting_veto"),
    path("desk/calls/<int:pk>/meeting/freeze/", meetings.freeze, name="call_meeting_freeze"),
    path("desk/calls/<int:pk>/meeting/promote/", meetings.promote, name="call_meeting_promote"),
    path("desk/calls/<int:pk>/meeting/screen/", meetings.screen, name="call_meeting_screen"),
    path("desk/cases/<str:number>/reconsider/", board.reconsider, name="case_reconsider"),
]
