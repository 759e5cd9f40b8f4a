"""The seat an account works at: its own alone, and only after the declaration."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from studios.choices.reviews import SeatState
from studios.models import Application, ApplicationVersion, Assignment, PanelSeat, ReviewPlan, ScoreSheet
from studios.queries.plans import plan_of
from studios.queries.scores import (
    Frame,
    QueueRow,
    assigned_to,
    done_and_all,
    frame_for,
    is_past,
    next_open,
    panel_date,
    seat_queue,
    sheet_of,
)
from studios.ui.blind import case_title

View = Callable[..., HttpResponse]


def seated(view: View) -> View:
    """Hand the view its seat: foreign, declined and left ones are 404, undeclared ones lead to the declaration."""

    @wraps(view)
    def at_own_seat(request: HttpRequest, seat: int, **found: Any) -> HttpResponse:
        rows = PanelSeat.objects.of(request.user).select_related("call__union", "group", "expert")
        own = get_object_or_404(rows, pk=seat)
        if own.state != SeatState.DECLARED:
            return redirect("review_declare", own.pk)
        return view(request, Desk(own), **found)

    return at_own_seat


@dataclass(frozen=True)
class Desk:
    """A seat with its queue, as every page of the workbench shows it."""

    seat: PanelSeat

    @cached_property
    def plan(self) -> ReviewPlan:
        """How the call reviews."""
        return plan_of(self.seat.call)

    @property
    def is_blind(self) -> bool:
        """Whether names are hidden."""
        return self.plan.is_blind

    @cached_property
    def queue(self) -> list[QueueRow]:
        """The cases in order."""
        return seat_queue(self.seat)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The queue with titles and addresses."""
        return [self._row(row) for row in self.queue]

    def _row(self, row: QueueRow) -> dict[str, Any]:
        if row.application is None:
            return {"row": row, "title": row.number, "url": "", "group": ""}
        industry = row.application.studio.industry
        return {
            "row": row,
            "title": case_title(row.application, is_blind=self.is_blind),
            "url": self.url_of(row.number),
            "group": industry.group.name if industry and industry.group else "",
        }

    def url_of(self, number: str) -> str:
        """The page of one case."""
        return reverse("review_case", args=[self.seat.pk, number])

    @property
    def url(self) -> str:
        """The queue."""
        return reverse("review_queue", args=[self.seat.pk])

    @cached_property
    def progress(self) -> tuple[int, int]:
        """Scored, and all."""
        return done_and_all(self.queue)

    @cached_property
    def due_at(self) -> Any:
        """The panel's date of the call; single unions may have a later one."""
        return panel_date(self.seat.call, self.seat.call.union.path)

    @property
    def is_over(self) -> bool:
        """Whether it has passed."""
        return is_past(self.due_at)

    def next_url(self, after: str = "") -> str:
        """The next case to do, or the queue when all are done."""
        row = next_open(self.queue, after)
        return self.url_of(row.number) if row else self.url


class Case:
    """One case on the desk: the version the expert reads, and the sheet as far as it is filled."""

    def __init__(self, desk: Desk, number: str) -> None:
        """Find the case among those of the seat; recused and foreign ones are 404."""
        self.desk = desk
        self.assignment: Assignment = get_object_or_404(assigned_to(desk.seat), application__number=number)
        self.application: Application = self.assignment.application
        self.assignment.seat = desk.seat

    @cached_property
    def sheet(self) -> ScoreSheet | None:
        """The sheet, if one was begun."""
        return sheet_of(self.assignment)

    @cached_property
    def version(self) -> ApplicationVersion:
        """The frozen version: the one that was scored first, else the newest."""
        found = self.sheet.seen_version if self.sheet else self.application.versions.first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def frame(self) -> Frame:
        """What the sheet is made of."""
        return frame_for(self.assignment, self.desk.plan, self.sheet)

    @property
    def title(self) -> str:
        """The studio's name, or the number."""
        return case_title(self.application, is_blind=self.desk.is_blind)

    @property
    def url(self) -> str:
        """The page of the case."""
        return self.desk.url_of(self.application.number)
