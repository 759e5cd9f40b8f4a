"""Enters the studios into the register in two waves: what stood when the city began, and what came since.

The rows are written all at once, with one audit event for each studio and wave. The actions that take single rows would
need some forty thousand statements for the same; names, numbers and dates are made so that they keep the actions' rules.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from io import BytesIO
from itertools import groupby, islice
from typing import Any

from studios.actions.consents import give_consent
from studios.actions.summaries import refresh_summaries
from studios.choices.register import ResultState
from studios.choices.showcase import ConsentWay
from studios.management.demo_city import evidence
from studios.management.demo_city.accounts import Officers
from studios.management.demo_city.plan import NAMED_OF_ITS_OWN, PREPARING, Planned
from studios.management.demo_city.rows import Rows
from studios.management.demo_city.table import DemoActivity, DemoResult
from studios.management.demo_city.words import Words
from studios.models import Consent, Leadership, Member, Result, Studio
from unions import clock
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.models import Union

# One consent in so many is a signed paper.
SIGNED = 20


class Register:
    """The studios of the city as they are entered."""

    def __init__(self, officers: Officers, words: Words) -> None:
        """Begin with no studio."""
        self.officers, self.words = officers, words
        self.studios: dict[str, Studio] = {}

    def enter(self, all_planned: Iterable[Planned]) -> None:
        """First wave: studios, leads, teams, and all but the last of projects, results and activities."""
        all_planned = list(all_planned)
        made = Studio.objects.bulk_create(self._studio(each) for each in all_planned)
        self.studios.update((each.key, studio) for each, studio in zip(all_planned, made, strict=True))
        rows = Rows()
        for each in all_planned:
            rows.lead(self.studios[each.key], self.words.lead(each))
            for member in self.words.members(each):
                rows.member(self.studios[each.key], member)
            self._add_work(rows, each, range(len(each.theme.results) - 1))
        rows.write()
        self._note(Verb.STUDIO_CREATED)

    def enter_rest(self, all_planned: Iterable[Planned]) -> None:
        """Second wave: the last project, the last result, apprentices and activities of the past year."""
        fresh = Studio.objects.select_related("union").in_bulk([studio.pk for studio in self.studios.values()])
        self.studios.update((key, fresh[studio.pk]) for key, studio in list(self.studios.items()))
        rows = Rows()
        leads = Leadership.objects.present().select_related("worker__person")
        rows.masters = {lead.studio_id: lead.worker.person for lead in leads}
        for each in all_planned:
            last = len(each.theme.results) - 1
            self._add_work(rows, each, range(last, last + 1))
            studio = self.studios[each.key]
            studio.funds, studio.changed_at = self.words.funds(each, upto=clock.today().year), clock.now()
        rows.write()
        Studio.objects.bulk_update(self.studios.values(), ["funds", "changed_at"])
        self._note(Verb.STUDIO_EDITED)

    def _note(self, verb: Verb) -> None:
        for studio in self.studios.values():
            by = self.officers.clerk(studio.union)
            record(verb, by=by, subject=studio, union=studio.union, details={"by": "form"})
        refresh_summaries([studio.pk for studio in self.studios.values()])

    def _studio(self, planned: Planned) -> Studio:
        union = self.officers.unions[planned.employer.code]
        return Studio(
            union=union,
            county=union.county,
            created_at=clock.now(),
            changed_at=clock.now(),
            **self._facts(planned, union),
        )

    def _facts(self, planned: Planned, union: Union) -> dict[str, Any]:
        theme, kind = planned.theme, self.words.kind(planned)
        name = NAMED_OF_ITS_OWN.get(planned.key, f"{self.words.lead_person(planned).name}{kind.suffix}")
        return {
            "name": name,
            "name_reason": "以工作室的攻关方向命名，单位内部已沿用多年" if planned.key in NAMED_OF_ITS_OWN else "",
            "kind": kind,
            "industry": union.industry,
            "field_of_work": theme.field_of_work,
            "founded_on": self.words.founded(planned),
            "address": f"东澜市{union.county}{planned.employer.name}内",
            "contact_name": self.officers.clerk(union).name,
            "contact_phone": f"0599-8{planned.number:03d}{planned.number * 7 % 1000:03d}",
            "introduction": theme.introduction,
            "summary": self.words.summary(planned),
            "area": 40 + planned.number * 7 % 90,
            "equipment": planned.employer.equipment,
            "has_sign": True,
            "has_ledger": True,
            "funds": self.words.funds(planned, upto=clock.today().year),
            "cover": planned.cover(union.industry.code if union.industry else ""),
        }

    def _add_work(self, rows: Rows, planned: Planned, numbers: range) -> None:
        """Projects, results with benefit, activities and apprentices that end before the present day of the clock."""
        studio, theme, words, before = self.studios[planned.key], planned.theme, self.words, clock.today()
        is_last = len(theme.results) - 1 in numbers
        projects = [p for i, p in enumerate(theme.projects) if (i == len(theme.projects) - 1) == is_last]
        for i, project in enumerate(projects):
            rows.project(studio, words.project(planned, project, i, ended=before - timedelta(days=40 + 90 * i)))
        for place, i in enumerate(reversed(numbers)):
            # The older ones of the first wave lie beyond the three years of a form.
            finished = before - timedelta(days=25 + 1400 * min(place, 1) + 130 * place + planned.number * 3 % 60)
            self._add_result(rows, planned, theme.results[i], i, finished)
        for activity in self._activities(planned, is_last=is_last, before=before):
            rows.activity(studio, activity)
        pair = words.apprentice(planned, int(is_last), starts=before - timedelta(days=200 + planned.number % 50))
        if pair:
            rows.apprentice(studio, pair)

    def _add_result(self, rows: Rows, planned: Planned, demo: DemoResult, index: int, finished: date) -> None:
        studio = self.studios[planned.key]
        result = rows.result(studio, self.words.result(planned, demo, index, finished=finished))
        result.steps = [{"name": step.name, "text": step.text} for step in demo.steps]
        result.area = planned.theme.projects[0].area
        self._vouch(planned, result, index)
        rows.benefit(result, self.words.benefit(demo, index, finished=finished), is_certified=bool(planned.number % 5))

    def _vouch(self, planned: Planned, result: Result, index: int) -> None:
        """单位核验 and 工会确认: most results of named studios are confirmed; some wait at the unit, some above."""
        turn = planned.number * 3 + index
        if turn % 11 == 10:
            return
        union = self.officers.unions[planned.employer.code]
        result.state, result.checked_by, result.checked_at = (
            ResultState.CHECKED,
            self.officers.chair(union),
            clock.now(),
        )
        if planned.level != PREPARING and turn % 7 != 6:
            above = union.parent or union
            result.state, result.confirmed_by = ResultState.CONFIRMED, self.officers.clerk(above)
            result.confirmed_union, result.confirmed_at = above, clock.now()

    def _activities(self, planned: Planned, *, is_last: bool, before: date) -> list[dict[str, Any]]:
        held = planned.theme.activities[-1:] if is_last else planned.theme.activities[:-1]
        lessons = [DemoActivity("培训", topic, 12 + planned.number % 20) for topic in planned.theme.training_topics]
        rows = [*held, *lessons] if is_last else held
        return [
            self.words.activity(planned, activity, day=before - timedelta(days=12 + 55 * i + planned.number % 25))
            for i, activity in enumerate(rows)
        ]

    def consents(self) -> None:
        """Some members of each named studio agree to be named in public, a few of them on a signed paper."""
        rows = Member.objects.filter(studio__number__isnull=False).select_related("studio__union", "person")
        teams = groupby(rows.order_by("studio", "pk"), key=lambda member: member.studio_id)
        agreed = [member for _studio, team in teams for member in islice(team, 0, 9, 3)]
        self._write_consents([member for n, member in enumerate(agreed) if n % SIGNED])
        for member in agreed[::SIGNED]:
            by, paper = self.officers.clerk(member.studio.union), BytesIO(evidence.picture_of("consent"))
            way = {"given_on": clock.today(), "how": ConsentWay.PAPER, "stream": paper, "name": "同意书.png"}
            give_consent(member, by=by, **way)

    def _write_consents(self, members: list[Member]) -> None:
        """Those in writing, at once."""
        today, how = clock.today(), ConsentWay.WRITING
        clerks = [self.officers.clerk(member.studio.union) for member in members]
        rows = zip(members, clerks, strict=True)
        Consent.objects.bulk_create(Consent(member=m, given_on=today, how=how, recorded_by=by) for m, by in rows)
        Member.objects.filter(pk__in=[member.pk for member in members]).update(consented_on=today)
        for member, by in zip(members, clerks, strict=True):
            record(
                Verb.CONSENT_GIVEN, by=by, subject=member, union=member.studio.union, details={"how": how, "day": today}
            )
