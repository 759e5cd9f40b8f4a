"""A city, a county and a unit with their officers, an open call and a studio; and the walk of a case through them."""

from dataclasses import dataclass

from studios.actions import desks
from studios.actions.filings import open_application, submit_application
from studios.choices.sections import SectionKey
from studios.models import Application, Call, Studio
from tests.factories import make_call, make_county, make_officer, make_studio, make_union, make_worker
from unions import clock
from unions.choices.people import Role
from unions.models import Account, Union

NOTHING_WRONG = dict.fromkeys(SectionKey, 0)


@dataclass
class City:
    """Everybody and everything that a case needs."""

    city: Union
    county: Union
    unit: Union
    unit_clerk: Account
    unit_chair: Account
    county_clerk: Account
    county_chair: Account
    city_clerk: Account
    city_chair: Account
    call: Call
    studio: Studio


def make_city() -> City:
    """A small city with one county and one unit."""
    root = make_union("测试市总工会")
    county = make_county(root, "测试县总工会")
    unit = make_union("测试厂工会", parent=county, employer="测试厂")
    officers = [make_officer(union, role) for union in (unit, county, root) for role in (Role.CLERK, Role.CHAIR)]
    studio = make_studio(unit, "草稿工作室", lead=make_worker("周立民", home=unit))
    return City(root, county, unit, *officers, call=make_call(root), studio=studio)


def sign(text: str = "同意推荐。") -> desks.Signature:
    """An opinion signed today."""
    return desks.Signature(text=text, signer="签字人", signed_on=clock.today())


def again(application: Application) -> Application:
    """The case as the database has it now."""
    return Application.objects.with_parties().get(pk=application.pk)


def submitted(city: City) -> Application:
    """A case at the unit's desk."""
    application = open_application(city.call, city.studio, by=city.unit_clerk)
    submit_application(application, by=city.unit_clerk, idempotency_key=application.number, faults=NOTHING_WRONG)
    return again(application)


def at_county(city: City) -> Application:
    """A case that the unit agreed to."""
    application = submitted(city)
    desks.agree(application, by=city.unit_chair, opinion=sign(), revision=application.revision)
    return again(application)


def at_city(city: City) -> Application:
    """A case that the county recommended."""
    application = at_county(city)
    desks.forward(application, by=city.county_chair, opinion=sign(), revision=application.revision)
    return again(application)


def ready(city: City) -> Application:
    """A case that awaits its paper."""
    application = at_city(city)
    desks.pass_qualification(application, by=city.city_clerk, opinion=sign("合格"), revision=application.revision)
    return again(application)
