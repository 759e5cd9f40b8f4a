"""A unit says that it uses a result; the studio confirms it or not; confirmed ones alone count."""

import pytest

from studios.actions.adoptions import settle_adoption
from studios.choices.register import DesignationState, StudioState
from studios.choices.showcase import AdoptionState
from studios.models import Adoption, Designation, Result, ResultEntry, ShowcaseEntry
from tests.letters import CONTACT, PHONE, Post, make_post, reported
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return make_post()


def settled(post: Post, adoption: Adoption, state: str = AdoptionState.CONFIRMED, **more: str) -> Adoption:
    facts = {"by": post.unit_clerk, "seen": AdoptionState.REPORTED} | more
    return settle_adoption(adoption, state=state, **facts)


def counted(post: Post) -> tuple[int, int]:
    """Adopters in the figures of the studio and of the result."""
    entry = ShowcaseEntry.objects.get(studio=post.studio)
    return entry.adopters_count, ResultEntry.objects.get(result=post.result).users_count


def test_a_letter_comes_in_and_the_unit_is_told(post: Post) -> None:
    made = reported(post)
    assert (len(made.receipt), made.state, made.organisation) == (12, AdoptionState.REPORTED, "外地重工")
    told = Message.objects.filter(url=f"/desk/adoptions/{made.pk}/")
    assert {m.account for m in told} == {post.unit_clerk, post.unit_chair}
    event = AuditEvent.objects.get(verb="adoption.reported")
    assert (event.account, event.subject, event.details) == (None, f"#{made.pk}", {"result": post.result.pk})
    assert [m for m in told if CONTACT in m.text or PHONE in m.text or "外地重工" in m.text] == []
    assert counted(post) == (0, 0)


def test_only_a_confirmed_unit_counts(post: Post) -> None:
    made = settled(post, reported(post), note="已核实")
    assert (made.state, made.settled_by, made.note) == (AdoptionState.CONFIRMED, post.unit_clerk, "已核实")
    assert counted(post) == (1, 1)
    assert AuditEvent.objects.filter(verb="adoption.confirmed", account=post.unit_clerk).count() == 1
    settled(post, made, AdoptionState.DECLINED, note="已停用", seen=AdoptionState.CONFIRMED, by=post.unit_chair)
    assert counted(post) == (0, 0)
    settled(post, made, seen=AdoptionState.DECLINED)
    assert counted(post) == (1, 1)


def test_the_same_key_again_is_the_same_letter(post: Post) -> None:
    assert reported(post, key="k") == reported(post, key="k", organisation="别的名字")
    assert Adoption.objects.count() == 1


@pytest.mark.parametrize("name", ["外地重工", " 外地　重工 ", "外地重工 "])
def test_the_same_unit_is_taken_once(post: Post, name: str) -> None:
    reported(post)
    with pytest.raises(Refusal) as refused:
        reported(post, organisation=name)
    assert refused.value.field == "organisation"


def test_a_unit_that_was_not_confirmed_may_write_again(post: Post) -> None:
    first = settled(post, reported(post), AdoptionState.DECLINED, note="查无此事")
    reported(post)
    with pytest.raises(Refusal):
        settled(post, first, seen=AdoptionState.DECLINED)
    assert Adoption.objects.get(pk=first.pk).state == AdoptionState.DECLINED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"organisation": " "}, "organisation"),
        ({"organisation": "测试厂"}, "organisation"),
        ({"contact_name": ""}, "contact_name"),
        ({"contact_phone": " "}, "contact_phone"),
    ],
)
def test_what_is_missing_is_said_at_its_field(post: Post, changes: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        reported(post, **changes)
    assert refused.value.field == field
    assert not Adoption.objects.exists()


@pytest.mark.parametrize("why", ["secret", "reported", "revoked", "closed"])
def test_nothing_is_taken_for_what_is_not_public(post: Post, why: str) -> None:
    if why == "secret":
        Result.objects.update(is_secret=True)
    elif why == "reported":
        Result.objects.update(state="reported")
    elif why == "revoked":
        Designation.objects.update(state=DesignationState.CANCELLED)
    else:
        type(post.studio).objects.update(state=StudioState.CLOSED)
    with pytest.raises(Refusal) as refused:
        reported(post)
    assert refused.value.code == "closed"


@pytest.mark.parametrize("who", ["county_clerk", "city_chair", "unit_auditor", "sibling_clerk"])
def test_nobody_but_the_unit_settles(post: Post, who: str) -> None:
    with pytest.raises(Forbidden):
        settled(post, reported(post), by=post.people[who])


def test_for_a_unit_that_does_not_log_in_the_clerk_above_settles_and_is_told(post: Post) -> None:
    post.unit.logs_in = False
    post.unit.save()
    made = reported(post)
    assert {m.account for m in Message.objects.all()} == {post.county_clerk}
    assert settled(post, made, by=post.county_clerk).state == AdoptionState.CONFIRMED


def test_a_page_that_shows_an_older_state_is_stale(post: Post) -> None:
    made = settled(post, reported(post))
    with pytest.raises(Stale):
        settled(post, made, AdoptionState.DECLINED, note="x")


@pytest.mark.parametrize(
    ("state", "note", "field"), [("reported", "x", "state"), ("nonsense", "x", "state"), ("declined", " ", "note")]
)
def test_a_refusal_names_its_field(post: Post, state: str, note: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        settled(post, reported(post), state, note=note)
    assert refused.value.field == field
