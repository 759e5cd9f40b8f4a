"""Site visits as sheets of a package: what a team saw, to those whom the case's page shows it."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from studios.models import Application, Call, SiteVisit
from studios.queries.visits import SheetRow, readable_visit, readable_visits, visit_sheet
from studios.values.packing.sheets import Sheet, moment_text
from unions.models import Account


def visit_of_case(application: Application, account: Account) -> Sheet | None:
    """Who went when, what was found, and each criterion judged on site; None where the account reads no visit."""
    visit = readable_visit(application, account)
    if visit is None:
        return None
    head = [pgettext("archive", "Field"), _("Content")]
    return Sheet(_("Site visit"), head, [list(pair) for pair in _report(visit, visit_sheet(visit))])


def visits_of_call(call: Call, account: Account) -> Sheet:
    """The visits that the account reads, one under the other in the order of the schedule."""
    head = [_("Number"), pgettext("archive", "Field"), _("Content")]
    rows = [
        [visit.application.number, *pair]
        for visit in readable_visits(call, account)
        for pair in [(_("Studio"), visit.application.studio.name), *_report(visit)]
    ]
    return Sheet(_("Site visits"), head, rows)


def _report(visit: SiteVisit, sheet: Sequence[SheetRow] = ()) -> list[tuple[str, str]]:
    """What there is to say by now; `sheet` are the criteria."""
    pairs = [
        (_("State"), str(visit.standing.label)),
        (_("Planned for"), moment_text(visit.planned_at)),
        (_("Place"), visit.place),
        (_("Visiting team"), _team(visit)),
    ]
    if visit.reported_at:
        pairs += [
            (_("Who of the unit was there"), visit.present),
            (_("What the team found"), visit.findings),
            *((row.criterion.criterion.name, _seen(row)) for row in sheet),
            (_("Points of 100"), _points(visit.points)),
            (_("Reported on"), moment_text(visit.reported_at)),
        ]
    return pairs


def _team(visit: SiteVisit) -> str:
    """The team as the page of the case names it: its head, and who was not there."""
    names = []
    for member in visit.visitors.all():
        marks = [_("head")] if member.is_head else []
        if visit.reported_at and not member.was_present:
            marks.append(_("was not there"))
        names.append(f"{member.account}（{'，'.join(marks)}）" if marks else str(member.account))
    return "、".join(names)


def _seen(row: SheetRow) -> str:
    return f"{_points(row.points)} / {_points(row.criterion.points)}　{row.note}".rstrip("　")


def _points(points: Decimal | None) -> str:
    return "—" if points is None else f"{points.normalize():f}"
