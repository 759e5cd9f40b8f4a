"""Plans site visits, moves them and calls them off, and closes the visits of a call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from studios.actions.applications import locked, move
from studios.actions.consultations import require_settled
from studios.actions.telling import unit_people
from studios.choices.calls import Stage, StepName
from studios.choices.reviews import VisitState
from studios.models import Application, Call, SiteVisit, Visitor
from studios.permissions import edits_call
from studios.queries.rubrics import rubric_of
from studios.queries.visits import barred_from, open_findings, site_criteria, team_candidates, unreported
from studios.workflow import require_step
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import Wording, send_messages
from unions.actions.transactions import one_transaction, refusing
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account

LEAST_TEAM = 2
LONGEST_WAIT = timedelta(days=366)
NOT_PLANNING = gettext_lazy("The clerks and chairs of the naming union plan its visits.")
PLANNED_ALREADY = gettext_lazy("A visit to one of these cases has been planned meanwhile. Look at the list again.")
OVER = gettext_lazy("This visit was reported or called off already.")


@dataclass(frozen=True, slots=True)
class Team:
    """Who goes, and who of them heads the team."""

    members: tuple[Account, ...]
    head: Account | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """When the first visit begins, how far apart the visits of a day are, and where (the unit's place unless set)."""

    at: datetime
    minutes: int = 0
    place: str = ""

    def time_of(self, index: int) -> datetime:
        """When the visit with this index begins."""
        return self.at + timedelta(minutes=self.minutes * index)


@one_transaction
def plan_visits(
    call: Call, applications: Sequence[Application], *, team: Team, route: Route, by: Account
) -> list[SiteVisit]:
    """Plan a visit, or a day's route of several in the order given; team and units are told."""
    _require_planner(call, by)
    if not applications:
        raise Refusal(_("Choose at least one case."), field="cases")
    if len(applications) > 1 and route.minutes < 1:
        raise Refusal(_("Say how many minutes lie between two visits of a route."), field="minutes")
    fresh = {a.pk: locked(a) for a in sorted(applications, key=lambda a: a.pk)}
    cases = [fresh[a.pk] for a in applications]
    _check(call, cases, team, route)
    made = [_plan(a, team, route.time_of(i), route.place, by) for i, a in enumerate(cases)]
    send_messages([a for a in team.members if a.pk != by.pk], _invitation(made), url=_address(made))
    return made


def _require_planner(call: Call, by: Account) -> None:
    if not edits_call(by, call):
        raise Forbidden(NOT_PLANNING)


def _check(call: Call, cases: Sequence[Application], team: Team, route: Route) -> None:
    """The cases stand at the visits, there is something to judge, and the team may go."""
    moved = [a for a in cases if a.state != Stage.VISIT or a.call_id != call.pk]
    if moved:
        raise Stale(_("These cases are not waiting for a visit: %(cases)s.") % {"cases": names_of(moved)})
    rubric = rubric_of(call)
    if not site_criteria(cases[0], rubric):
        raise Refusal(_("The rubric of this call has no criterion that is judged on site. Add one first."))
    _check_time(route.at)
    _check_team(call, cases, team)


def _check_time(at: datetime) -> None:
    if not clock.now() - timedelta(days=1) <= at <= clock.now() + LONGEST_WAIT:
        raise Refusal(_("Choose a day from today on, within a year."), field="day")


def _check_team(call: Call, cases: Sequence[Application], team: Team) -> None:
    if len({a.pk for a in team.members}) < LEAST_TEAM:
        raise Refusal(_("A team has at least two people."), field="team")
    if team.head is not None and team.head not in team.members:
        raise Refusal(_("The head of the team must be one of its people."), field="head")
    known = set(team_candidates(call).values_list("pk", flat=True))
    strangers = [a for a in team.members if a.pk not in known]
    if strangers:
        text = _("Neither experts of this call nor officers of the naming union: %(people)s.")
        raise Refusal(text % {"people": _people(strangers)}, field="team")
    for case in cases:
        barred = barred_from(case, team.members)
        if barred:
            text = _("%(people)s: of the unit itself or recused from %(case)s. Choose others.")
            raise Refusal(text % {"people": _people(barred), "case": names_of([case])}, field="team")


def _people(accounts: Sequence[Account]) -> str:
    return "、".join(a.name for a in accounts)


def names_of(cases: Sequence[Application]) -> str:
    """Studios with the numbers of their cases, for a sentence."""
    return "、".join(f"{a.studio.name}（{a.number}）" for a in cases)


def _plan(application: Application, team: Team, at: datetime, place: str, by: Account) -> SiteVisit:
    with refusing("visit_one_a_case", Stale(PLANNED_ALREADY)):
        visit = SiteVisit.objects.create(
            application=application, planned_at=at, place=place or place_of(application), planned_by=by
        )
    _seat(visit, team)
    _record(Verb.VISIT_PLANNED, visit, by, planned_at=visit.planned_at, team=[a.username for a in team.members])
    _tell_unit(visit, _announcement(visit))
    return visit


def place_of(application: Application) -> str:
    """Where the studio is, as the register knows it: its unit's address, else its unit."""
    union = application.union
    return (union.address or union.employer_name)[:120]


def _seat(visit: SiteVisit, team: Team) -> None:
    head = team.head or team.members[0]
    Visitor.objects.bulk_create([Visitor(visit=visit, account=a, is_head=a == head) for a in team.members])


def _record(verb: Verb, visit: SiteVisit, by: Account, **details: object) -> None:
    application = visit.application
    record(verb, by=by, subject=visit, union=application.union, details={"case": application.number, **details})


def _address(visits: Sequence[SiteVisit]) -> str:
    return reverse("visit", args=[visits[0].pk]) if len(visits) == 1 else reverse("visits")


def _when(visit: SiteVisit) -> str:
    return f"{localtime(visit.planned_at):%Y-%m-%d %H:%M}"


def _facts(visit: SiteVisit) -> dict[str, str]:
    return {"studio": visit.application.studio.name, "when": _when(visit), "place": visit.place}


def _invitation(visits: Sequence[SiteVisit]) -> Wording:
    if len(visits) == 1:
        return lambda: _("You are on the team that visits %(studio)s on %(when)s, %(place)s.") % _facts(visits[0])
    number = len(visits)
    return lambda: (
        ngettext(
            "You are on the team of %(number)s visit from %(when)s on.",
            "You are on the team of %(number)s visits from %(when)s on.",
            number,
        )
        % {"number": number, "when": _when(visits[0])}
    )


def _announcement(visit: SiteVisit) -> Wording:
    return lambda: _("%(studio)s will be visited on %(when)s, %(place)s.") % _facts(visit)


def _tell_unit(visit: SiteVisit, wording: Wording) -> None:
    send_messages(unit_people(visit.application), wording, url=visit.application.get_absolute_url())


def _tell_team(visit: SiteVisit, wording: Wording, *, by: Account) -> None:
    accounts = Account.objects.filter(visits__visit=visit).exclude(pk=by.pk)
    send_messages(accounts, wording, url=_address([visit]))


def locked_visit(visit: SiteVisit) -> SiteVisit:
    """The case's row under lock, then the visit's, always in this order."""
    application = locked(visit.application)
    fresh = SiteVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    fresh.application = application
    return fresh


def _planned(visit: SiteVisit, by: Account) -> SiteVisit:
    _require_planner(visit.application.call, by)
    fresh = locked_visit(visit)
    if fresh.state != VisitState.PLANNED:
        raise Stale(OVER, code="over")
    return fresh


@one_transaction
def change_visit(visit: SiteVisit, *, team: Team, route: Route, by: Account) -> SiteVisit:
    """Move a planned visit or change its team; what was written so far stays. Team and unit are told."""
    fresh = _planned(visit, by)
    _check_time(route.at)
    _check_team(fresh.application.call, [fresh.application], team)
    fresh.planned_at, fresh.place = route.at, route.place or place_of(fresh.application)
    fresh.save(update_fields=["planned_at", "place"])
    _seat_anew(fresh, team)
    _record(Verb.VISIT_PLANNED, fresh, by, planned_at=fresh.planned_at, team=[a.username for a in team.members])
    _tell_team(fresh, _invitation([fresh]), by=by)
    _tell_unit(fresh, _announcement(fresh))
    return fresh


def _seat_anew(visit: SiteVisit, team: Team) -> None:
    was_there = set(visit.visitors.filter(was_present=True).values_list("account", flat=True))
    visit.visitors.all().delete()
    _seat(visit, team)
    visit.visitors.filter(account__in=was_there).update(was_present=True)


@one_transaction
def cancel_visit(visit: SiteVisit, *, reason: str, by: Account) -> SiteVisit:
    """Call a planned visit off with a reason; another one may be planned. Team and unit are told."""
    fresh = _planned(visit, by)
    if not reason.strip():
        raise Refusal(_("Write the reason. The team and the unit read it."), field="reason")
    fresh.state = VisitState.CANCELLED
    fresh.save(update_fields=["state"])
    _record(Verb.VISIT_CANCELLED, fresh, by, reason=reason.strip())
    facts = {**_facts(fresh), "reason": reason.strip()}

    def wording() -> str:
        return _("The visit to %(studio)s on %(when)s is called off: %(reason)s") % facts

    _tell_team(fresh, wording, by=by)
    _tell_unit(fresh, wording)
    return fresh


@one_transaction
def close_visits(call: Call, *, by: Account) -> list[Application]:
    """End the visits of a call: each case has a reported visit and no open finding, and all go to the next stage."""
    if not by.scope.holds(call.union, Role.CHAIR):
        raise Forbidden(_("The chair of the naming union closes the visits."))
    Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    waiting = call.applications.filter(state=Stage.VISIT).order_by("pk")
    cases = [a for a in (locked(a) for a in waiting) if a.state == Stage.VISIT]
    if not cases:
        raise Refusal(_("No case of this call stands at the visits."))
    missing = unreported(call)
    if missing:
        raise Refusal(_("No visit is reported yet for: %(cases)s.") % {"cases": names_of(missing)})
    require_settled(open_findings(call).filter(application__in=cases))
    for application in cases:
        move(application, require_step(StepName.CLOSE_VISITS, application, by), by=by)
    return cases
