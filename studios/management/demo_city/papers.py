"""Papers of the finished call, plaques on order, and bulk messages: what an office writes and sends."""

from datetime import date
from functools import partial
from io import BytesIO

from studios.actions.paper_writing import store_paper
from studios.actions.plaque_orders import order_plaques, receive_plaques
from studios.actions.templates import upload_template
from studios.choices.calls import Stage
from studios.choices.paper_layouts import LAYOUTS
from studios.choices.reviews import PaperFormat, PaperKind
from studios.documents.registry import compose_paper, offers
from studios.documents.samples import sample_paper
from studios.management.demo_city.accounts import ROOT
from studios.management.demo_city.calls import LAST, THIS
from studios.management.demo_city.cases import World
from studios.management.demo_city.places import LISTS
from studios.management.demo_city.review_calls import FINISHED, REVIEW_CALLS
from studios.management.demo_city.timeline import Agenda
from studios.models import Decision, PlaqueOrder
from studios.ui.selections import call_selections
from studios.values.typesetting.word_templates import default_template
from unions import clock
from unions.actions.mailings import Letter, compose_mailing, send_mailing
from unions.models import Account, Union

PDF, WORD = PaperFormat.PDF, PaperFormat.WORD
# After the decision; the papers of a plaque order come with the order.
AFTER_DECISION = (
    (PaperKind.RESULTS, PDF),
    (PaperKind.NOTICE, PDF),
    (PaperKind.DECISION, PDF),
    (PaperKind.DECISION, WORD),
    (PaperKind.CERTIFICATE, PDF),
    (PaperKind.PLAQUES, PDF),
)
# An office's own templates for Word.
TEMPLATES = ((PaperKind.DECISION, "机关文件版式，正文仿宋"), (PaperKind.NOTICE, ""))
MAKER = "东澜标牌制作社"
BROKEN = "1块在运输中划伤，退回重做"


class Papers:
    """Writes, orders and sends."""

    def __init__(self, world: World) -> None:
        """Begin with nothing written."""
        self.world = world

    @property
    def _city(self) -> Union:
        return self.world.officers.unions[ROOT]

    @property
    def _clerk(self) -> Account:
        return self.world.officers.clerk(self._city)

    def plan(self, agenda: Agenda) -> None:
        """Put everything on the agenda."""
        agenda.add(365, partial(self.order, LAST, 16), minutes=60)
        agenda.add(338, partial(self.receive, LAST, 15, BROKEN), minutes=60)
        agenda.add(320, self.keep_templates, minutes=60)
        listed = self.world.officers.unions[f"{ROOT}-{LISTS}"]
        agenda.add(
            REVIEW_CALLS[FINISHED].forwarded, partial(self.write, ((PaperKind.SUMMARY, PDF),), listed), minutes=345
        )
        agenda.add(206, partial(self.write, AFTER_DECISION, self._city), minutes=60)
        agenda.add(204, partial(self.order, FINISHED, 3), minutes=60)
        agenda.add(204, partial(self.write, ((PaperKind.PLAQUE_ORDER, PDF),), self._city), minutes=120)
        agenda.add(188, partial(self.receive, FINISHED, 3), minutes=60)
        agenda.add(9, partial(self.order, LAST, 1), minutes=200)
        agenda.add(16, self.send_reminder, minutes=200)
        agenda.add(1, self.draft_letter, minutes=100)

    # Papers

    def keep_templates(self) -> None:
        """The office puts two templates of its own in place of those that come along."""
        for kind, note in TEMPLATES:
            sample = sample_paper(kind)
            word = BytesIO(default_template(LAYOUTS[kind], sample.content))
            upload_template(
                self._city, kind, by=self._clerk, stream=word, name=f"{kind.label}.docx", sample=sample, note=note
            )

    def write(self, wanted: tuple[tuple[PaperKind, PaperFormat], ...], union: Union) -> None:
        """Each paper that the call offers to a union's clerk, as the worker sets it."""
        call, by = self.world.calls.made[FINISHED], self.world.officers.clerk(union)
        offered = [offer for offer in offers(call, by) if not offer.reason]
        for kind, form in wanted:
            for draft in [compose_paper(call, offer) for offer in offered if offer.kind == kind]:
                said = {"name": draft.name, "content": draft.content, "list_sha256": draft.sha256}
                store_paper(call, kind, form, by=by, union=union, **said)

    # Plaques

    def order(self, key: str, pieces: int) -> None:
        """Order so many plaques of a call's decision."""
        decision = Decision.objects.select_related("union").get(call=self.world.calls.made[key])
        order_plaques(decision, by=self._clerk, maker=MAKER, ordered_on=clock.today(), pieces=pieces)

    def receive(self, key: str, pieces: int, note: str = "") -> None:
        """Take in what came."""
        order = PlaqueOrder.objects.get(decision__call=self.world.calls.made[key], received_on=None)
        receive_plaques(order, by=self._clerk, received_on=clock.today(), received_pieces=pieces, note=note)

    # Bulk messages

    def send_reminder(self) -> None:
        """To units whose cases the city is looking at; it has left."""
        text = "资格审查阶段可能来电核对材料，请联系人保持电话畅通，原件备查。"
        letter = Letter(about="资格审查期间核对材料", text=text)
        made = compose_mailing(self._city, letter, recipients=self._units(Stage.QUALIFICATION), by=self._clerk)
        send_mailing(made, by=self.world.officers.chair(self._city))

    def draft_letter(self) -> None:
        """To units whose drafts are not handed in; somebody still has to look at it."""
        due: date = self.world.timeline.day(-14)
        text = f"本年度命名申报{due.month}月{due.day}日17:30截止。表格可先提交再补盖章扫描件，逾期不再受理。"
        letter = Letter(about="申报截止提醒", text=text, url=self.world.calls.made[THIS].get_absolute_url())
        compose_mailing(self._city, letter, recipients=self._units(Stage.DRAFT), by=self._clerk)

    def _units(self, stage: Stage) -> list[Account]:
        """The people whom the page offers for units with cases of this year's call in a state."""
        key = f"call-{self.world.calls.made[THIS].pk}-{stage}"
        found = next(selection for selection in call_selections(self._clerk) if selection.key == key)
        return list(found.people())
