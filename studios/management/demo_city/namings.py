"""Namings of earlier years on outside papers, and those that are due, suspended or revoked."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from studios.actions.decisions import Paper, revoke_designations
from studios.actions.designations import OutsideNaming, record_designations
from studios.choices.register import DesignationState
from studios.management.demo_city.accounts import ROOT, Officers
from studios.management.demo_city.plan import Planned, planned
from studios.management.demo_city.register import Register
from studios.management.demo_city.timeline import Timeline
from studios.models import Designation
from unions import clock
from unions.choices.tree import Level, UnionKind
from unions.models import Union

# The only plaque code that is known beforehand; all others are drawn.
KNOWN_CODE = "DEMA234567"
KNOWN_PLAQUE = "U001.0"
# An industrial union of a city names at the county tier, and calls it so.
TRADE_WORDING = "产业级"
YEARS_AGO = {Level.COUNTRY: 3, Level.PROVINCE: 4, Level.CITY: 5, Level.COUNTY: 3}
VALID_YEARS = 3
# Decided so long before the seeding that they fall due: within six months, and passed.
DUE_SOON, OVERDUE = ("U012.0", "U018.0"), ("U020.0",)
SUSPENDED, IN_RECTIFICATION = "U023.0", "U031.0"
REVOKED = ("U037.0", "U038.0")
REASON = "工作室停止活动满两年，领衔人已调离，经核查不再符合条件"


class Namings:
    """Records what earlier papers decided."""

    def __init__(self, register: Register, officers: Officers, timeline: Timeline) -> None:
        """Work on the studios of the register."""
        self.register, self.officers, self.timeline = register, officers, timeline

    def record(self) -> None:
        """Record every naming of earlier years, by the city's clerk."""
        namings = [self._naming(each, level) for each in planned() for level in each.recorded_levels]
        by = self.officers.clerk(self.officers.unions[ROOT])
        record_designations(sorted(namings, key=lambda naming: naming.decided_on), by=by)
        Designation.objects.filter(studio=self.register.studios[KNOWN_PLAQUE], level=Level.COUNTRY).update(
            code=KNOWN_CODE
        )
        self.register.consents()

    def _naming(self, each: Planned, level: str) -> OutsideNaming:
        studio = self.register.studios[each.key]
        union = self._union(each, level)
        day = self._day(each, level)
        is_current = level == each.level and level in (Level.CITY, Level.COUNTY)
        return OutsideNaming(
            studio=studio,
            level=level,
            number=f"{self._agency(level, union)}〔{day.year}〕{4 + day.month}号",
            decided_on=day,
            issuer=union.name if union else {Level.COUNTRY: "全国总工会", Level.PROVINCE: "海东省总工会"}[Level(level)],
            union=union,
            wording=TRADE_WORDING if union is not None and union.kind == UnionKind.INDUSTRIAL else "",
            valid_until=self._valid_until(each, day) if is_current else None,
        )

    def _union(self, each: Planned, level: str) -> Union | None:
        unit = self.officers.unions[each.employer.code]
        return {Level.CITY: self.officers.unions[ROOT], Level.COUNTY: unit.parent}.get(Level(level))

    def _agency(self, level: str, union: Union | None) -> str:
        if union is None:
            return {Level.COUNTRY: "总工发", Level.PROVINCE: "海工发"}[Level(level)]
        return (
            "澜工发" if union.code == ROOT else f"{union.name[:2] if union.kind == 'federation' else union.name[3:5]}工"
        )

    def _day(self, each: Planned, level: str) -> date:
        """A paper a level and year; the higher the level, the later."""
        years = YEARS_AGO[Level(level)] + each.number % 3
        if level == Level.COUNTY:
            years = max(years, each.founded_years_ago - 3)
        if each.key in (*DUE_SOON, *OVERDUE) and level == Level.CITY:
            return _weekday(self.timeline.today - relativedelta(years=VALID_YEARS) + self._left(each))
        return _weekday(date(self.timeline.today.year - years, 5 if level == Level.COUNTY else 9, 18))

    def _left(self, each: Planned) -> timedelta:
        """Days until the last day; negative where it has passed."""
        return timedelta(days=-40) if each.key in OVERDUE else timedelta(days=75)

    def _valid_until(self, each: Planned, day: date) -> date | None:
        """Old papers hold until revoked; those of the last three years end."""
        is_dated = each.key in (*DUE_SOON, *OVERDUE)
        return Designation.last_day(day, VALID_YEARS) if is_dated else None

    def suspend(self) -> None:
        """Mark one naming suspended and one in rectification, as earlier papers left them.

        Written without an action: none suspends yet, and what earlier years left behind may stand in the register.
        """
        states = {SUSPENDED: DesignationState.SUSPENDED, IN_RECTIFICATION: DesignationState.RECTIFICATION}
        for key, state in states.items():
            Designation.objects.filter(studio=self.register.studios[key], level=Level.CITY).update(state=state)

    def revoke(self) -> None:
        """Revoke two namings of the city by one paper each."""
        chair = self.officers.chair(self.officers.unions[ROOT])
        for serial, key in enumerate(REVOKED, start=61):
            standing = Designation.objects.select_related("decision__union")
            designation = standing.get(studio=self.register.studios[key], level=Level.CITY)
            today = clock.today()
            paper = Paper(f"澜工发〔{today.year}〕{serial}号", today, title="关于撤销有关创新工作室称号的决定")
            revoke_designations(designation.decision, paper=paper, reason=REASON, by=chair, only=[designation])


def _weekday(day: date) -> date:
    """The day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.isoweekday() - 5))
