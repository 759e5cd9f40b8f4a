"""名额 of two calls with their counters, further places, and a ranked list that a recommender hands over as one."""

from functools import partial
from io import BytesIO

from studios.actions.attachments import keep_file
from studios.actions.batches import Report, add_cases, hand_over_batch, save_batch, start_batch
from studios.actions.quotas import grant_places, set_quotas
from studios.management.demo_city import evidence
from studios.management.demo_city.accounts import ROOT
from studios.management.demo_city.calls import THIS
from studios.management.demo_city.cases import World
from studios.management.demo_city.review_calls import FINISHED, REVIEW_CALLS
from studios.management.demo_city.timeline import Agenda
from studios.models import Application, Quota
from studios.queries.quotas import QuotaSpec
from unions import clock

LISTS = "D09"
# Places and the advised least by recommender.
PLACES = {
    THIS: {
        "D01": (2, None), "D02": (2, None), "D03": (3, 1), "D04": (2, None), "D05": (2, None), "D06": (1, None),
        "D07": (2, None), "D08": (2, None), "D09": (2, 1), "I01": (4, 1), "I02": (2, None), "I03": (3, 1),
        "I04": (4, 1), "I05": (2, None), "I06": (3, None), "I07": (1, None), "I08": (3, None), "I09": (1, None),
        "I10": (1, None),
    },
    FINISHED: {"D07": (1, None), "D08": (1, None), "D09": (1, None)},
}  # fmt: skip
GRANTED = (
    (THIS, "I10", "燃气、环卫两家工作室成果相当，主席办公会同意增加一个名额"),
    (FINISHED, LISTS, "安澜市产业集中，两个工作室均达到条件，同意增加一个名额"),
)


class Places:
    """Sets the places of this year's call and of the finished review."""

    def __init__(self, world: World) -> None:
        """Begin with none."""
        self.world = world

    def plan(self, agenda: Agenda) -> None:
        """Places after the opening, further ones before they are needed, the list on its day."""
        for key, opened in ((THIS, 45), (FINISHED, REVIEW_CALLS[FINISHED].opened)):
            agenda.add(opened, partial(self.set, key), minutes=240)
            agenda.add(opened - 9, partial(self.grant, key), minutes=30)
        agenda.add(REVIEW_CALLS[FINISHED].forwarded, self.hand_over, minutes=330)

    def set(self, key: str) -> None:
        """The clerk of the city sets them."""
        unions = self.world.officers.unions
        rows = [QuotaSpec(unions[f"{ROOT}-{code}"], most, least) for code, (most, least) in PLACES[key].items()]
        set_quotas(self.world.calls.made[key], by=self.world.officers.clerk(unions[ROOT]), rows=rows)

    def grant(self, key: str) -> None:
        """The chair of the city grants one more."""
        chair = self.world.officers.chair(self.world.officers.unions[ROOT])
        for call, code, reason in GRANTED:
            if call == key:
                quotas = Quota.objects.select_related("call__union", "union")
                quota = quotas.get(call=self.world.calls.made[key], union__code=f"{ROOT}-{code}")
                grant_places(quota, by=chair, places=1, reason=reason)

    def hand_over(self) -> None:
        """The recommender's clerk ranks its cases and adds the stamped paper, its chair hands them over."""
        union, call = self.world.officers.unions[f"{ROOT}-{LISTS}"], self.world.calls.made[FINISHED]
        clerk, chair = self.world.officers.clerk(union), self.world.officers.chair(union)
        cases = list(Application.objects.with_parties().filter(call=call, desk=union).order_by("pk"))
        batch = start_batch(call, union, by=clerk)
        batch = add_cases(batch, cases, by=clerk, revision=batch.revision)
        stamped = BytesIO(evidence.picture_of("batch"))
        scan = keep_file(stamped, name="推荐汇总表.png", by=clerk, union=union, slot="batch")
        today = clock.today()
        opinion = "两个工作室均运行三年以上，成果经单位核验、现场核查属实，同意推荐。"
        report = Report(f"安工〔{today.year}〕12号", opinion, signer=chair.name, signed_on=today)
        batch = save_batch(batch, by=clerk, revision=batch.revision, report=report, scan=scan)
        hand_over_batch(batch, by=chair, revision=batch.revision)
