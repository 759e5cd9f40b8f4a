"""Paper originals: the columns of their list, and their place on the page of a case."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.choices.originals import Lack, StampOf
from studios.models import Application
from studios.permissions import compares_scans, takes_paper_at
from studios.queries.originals import paper_of_case
from studios.queries.stamped_scans import stamped_scans, stamping_desks
from unions.models import Account
from unions.ui.listing import Column


def _at_recommender(row: Any) -> Any:
    return row.at_recommender if row.recommender_desk else None


def _recommender_stamp(row: Any) -> Any:
    """Without a recommender nothing is missing."""
    return (row.recommender_stamp or _("missing")) if row.recommender_desk else None


def _state(row: Any) -> Lack:
    return Lack.NAMING if row.copies_missing else Lack.NOTHING


def _unit(row: Any) -> str:
    return row.union.employer_name or row.union.name


COLUMNS = [
    Column(
        key="studio",
        label=gettext_lazy("Studio"),
        value=lambda a: a.studio.name,
        sort="studio__name",
        link=lambda a: f"{a.get_absolute_url()}#originals",
        sub=lambda a: a.number,
    ),
    Column(key="unit", label=gettext_lazy("Unit"), value=_unit, sort="union__name"),
    Column(
        key="recommender",
        label=gettext_lazy("Recommending union"),
        value=lambda a: a.recommender_name,
        sort="recommender_name",
    ),
    Column(
        key="unit_stamp",
        label=StampOf.UNIT.label,
        value=lambda a: a.unit_stamp or _("missing"),
        kind="date",
        sort="unit_stamp",
    ),
    Column(
        key="recommender_stamp",
        label=StampOf.RECOMMENDER.label,
        value=_recommender_stamp,
        kind="date",
        sort="recommender_stamp",
    ),
    Column(
        key="naming_stamp",
        label=StampOf.NAMING.label,
        value=lambda a: a.naming_stamp or _("missing"),
        kind="date",
        sort="naming_stamp",
    ),
    Column(
        key="at_recommender",
        label=gettext_lazy("Copies at the recommender"),
        value=_at_recommender,
        kind="number",
        sort="at_recommender",
    ),
    Column(
        key="at_naming",
        label=gettext_lazy("Copies at the naming union"),
        value=lambda a: a.at_naming,
        kind="number",
        sort="at_naming",
    ),
    Column(
        key="missing",
        label=gettext_lazy("Copies missing"),
        value=lambda a: a.copies_missing,
        kind="number",
        sort="copies_missing",
    ),
    Column(
        key="last",
        label=gettext_lazy("Last received"),
        value=lambda a: a.last_on,
        kind="date",
        sort="last_on",
        is_default=False,
    ),
    Column(key="paper", label=gettext_lazy("State of the paper"), value=_state, kind="state"),
    Column(
        key="call",
        label=gettext_lazy("Call"),
        value=lambda a: a.call.title,
        sort="call__title",
        is_default=False,
    ),
]


def paper_on_case_page(application: Application, account: Account) -> dict[str, Any]:
    """Scans of stamps and who adds or compares them; where the paper is of a case whose call asks for some."""
    if not application.version_count:
        return {}
    found: dict[str, Any] = {
        "stamps": stamped_scans(application),
        "may_compare_scans": compares_scans(account, application),
        "may_add_scans": bool(stamping_desks(application, account)),
    }
    if application.call.paper_copies:
        paper = paper_of_case(application)
        found |= {"originals": paper, "paper_desk": takes_paper_at(account, application, paper.desks)}
    return found
