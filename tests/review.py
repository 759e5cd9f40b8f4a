"""A city whose call reviews, and cases that passed qualification in it."""

from dataclasses import replace
from typing import Any

from studios.models import Application, ReviewPlan
from tests.city import City, make_city, ready
from tests.factories import make_officer, make_studio, make_union, make_worker, number
from unions.choices.people import Role


def make_review_city(*stages: str, **plan: Any) -> City:
    """A city whose call has these optional stages on besides recommendation, with its review settings."""
    city = make_city()
    city.call.path = ["recommendation", *stages]
    city.call.save()
    ReviewPlan.objects.create(call=city.call, **plan)
    return city


def another_unit(city: City) -> City:
    """The same city seen from another unit of the county, with a studio of its own."""
    n = number()
    unit = make_union(f"另厂{n}工会", parent=city.county, employer=f"另厂{n}")
    studio = make_studio(unit, f"另一工作室{n}", lead=make_worker(f"另立{n}", home=unit))
    clerk, chair = (make_officer(unit, role) for role in (Role.CLERK, Role.CHAIR))
    return replace(city, unit=unit, unit_clerk=clerk, unit_chair=chair, studio=studio)


def qualified(city: City, cases: int = 1) -> list[Application]:
    """That many cases of different units that passed qualification; they stand in the first stage that is on."""
    first = [ready(city)]
    return first + [ready(another_unit(city)) for _ in range(cases - 1)]
