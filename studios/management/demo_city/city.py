"""The demo city as a whole, in the order of time."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from studios.actions.reference import load_reference as load_dictionaries
from studios.management.demo_city.accounts import ROOT, Officers
from studios.management.demo_city.calendar import enter_calendar
from studios.management.demo_city.calls import INDUSTRY, LAST, Calls
from studios.management.demo_city.cases import World
from studios.management.demo_city.desk_work import DeskWork
from studios.management.demo_city.letters import Letters
from studios.management.demo_city.meetings import Meetings
from studios.management.demo_city.namings import Namings
from studios.management.demo_city.offices import address_of, phone_of
from studios.management.demo_city.originals import Originals
from studios.management.demo_city.pages import Pages
from studios.management.demo_city.papers import Papers
from studios.management.demo_city.pictures import Pictures
from studios.management.demo_city.places import Places
from studios.management.demo_city.plan import planned
from studios.management.demo_city.register import Register
from studios.management.demo_city.review_calls import FINISHED, REVIEW_CALLS
from studios.management.demo_city.reviews import Reviews
from studios.management.demo_city.scenes import Scenes
from studios.management.demo_city.searches import add_misses
from studios.management.demo_city.stories import Stories
from studios.management.demo_city.timeline import BEGAN, Agenda, Timeline
from studios.management.demo_city.views import add_views
from studios.management.demo_city.words import Words
from studios.models import Application, Result, Studio
from unions import clock
from unions.actions.calendar import seed_calendar
from unions.actions.messages import read_all_messages
from unions.actions.reference import load_reference as load_industries
from unions.actions.unions import edit_union
from unions.choices.people import Role
from unions.imports.unions import import_union_sheet
from unions.models import Account, Union

# Units that do not work in the system yet: a clerk above may file for them.
FILED_FOR = ("DL-U026", "DL-U040")
UNIONS = Path(settings.BASE_DIR) / "unions" / "data" / "demo_unions.csv"


@transaction.atomic
def build_city() -> dict[str, int]:
    """Build everything and say how much there is."""
    seed_calendar()
    timeline = Timeline()
    agenda = Agenda(timeline)
    with clock.at(timeline.at(BEGAN)):
        officers = _found(timeline)
    register = Register(officers, Words(timeline.today))
    agenda.add(BEGAN - 3, lambda: register.enter(planned()))
    agenda.add(90, lambda: register.enter_rest(planned()))
    namings, calls = Namings(register, officers, timeline), Calls(officers, timeline)
    _plan_papers(agenda, namings, calls)
    world = World(officers, calls, register.studios, timeline)
    Scenes(world, agenda).add_decisions()
    reviews = Reviews(world)
    for part in (
        reviews,
        Meetings(reviews),
        Places(world),
        Papers(world),
        Originals(world),
        Pages(world),
        Stories(world),
        Letters(world),
        DeskWork(world),
    ):
        part.plan(agenda)
    agenda.add(40, Pictures(register, officers).add)
    agenda.add(15, lambda: calls.extend(INDUSTRY, officers.unions["DL-U029"], ago=-5))
    agenda.add(21, _read_old_messages)
    agenda.add(7, officers.make_deputy)
    agenda.add(1, lambda: add_misses(timeline.today))
    agenda.add(1, lambda: add_views(officers))
    agenda.run()
    return _counts()


def _plan_papers(agenda: Agenda, namings: Namings, calls: Calls) -> None:
    """Earlier papers, and the calls."""
    agenda.add(BEGAN - 8, namings.record)
    agenda.add(BEGAN - 10, namings.suspend)
    agenda.add(200, namings.revoke)
    agenda.add(500, calls.open_last)
    agenda.add(370, lambda: calls.close(LAST))
    agenda.add(200, lambda: calls.close(FINISHED))
    agenda.add(45, calls.open_this)
    agenda.add(60, calls.open_industry)
    agenda.add(30, calls.open_county)
    agenda.add(50, calls.open_unit)
    agenda.add(2, calls.draft_next)
    for key, review in REVIEW_CALLS.items():
        agenda.add(review.opened, lambda key=key: calls.open_review(key))


def _read_old_messages() -> None:
    """Nobody begins with a year of unread messages."""
    for account in Account.objects.filter(messages__read_at=None).distinct():
        read_all_messages(by=account)


def _counts() -> dict[str, int]:
    """What there is now, for whoever ran the command."""
    models = {"unions": Union, "accounts": Account, "studios": Studio, "results": Result, "applications": Application}
    return {name: model.objects.count() for name, model in models.items()}


def _found(timeline: Timeline) -> Officers:
    """Reference data, tree and accounts."""
    load_industries()
    load_dictionaries()
    import_union_sheet(UNIONS.read_bytes(), by=None)
    unions = {u.code: u for u in Union.objects.select_related("parent", "industry")}
    officers = Officers(timeline, unions)
    officers.make_all()
    enter_calendar(timeline.today, by=officers.known[ROOT, Role.CLERK])
    for number, union in enumerate(unions.values()):
        facts = {"office_phone": phone_of(number), "address": address_of(union, number)}
        logs_in = union.code not in FILED_FOR
        edit_union(union, by=officers.known[ROOT, Role.ADMINISTRATOR], logs_in=logs_in, **facts)
    return officers
