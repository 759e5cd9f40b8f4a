"""Paper of this year's city call as it comes in: most of it with the county's box, some late, one entry corrected."""

from collections.abc import Iterable

from studios.actions.attachments import full_path
from studios.actions.originals import Paper, correct_receipt, receive_originals
from studios.actions.stamped_scans import Upload, add_stamped_scans
from studios.choices.calls import Stage
from studios.choices.originals import StampOf
from studios.management.demo_city.accounts import ROOT
from studios.management.demo_city.calls import THIS
from studios.management.demo_city.cases import World
from studios.management.demo_city.timeline import Agenda
from studios.models import Application, OriginalReceipt
from studios.values.scan_marks import CHECK_LENGTH, Mark
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
        agenda.add(9, self.stamp_again, minutes=120)

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

    def stamp_again(self) -> None:
        """A form that was changed is printed, stamped and scanned once more; another unit's code is out of focus."""
        city = self.world.officers.unions[ROOT]
        cases = Application.objects.filter(call=self.world.calls.made[THIS], state=Stage.QUALIFICATION)
        rows = cases.filter(attachments__slot="form_pdf", desk=city).select_related("union").distinct()
        for application in rows.order_by("-version_count", "pk")[:2]:
            version = application.versions.first()
            form = application.attachments.get(slot="form_pdf", name=f"{application.number}-{version.number}.pdf")
            marks = (Mark(application.number, version.number, version.sha256[:CHECK_LENGTH]),)
            is_sharp = version.number > 1
            with full_path(form).open("rb") as printed:
                scan = Upload(printed, "盖章页.pdf", marks if is_sharp else ())
                by = self.world.officers.clerk(application.union)
                add_stamped_scans(application, 0, [scan], by=by)

    def correct(self) -> None:
        """One pile was counted wrong."""
        city = self.world.officers.unions[ROOT]
        row = OriginalReceipt.objects.filter(desk__union=city, copies=3).order_by("pk").first()
        if row is not None:
            paper = Paper(copies=2, received_on=row.received_on, brought_by=row.brought_by, stamps=row.stamps)
            correct_receipt(row, paper, by=self.world.officers.clerk(city), reason="其中1份是复印件，已退回")
