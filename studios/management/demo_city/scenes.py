"""What happens to each application: a line a case, each step with the days before the seeding on which it was taken."""

from io import BytesIO

from studios.actions.applications import expire_application
from studios.actions.attachments import keep_file
from studios.actions.decisions import Paper, name_studios
from studios.actions.public_papers import show_paper
from studios.choices.calls import Stage
from studios.management.demo_city import evidence
from studios.management.demo_city.calls import COUNTY, INDUSTRY, LAST, THIS, UNIT
from studios.management.demo_city.cases import Case, World
from studios.management.demo_city.plan import NAMED_LAST_YEAR, Planned, planned
from studios.management.demo_city.review_calls import FINISHED, REVIEW_CALLS, REVIEW_SCENES
from studios.management.demo_city.timeline import Agenda
from studios.models import Application
from studios.models.attachment import PAPER_SLOT
from studios.queries.due import overdue_drafts
from unions import clock

NAMED_STEPS = "open490 submit475 agree470 forward455 look430 pass_on420"
SCENES = {
    LAST: "\n".join(f"{key} {NAMED_STEPS}" for key in NAMED_LAST_YEAR)
    + """
U022.2 open488 submit470 agree468 forward456 refuse425
U012.2 open486 submit472 agree466 refuse450
U018.2 open485 submit474 agree467 withdraw460
""",
    THIS: """
U002.2 open20 fill18
U003.2 open9 half8
U003.3 open6
U004.2 open15 half12
U006.2 open20 submit10
U007.2 open16 submit6
U009.2 open12 submit3
U010.2 open10 submit2
U011.2 open30 submit25 agree20
U012.2 open28 submit22 agree15
U013.2 open38 submit35 agree32 return_it28 revise24 resubmit22
U040.2 proxy26 submit24 agree20 scan18
U014.2 open36 submit33 agree30 forward25 send_back18
U015.2 open25 submit20 agree9
U017.2+ open40 submit38 agree36 forward30 look_at_some20
U018.2 open40 submit37 agree35 forward28
U019.2+ open42 submit40 agree38 forward34 return_it30 revise26 resubmit25 look12
U020.2 open41 submit39 agree36 forward31 look22 waive14
U039.2 open33 submit30 agree27
U021.2 open35 submit31 agree29 forward21
U022.2+ open43 submit41 agree39 forward35 look28 pass_on24
U023.2 open43 submit40 agree38 forward34 look27 pass_on23
U024.2 open42 submit40 agree37 forward33 look29 pass_on25 give_up8
U025.2 open30 submit27 agree24 return_it6
U031.2 open41 submit38 agree35 forward29 return_it12 revise5
U032.2 open33 submit30 agree27 withdraw15
U033.2 open28 submit21 refuse17
U035.2 open34 submit30 agree27 refuse19
U036.2 open35 submit31 agree28 refuse18
U037.2 open42 submit40 agree37 forward33 look24 refuse16
U038.2 open42 submit39 agree36 forward31 veto10
""",
    INDUSTRY: """
U005.2 open55 submit50 agree46 pass_on40
U016.2 open54 submit49 agree45 pass_on39
U027.2 open48 submit40 agree36 pass_on30
U028.1 open40 submit32 agree25
U029.1 open30 submit23
U028.2 open28 half26
U029.2 open26 half24
""",
    COUNTY: """
U008.1 open20 submit12
U008.2 open8 half6
U034.1 open22 submit18 agree14
U034.2 open22 submit17 agree13 return_it7
""",
    UNIT: """
U001.2 open40 submit35 agree30 pass_on24
U001.3 open20 submit15
""",
    **REVIEW_SCENES,
}
NAMED_INDUSTRY = ("U005.2", "U016.2")


class Scenes:
    """Puts every case on the agenda."""

    def __init__(self, world: World, agenda: Agenda) -> None:
        """Read the lines."""
        self.world, self.agenda = world, agenda
        plan = {each.key: each for each in planned()}
        self.cases = {
            (call, line.split()[0].removesuffix("+")): self._case(call, line.split()[0], plan, line.split()[1:])
            for call, text in SCENES.items()
            for line in text.strip().splitlines()
        }

    def _case(self, call: str, key: str, plan: dict[str, Planned], steps: list[str]) -> Case:
        case = Case(self.world, plan[key.removesuffix("+")], call, has_papers=key.endswith("+"))
        for position, step in enumerate(steps):
            name = step.rstrip("0123456789")
            minutes = 20 + 60 * min(position, 7) + case.planned.number % 50
            self.agenda.add(int(step.removeprefix(name)), getattr(case, name), minutes=minutes)
        return case

    def add_decisions(self) -> None:
        """The papers of last year and of the industrial union; drafts that were late."""
        self.agenda.add(376, lambda: self._name(LAST, list(NAMED_LAST_YEAR), 88), minutes=300)
        self.agenda.add(12, lambda: self._name(INDUSTRY, list(NAMED_INDUSTRY), 9), minutes=300)
        self.agenda.add(209, lambda: self._name(FINISHED, list(REVIEW_CALLS[FINISHED].studios), 27), minutes=300)
        self.agenda.add(16, self._expire, minutes=30)

    def _name(self, key: str, studios: list[str], serial: int) -> None:
        union = self.world.calls.union_of(key)
        chair, clerk = self.world.officers.chair(union), self.world.officers.clerk(union)
        numbers = [self.cases[key, studio].number for studio in studios]
        ready = Application.objects.filter(pk__in=numbers, state=Stage.DECISION)
        applications = list(ready.select_related("studio").order_by("pk"))
        agency = "澜教工" if key == INDUSTRY else "澜工发"
        number = f"{agency}〔{clock.today().year}〕{serial}号"
        content = evidence.decision_paper(union.name, number, [a.studio.name for a in applications])
        file = keep_file(BytesIO(content), name=f"{number}.pdf", by=clerk, union=union, slot=PAPER_SLOT)
        verb = "重点支持建设" if key == FINISHED else "命名"
        title = f"关于{verb}{len(applications)}个创新工作室的决定"
        paper = Paper(number, clock.today(), title=title, meeting_record="主席办公会第12次会议纪要", file=file)
        decision = name_studios(self.world.calls.made[key], applications, paper=paper, by=chair)
        if key in (LAST, FINISHED):
            show_paper(decision, by=chair)

    @staticmethod
    def _expire() -> None:
        for application in overdue_drafts():
            expire_application(application)
