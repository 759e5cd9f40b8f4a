"""Addresses of a call's review settings and rubric."""

from django.urls import path

from studios.views.desk import plans, rubrics

urlpatterns = [
    path("desk/calls/<int:pk>/plan/", plans.plan, name="call_plan"),
    path("desk/calls/<int:pk>/rubric/", rubrics.rubric, name="call_rubric"),
    path("desk/calls/<int:pk>/rubric/start/", rubrics.start, name="call_rubric_start"),
    path("desk/calls/<int:pk>/rubric/copy/", rubrics.copy, name="call_rubric_copy"),
    path("desk/calls/<int:pk>/rubric/basics/", rubrics.basics, name="call_rubric_basics"),
    path("desk/calls/<int:pk>/rubric/group/", rubrics.group, name="call_rubric_group"),
    path("desk/calls/<int:pk>/rubric/criterion/", rubrics.criterion, name="call_rubric_criterion"),
    path("desk/calls/<int:pk>/rubric/points/", rubrics.points, name="call_rubric_points"),
    path("desk/calls/<int:pk>/rubric/move/", rubrics.move, name="call_rubric_move"),
    path("desk/calls/<int:pk>/rubric/remove/", rubrics.remove, name="call_rubric_remove"),
    path("desk/cases/<str:number>/points/automatic/", rubrics.automatic, name="case_automatic"),
]
