"""Plain functions that make experts, seats, assignments and a small rubric for tests."""

from decimal import Decimal
from typing import Any

from studios.choices.reviews import Method, SeatState
from studios.models import (
    Application,
    Assignment,
    Band,
    Call,
    Criterion,
    Expert,
    PanelSeat,
    Rubric,
    RubricGroup,
)
from tests.factories import make_account, make_person, number
from unions import clock
from unions.models import IndustryGroup, Union


def make_specialty(code: str = "equipment", name: str = "装备制造") -> IndustryGroup:
    """An industry group."""
    return IndustryGroup.objects.get_or_create(code=code, defaults={"name_zh": name, "name_en": code})[0]


def make_expert(
    union: Union, name: str = "", *, specialties: tuple[IndustryGroup, ...] = (), signs_in: bool = True, **fields: Any
) -> Expert:
    """An expert of a union's pool, with an account unless told otherwise; `home` is the person's."""
    person = fields.pop("person", None) or make_person(name or f"专家{number()}", home=fields.pop("home", None))
    if signs_in:
        fields.setdefault("account", make_account(name=person.name))
    expert = Expert.objects.create(union=union, person=person, added_at=clock.now(), **fields)
    expert.specialties.set(specialties)
    return expert


def make_seat(call: Call, expert: Expert | None = None, **fields: Any) -> PanelSeat:
    """A seat of an expert who has declared; `state="invited"` for one who has not."""
    now = clock.now()
    fields.setdefault("state", SeatState.DECLARED)
    fields.setdefault("number", call.seats.count() + 1)
    if fields["state"] == SeatState.DECLARED:
        fields.setdefault("declared_at", now)
    return PanelSeat.objects.create(call=call, expert=expert or make_expert(call.union), invited_at=now, **fields)


def make_assignment(seat: PanelSeat, application: Application, **fields: Any) -> Assignment:
    """A case on an expert's queue."""
    fields.setdefault("position", seat.assignments.count() + 1)
    return Assignment.objects.create(seat=seat, application=application, made_at=clock.now(), **fields)


def make_simple_rubric(call: Call, **fields: Any) -> Rubric:
    """Two criteria of 60 and 40 points for the panel, each with three bands; no automatic ones."""
    rubric = Rubric.objects.create(call=call, name="测试细则", made_at=clock.now(), **fields)
    group = RubricGroup.objects.create(rubric=rubric, position=1, name="成果与效益")
    for position, (name, points) in enumerate((("成果", 60), ("作用", 40)), start=1):
        criterion = Criterion.objects.create(
            group=group, position=position, name=name, points=Decimal(points), method=Method.EXPERT
        )
        for band, (word, least, most) in enumerate((("好", 80, 100), ("中", 60, 79), ("差", 0, 59)), start=1):
            low, high = (Decimal(points) * share / 100 for share in (least, most))
            Band.objects.create(criterion=criterion, position=band, name=word, least=low, most=high, anchor=word)
    return rubric
