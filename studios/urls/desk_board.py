"""Addresses of the board and of the meeting."""

from django.urls import path

from studios.views.desk import board

urlpatterns = [
    path("desk/calls/<int:pk>/board/", board.board, name="call_board"),
    path("desk/calls/<int:pk>/board/experts/", board.experts, name="call_board_experts"),
    path("desk/calls/<int:pk>/board/remind/", board.remind, name="call_board_remind"),
    path("desk/calls/<int:pk>/board/sheets/", board.sheets, name="call_board_sheets"),
    path("desk/calls/<int:pk>/board/diagnostics/", board.diagnostics, name="call_diagnostics"),
    path("desk/calls/<int:pk>/board/close/", board.close, name="call_board_close"),
    path("desk/cases/<str:number>/reconsider/", board.reconsider, name="case_reconsider"),
]
