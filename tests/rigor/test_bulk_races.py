"""Two people act on the same selected rows at once: one does all, the other nothing."""

from functools import partial

import pytest

from studios.choices.showcase import StoryState
from studios.models import Member, Story
from studios.ui.bulk.acts import Done, Work
from studios.ui.bulk.publishing import PUBLISH
from studios.ui.bulk.team import LEAVE
from tests.factories import make_county, make_named_studio, make_officer, make_person, make_union
from tests.rigor.crowd import all_at_once
from tests.story import make_desk, submitted
from unions import clock
from unions.choices.people import Role
from unions.errors import Stale
from unions.models import Account, AuditEvent
from unions.queries.audit import verify_chain

pytestmark = pytest.mark.django_db(transaction=True)


def crowd(rows: list, people: list[Account], act, **words) -> list:
    """Everybody acts on the same rows, half of them from the other end."""
    assert all(somebody.scope for somebody in people)
    return all_at_once(
        [
            partial(act.run, Work(rows[:: -1 if number % 2 else 1], words, somebody))
            for number, somebody in enumerate(people)
        ]
    )


def test_stories_are_published_by_one_of_four() -> None:
    desk = make_desk()
    rows = [submitted(desk) for _ in range(3)]
    answers = crowd(rows, [make_officer(desk.union, Role.CHAIR) for _ in range(4)], PUBLISH)
    assert (sum(isinstance(a, Done) for a in answers), sum(isinstance(a, Stale) for a in answers)) == (1, 3)
    assert Story.objects.filter(state=StoryState.PUBLISHED).values("checked_by").distinct().count() == 1
    assert AuditEvent.objects.filter(verb="story.published").count() == 3
    assert verify_chain().bad_position is None


def test_members_leave_once() -> None:
    studio = make_named_studio(make_union("甲厂工会", parent=make_county(make_union("测试市总工会"))))
    rows = [Member.objects.create(studio=studio, person=make_person(home=studio.union)) for _ in range(3)]
    people = [make_officer(studio.union) for _ in range(4)]
    answers = crowd(rows, people, LEAVE, left_on=clock.today())
    assert (sum(isinstance(a, Done) for a in answers), sum(isinstance(a, Stale) for a in answers)) == (1, 3)
    assert AuditEvent.objects.filter(verb="member.saved").count() == 3
    assert verify_chain().bad_position is None
