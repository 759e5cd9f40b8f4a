"""A city whose call shows its list to the public, and the ways into such a notice."""

from typing import Any

from studios.actions.notices import draft_notice, publish_notice
from studios.actions.objections import Received, Settlement, register_objection, sift_objection
from studios.choices.reviews import ObjectionState
from studios.models import Application, Objection, PublicNotice
from tests.city import City
from tests.factories import moment
from tests.review import make_review_city, qualified
from unions import clock
from unions.actions.calendar import seed_calendar

FIRST, LAST, AFTER = moment(2026, 9, 28), moment(2026, 10, 9, 23, 59), moment(2026, 10, 10, 0, 1)
CANARY, CONTACT = "异议人金丝雀", "13877770009"


def make_notice_city(cases: int = 2, **plan: Any) -> tuple[City, list[Application]]:
    """A call without panel or meeting whose cases stand at the notice; the calendar of 2024 to 2026 is there."""
    seed_calendar()
    city = make_review_city("notice", **plan)
    return city, qualified(city, cases)


def published(city: City) -> PublicNotice:
    """The notice of all that stand at it."""
    draft = draft_notice(city.call, by=city.city_clerk)
    return publish_notice(draft, by=city.city_chair, revision=draft.revision)


def objected(city: City, notice: PublicNotice, case: Application | None = None, **more: Any) -> Objection:
    """An objection that a person sent in."""
    received = Received(text="成果归属有疑问", name=CANARY, contact=CONTACT, application=case, **more)
    return register_objection(notice, received=received, by=None)


def accepted(city: City, notice: PublicNotice, case: Application | None = None) -> Objection:
    """An objection that is being looked into."""
    made = objected(city, notice, case)
    return sift_objection(made, by=city.city_clerk, accept=True, revision=made.revision)


def ends(outcome: str = ObjectionState.NOT_UPHELD, **more: Any) -> Settlement:
    """How an objection is settled."""
    return Settlement(outcome=outcome, finding="查无实据", reply="经核实，情况不实。", **more)


def at_first_day() -> Any:
    """The clock stands on 28 September 2026, a Monday; five working days end on 9 October."""
    return clock.at(FIRST)
