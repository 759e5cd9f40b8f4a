"""Paper of this year's city call as it comes in: most of it with the county's box, some late, one entry corrected."""

from collections.abc import Iterable

from studios.actions.originals import Paper, correct_receipt, receive_originals
from studios.choices.calls import Stage
from studios.choices.originals import StampOf
from studios.management.demo_city.accounts import ROOT
from studios.management.demo_city.calls import THIS
from studios.management.demo_city.cases import World
from studios.management.demo_city.timeline import Agenda
from studios.models import Application, OriginalReceipt
from unions import clock

BOTH = (StampOf.UNIT.value, StampOf.RECOMMENDER.value)


class Originals:
    """Takes paper in at the recommenders and at the city."""

    def __init__(self, world: World) -> None:
        """Begin with nothing received."""
        self.world = world

    def plan(self, agenda: Agenda) -> None:
        """Put everything on the agenda."""
        agenda.add(13, self.at_recommenders, minutes=330)
        agenda.add(11, self.at_city, minutes=330)
        agenda.add(10, self.correct, minutes=30)

    def _cases(self, *states: Stage) -> list[Application]:
        rows = Application.objects.filter(call=self.world.calls.made[THIS], state__in=states)
        return list(rows.prefetch_related("desks__union").order_by("pk"))

    def _take_in(self, cases: Iterable[Application], *, above: bool, brought_by: str) -> None:
        for place, application in enumerate(cases):
            desk = list(application.desks.all())[-1 if above else 1]
            by = self.world.officers.clerk(desk.union)
            # Every third brings too few.
            paper = Paper(copies=3 if place % 3 else 2, received_on=clock.today(), brought_by=brought_by, stamps=BOTH)
            receive_originals(application, paper, by=by)

    def at_recommenders(self) -> None:
        """The units bring their paper to those who recommend."""
        cases = self._cases(Stage.RECOMMENDATION, Stage.QUALIFICATION)
        self._take_in(cases[::2], above=False, brought_by="单位经办人")

    def at_city(self) -> None:
        """What was recommended goes on to the city."""
        self._take_in(self._cases(Stage.QUALIFICATION)[:6], above=True, brought_by="机要交换")

    def correct(self) -> None:
        """One pile was counted wrong."""
        city = self.world.officers.unions[ROOT]
        row = OriginalReceipt.objects.filter(desk__union=city, copies=3).order_by("pk").first()
        if row is not None:
            paper = Paper(copies=2, received_on=row.received_on, brought_by=row.brought_by, stamps=row.stamps)
            correct_receipt(row, paper, by=self.world.officers.clerk(city), reason="其中1份是复印件，已退回")
