"""Site visits and departmental reviews: who goes where, what was seen, and what other departments found."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from studios.choices.calls import FINAL, Stage
from studios.choices.reviews import SeatState, VisitState
from studios.models import (
    Application,
    Attachment,
    Call,
    Consultation,
    DepartmentFinding,
    PanelSeat,
    Recusal,
    ReviewPlan,
    Rubric,
    SiteVisit,
    VisitLine,
    Visitor,
)
from studios.queries.rubrics import VISIT, CaseCriterion, criteria_of, rubric_of
from unions import clock
from unions.choices.people import Role
from unions.models import Account

CANDIDATES = (Stage.PANEL, Stage.VISIT, Stage.MEETING, Stage.NOTICE)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One criterion judged on site, and what the team wrote of it."""

    criterion: CaseCriterion
    points: Decimal | None
    note: str


def photo_slot(visit: SiteVisit) -> str:
    """Under which slot a visit's photos are kept."""
    return f"visit-{visit.pk}"


def team_first() -> Prefetch:
    """The team of a visit with its names, the head first."""
    return Prefetch("visitors", Visitor.objects.select_related("account").order_by("-is_head", "pk"))


def visits_of(call: Call) -> QuerySet[SiteVisit]:
    """Every visit of a call with case and team at hand."""
    rows = SiteVisit.objects.filter(application__call=call)
    return rows.select_related("application__studio", "application__union", "application__call")


def awaiting_report() -> QuerySet[Application]:
    """Cases that stand at the visit and of which no visit was reported."""
    reported = SiteVisit.objects.filter(application=OuterRef("pk"), state=VisitState.REPORTED)
    return Application.objects.filter(~Exists(reported), state=Stage.VISIT)


def standing_visits(call: Call) -> QuerySet[SiteVisit]:
    """Those that were not called off, in the order of the schedule, with their teams."""
    rows = visits_of(call).exclude(state=VisitState.CANCELLED).prefetch_related(team_first())
    return rows.order_by("planned_at", "pk")


def own_visits(account: Account) -> QuerySet[SiteVisit]:
    """The visits of whose team the account is, those called off left out."""
    rows = SiteVisit.objects.filter(visitors__account=account).exclude(state=VisitState.CANCELLED)
    return rows.select_related("application__studio", "application__union", "application__call__union").distinct()


def without_visit(call: Call) -> QuerySet[Application]:
    """Cases that stand at the visits and for which none is planned."""
    standing = SiteVisit.objects.filter(application=OuterRef("pk")).exclude(state=VisitState.CANCELLED)
    rows = call.applications.filter(~Exists(standing), state=Stage.VISIT)
    return rows.select_related("studio", "union").order_by("number")


def team_candidates(call: Call) -> QuerySet[Account]:
    """Who may go: experts with seats in the call, and officers of the naming union."""
    seats = PanelSeat.objects.filter(call=call, state__in=[SeatState.INVITED, SeatState.DECLARED])
    officers = Account.objects.holding(call.union, Role.CLERK, Role.CHAIR).values("pk")
    return Account.objects.active().filter(
        Q(pk__in=seats.filter(expert__account__isnull=False).values("expert__account")) | Q(pk__in=officers)
    )


def is_of_unit(account: Account, application: Application) -> bool:
    """Whether the account's home is the case's own unit or lies below it."""
    return account.home is not None and account.home.path.startswith(application.union.path)


def barred_from(application: Application, accounts: Collection[Account]) -> list[Account]:
    """Those of the accounts that must not visit this case: of its own unit, or recused from it as experts."""
    pks = [a.pk for a in accounts]
    recusals = Recusal.objects.filter(application=application, seat__expert__account__in=pks)
    employed = PanelSeat.objects.filter(
        call=application.call_id,
        expert__account__in=pks,
        expert__person__home__path__startswith=application.union.path,
    )
    out = set(recusals.values_list("seat__expert__account", flat=True))
    out |= set(employed.values_list("expert__account", flat=True))
    return [a for a in accounts if a.pk in out or is_of_unit(a, application)]


def site_criteria(application: Application, rubric: Rubric | None) -> list[CaseCriterion]:
    """The criteria of a rubric that the visit's team judges for a case; none without a rubric."""
    return [c for c in criteria_of(rubric, application) if c.judge == VISIT] if rubric else []


def rubric_at(visit: SiteVisit) -> Rubric | None:
    """The version by which the visit was begun; the newest one before."""
    begun = Rubric.objects.filter(groups__criteria__in=VisitLine.objects.filter(visit=visit).values("criterion"))
    return begun.first() or rubric_of(visit.application.call)


def visit_sheet(visit: SiteVisit) -> list[SheetRow]:
    """Each criterion judged on site with what was written."""
    lines = {line.criterion_id: line for line in VisitLine.objects.filter(visit=visit)}
    found = site_criteria(visit.application, rubric_at(visit))
    return [
        SheetRow(c, lines[c.pk].points, lines[c.pk].note) if c.pk in lines else SheetRow(c, None, "") for c in found
    ]


def photos_of(visit: SiteVisit) -> QuerySet[Attachment]:
    """The photos of a visit that were not taken out."""
    return Attachment.objects.filter(slot=photo_slot(visit), removed_at=None, union=visit.application.call.union_id)


def scores_are_open(call: Call) -> bool:
    """Whether units may read scores by now."""
    return ReviewPlan.objects.filter(call=call, opens_scores_at__lte=clock.now()).exists()


def readable_visit(application: Application, account: Account) -> SiteVisit | None:
    """The visit as a case's page shows it: to the naming union's desks, to others once reported and scores are open."""
    if Stage.VISIT not in application.call.stages:
        return None
    rows = SiteVisit.objects.filter(application=application).exclude(state=VisitState.CANCELLED)
    visit = rows.prefetch_related(team_first()).first()
    if visit is None:
        return None
    visit.application = application
    if account.scope.covers(application.call.union):
        return visit
    return visit if visit.state == VisitState.REPORTED and scores_are_open(application.call) else None


def readable_visits(call: Call, account: Account) -> QuerySet[SiteVisit]:
    """The visits of a call of which `readable_visit` shows something to this account, with team and case at hand."""
    rows = standing_visits(call) if Stage.VISIT in call.stages else SiteVisit.objects.none()
    if account.scope.covers(call.union):
        return rows
    if not scores_are_open(call):
        return rows.none()
    return rows.filter(state=VisitState.REPORTED, application__in=Application.objects.readable_by(account))


def unreported(call: Call) -> list[Application]:
    """Cases that stand at the visits without a reported visit."""
    return list(awaiting_report().filter(call=call).select_related("studio").order_by("number"))


def candidates(call: Call) -> QuerySet[Application]:
    """Cases that stand in the review: whom other departments are asked about."""
    return call.applications.filter(state__in=CANDIDATES).select_related("studio", "union__parent").order_by("number")


def consultations_of(call: Call) -> QuerySet[Consultation]:
    """What was sent to departments, with how many findings came back and how many are open."""
    still_open = Count("findings", filter=Q(findings__settled_at=None))
    return call.consultations.annotate(found=Count("findings"), unsettled=still_open)


def readable_findings(application: Application, account: Account) -> list[DepartmentFinding]:
    """What departments said against a case, for the naming union's desks alone."""
    call = application.call
    if not set(CANDIDATES) & set(call.stages) or not account.scope.covers(call.union):
        return []
    rows = application.department_findings.select_related("consultation", "settled_by", "application__studio")
    return list(rows.order_by("pk"))


def open_findings(call: Call) -> QuerySet[DepartmentFinding]:
    """Findings that nobody has settled, of cases that still run; they block closing, freezing and naming."""
    rows = DepartmentFinding.objects.filter(application__call=call, settled_at=None)
    rows = rows.exclude(application__state__in=FINAL)
    return rows.select_related("application__studio", "consultation").order_by("application__number", "pk")
