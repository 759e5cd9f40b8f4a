"""A named studio with its officers and a verified result, and the letters that come to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from studios.actions.adoptions import Use, report_adoption
from studios.actions.cooperation import Wish, send_request
from studios.actions.letters import Sender
from studios.models import Adoption, CooperationRequest, Result, Studio
from tests.factories import make_county, make_industry, make_named_studio, make_officer, make_union, make_worker, moment
from tests.studios.views.public.rows import make_verified
from unions.choices.people import Role
from unions.models import Account, Union

# A Monday; the calendar knows 1 October as a holiday.
MONDAY = moment(2026, 9, 21)
CONTACT, PHONE = "来信人金丝雀", "13977770008"


@dataclass
class Post:
    """Who sends to whom."""

    city: Union
    county: Union
    unit: Union
    studio: Studio
    result: Result
    people: dict[str, Account]

    def __getattr__(self, name: str) -> Account:
        """`unit_clerk`, `county_chair`, …"""
        return self.people[name]


def make_post() -> Post:
    """City, county and unit, each with a clerk, a chair and an auditor; an expert's and an administrator's account."""
    city = make_union("测试市总工会")
    county = make_county(city, "测试县总工会")
    unit = make_union("测试厂工会", parent=county, employer="测试厂")
    people = {
        f"{name}_{role}": make_officer(union, role)
        for name, union in {"unit": unit, "county": county, "city": city}.items()
        for role in (Role.CLERK, Role.CHAIR, Role.AUDITOR)
    }
    people["county_administrator"] = make_officer(county, Role.ADMINISTRATOR)
    people["sibling_clerk"] = make_officer(make_union("邻厂工会", parent=county), Role.CLERK)
    lead = make_worker("周立民", home=unit)
    studio = make_named_studio(unit, "周立民工作室", lead=lead, county="明德区", industry=make_industry())
    result = make_verified(studio, "焊接变形控制法", area="process")
    return Post(city, county, unit, studio, result, people)


def sender(**changes: str) -> Sender:
    """A unit and whom to call there."""
    facts = {"organisation": "外地重工", "contact_name": CONTACT, "contact_phone": PHONE}
    return Sender(**facts | changes)


def reported(post: Post, *, key: str = "", **changes: str) -> Adoption:
    """A unit says that it uses the result."""
    use = Use(county="海晏区", effect="返工率下降")
    return report_adoption(post.result, sender=sender(**changes), use=use, idempotency_key=key)


def asked(post: Post, *, key: str = "", result: Result | None = None, **changes: str) -> CooperationRequest:
    """Somebody asks for advice."""
    wish = Wish(kind="advice", text="想请教参数整定。", result=result)
    return send_request(post.studio, sender=sender(**changes), wish=wish, idempotency_key=key)


def typed(**changes: Any) -> dict[str, Any]:
    """What the public types into the form of a request."""
    return {
        "kind": "advice",
        "text": "想请教参数整定。",
        "organisation": "外地重工",
        "contact_name": CONTACT,
        "contact_phone": PHONE,
        "key": "k1",
    } | changes


def day(number: int, hour: int = 9) -> datetime:
    """A day of September 2026."""
    return moment(2026, 9, number, hour)
