"""Addresses of the boards at the desk."""

from django.urls import path

from linli.cases.web import board_due, board_lists, boards

urlpatterns = [
    path("boards/supervision/", boards.supervision, name="supervision_board"),
    path("boards/command/", boards.command, name="command_board"),
    path("boards/unit/", boards.unit, name="unit_board"),
    path("boards/deadlines/", board_due.deadlines, name="deadlines"),
    path("boards/stuck/", board_lists.stuck, name="stuck"),
    path("boards/orders/", board_lists.orders, name="orders"),
    path("boards/<slug:name>.xlsx", board_lists.export, name="board_export"),
]
