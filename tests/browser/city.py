"""A small city: its federation, a county, an industrial union, units, and an officer for every desk."""

from dataclasses import dataclass, field

from studios.actions.reference import load_reference as load_dictionaries
from studios.models import ModelWorker, Studio
from tests.factories import make_account, make_appointment, make_county, make_studio, make_union
from unions.actions.reference import load_reference as load_industries
from unions.choices.people import Role
from unions.models import Account, Industry, Union

OFFICERS = {
    "city": (Role.CLERK, Role.CHAIR, Role.ADMINISTRATOR, Role.AUDITOR),
    "county": (Role.CLERK, Role.CHAIR),
    "trade": (Role.CLERK, Role.CHAIR),
    "plant": (Role.CLERK, Role.CHAIR),
    "port": (Role.CLERK, Role.CHAIR),
}


@dataclass
class City:
    """The unions by their short names; usernames are `<union>-<role>`."""

    unions: dict[str, Union]
    accounts: dict[str, Account] = field(default_factory=dict)
    studios: dict[str, Studio] = field(default_factory=dict)
    workers: dict[str, ModelWorker] = field(default_factory=dict)


def build_city():
    """The tree, its people and the dictionaries."""
    load_industries()
    load_dictionaries()
    root = make_union("澄江市总工会", code="CJ", county="", office_phone="0570-88001200")
    county = make_county(root, "河西县总工会", code="CJ-HX", county="河西县")
    trade = make_union("澄江市机械冶金工会", parent=root, code="CJ-JX", kind="industrial", level="county")
    industry = Industry.objects.get(code="37")
    unit = {"industry": industry, "county": "河西县"}
    plant = make_union("河西车辆厂工会", parent=county, employer="河西轨道车辆有限公司", **unit)
    foundry = make_union("澄江铸造厂工会", parent=trade, employer="澄江铸造有限公司", **unit)
    port = make_union("澄江港务局工会", parent=root, employer="澄江港务集团有限公司", **unit)
    unions = {"city": root, "county": county, "trade": trade, "plant": plant, "foundry": foundry, "port": port}
    city = City(unions)
    for name, roles in OFFICERS.items():
        for role in roles:
            appoint(city, name, role)
    make_appointment(make_account("keeper", name="字典管理员", is_staff=True), root, Role.ADMINISTRATOR)
    city.studios["port"] = make_studio(port, "潮信劳模创新工作室")
    return city


def appoint(city, union, role):
    """An officer `<union>-<role>`; those of a unit have their home there."""
    place = city.unions[union]
    home = place if place.is_grassroots else None
    account = make_account(f"{union}-{role}", name=f"{place.name[:4]}{Role(role).label}", home=home)
    make_appointment(account, place, role)
    city.accounts[account.username] = account
