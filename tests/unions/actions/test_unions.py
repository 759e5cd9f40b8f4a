import pytest

from studios.choices.calls import Stage
from studios.models import ApplicationDesk
from tests.factories import (
    make_account,
    make_application,
    make_appointment,
    make_call,
    make_county,
    make_officer,
    make_person,
    make_studio,
    make_union,
)
from unions import clock
from unions.actions.unions import close_union, edit_union, found_union, merge_unions, move_union, rename_union
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal
from unions.models import Appointment, AuditEvent, FormerName, Message, Union, UnionChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make_union("东澜市总工会", code="DL")


@pytest.fixture
def administrator(city):
    return make_officer(city, Role.ADMINISTRATOR)


def found(parent, by, **fields):
    fields = {"code": "DL-D01", "name": "明德区总工会", "kind": "federation", "level": "county"} | fields
    return found_union(by=by, parent=parent, **fields)


def refusal(act, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    return str(caught.value.message), caught.value.field


def verbs():
    return list(AuditEvent.objects.order_by("position").values_list("verb", flat=True))


def history(union):
    return list(union.changes.values_list("kind", "before", "after"))


def told(account):
    return list(Message.objects.filter(account=account).values_list("text", flat=True))


# Founding


def test_a_founded_union_stands_below_its_parent_and_its_parent_is_told(city, administrator):
    clerk = make_officer(city, Role.CLERK, language="en")
    union = found(city, administrator, credit_code="89990001MC00000016", members_count=12)
    assert (union.path, union.members_count) == (f"{city.pk}.{union.pk}.", 12)
    assert history(union) == [("founded", "", "DL-D01 明德区总工会")]
    assert verbs() == [Verb.UNION_FOUNDED]
    assert told(clerk) == ["明德区总工会 was founded below your union."]


def test_the_first_union_has_a_code_of_letters():
    union = found_union(by=None, parent=None, code="dl", name="东澜市总工会", kind="federation", level="city")
    assert (union.code, union.path) == ("DL", f"{union.pk}.")


def test_there_is_one_union_at_the_top(city):
    _text, field = refusal(found, None, None, code="XY")
    assert field == "parent"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"code": "DL-D09"}, "code"),
        ({"code": "DL-OLD"}, "code"),
        ({"code": "XX-D01"}, "code"),
        ({"name": "安澜市总工会"}, "name"),
        ({"level": "unit"}, "level"),
        ({"level": "province"}, "level"),
        ({"kind": "grassroots"}, "level"),
        ({"credit_code": "89990009MC0000009J"}, "credit_code"),
    ],
)
def test_a_code_name_or_place_that_is_taken_or_impossible_is_refused_at_its_field(city, administrator, fields, field):
    other = make_county(city, "安澜市总工会", code="DL-D09", credit_code="89990009MC0000009J")
    FormerName.objects.create(union=other, name="安澜县总工会", code="DL-OLD", until_on=clock.today())
    assert refusal(found, city, administrator, **fields)[1] == field
    assert Union.objects.count() == 2


def test_no_union_stands_below_a_grassroots_union(city, administrator):
    unit = make_union("某厂工会", parent=city)
    assert refusal(found, unit, administrator, level="town")[1] == "parent"


def test_only_an_administrator_of_the_union_above_founds(city):
    one, other = make_county(city), make_county(city)
    for by in (make_officer(one, Role.CHAIR), make_officer(other, Role.ADMINISTRATOR)):
        with pytest.raises(Forbidden):
            found(one, by, level="town")


# Renaming and facts


def test_a_renamed_union_is_found_by_its_former_name_and_code(city, administrator):
    union = make_county(city, "安澜县总工会", code="DL-C09")
    rename_union(union, by=administrator, name="安澜市总工会", code="dl-d09", reason="撤县设市")
    for text in ("安澜县总工会", "安澜市总工会", "DL-C09", "dl-d09"):
        assert list(Union.objects.called(text)) == [union]
    assert history(union) == [("renamed", "DL-C09 安澜县总工会", "DL-D09 安澜市总工会")]
    assert verbs() == [Verb.UNION_RENAMED]


def test_the_same_name_again_changes_nothing(city, administrator):
    rename_union(city, by=administrator, name="东澜市总工会")
    assert (verbs(), history(city)) == ([], [])


def test_the_root_keeps_its_code(city, administrator):
    assert refusal(rename_union, city, by=administrator, name="东澜市总工会", code="EL")[1] == "code"


def test_edited_facts_are_recorded_by_field(city, administrator):
    edit_union(city, by=administrator, office_phone="0599-1234567", address="解放路1号")
    assert history(city) == [("edited", "", "office_phone address")]
    assert AuditEvent.objects.get().details == {"fields": ["office_phone", "address"]}


def test_a_level_that_no_longer_fits_the_unions_below_is_refused(city, administrator):
    county = make_county(city)
    make_union(parent=county, kind="federation", level="town")
    assert refusal(edit_union, county, by=administrator, level="town")[1] == "level"


# Moving


def test_a_moved_union_takes_its_subtree_along(city, administrator):
    one, other = make_county(city), make_county(city)
    town = make_union("镇", parent=one, kind="federation", level="town")
    unit = make_union("厂", parent=town)
    move_union(town, by=administrator, parent=other, reason="区划调整")
    town.refresh_from_db()
    unit.refresh_from_db()
    assert (town.parent_id, town.path) == (other.pk, f"{other.path}{town.pk}.")
    assert unit.path == f"{other.path}{town.pk}.{unit.pk}."
    assert list(Union.objects.at_or_below(one)) == [one]
    assert verbs() == [Verb.UNION_MOVED]


@pytest.mark.parametrize("below", [1, 12])
def test_moving_takes_the_same_number_of_queries_whatever_stands_below(
    city, administrator, below, django_assert_num_queries
):
    one, other = make_county(city), make_county(city)
    town = make_union(parent=one, kind="federation", level="town")
    for _number in range(below):
        make_union(parent=town)
    assert administrator.scope.is_administrator
    with django_assert_num_queries(17):
        move_union(town, by=administrator, parent=other)


def test_a_union_never_stands_below_itself(city, administrator):
    county = make_county(city)
    town = make_union(parent=county, kind="federation", level="town")
    assert refusal(move_union, county, by=administrator, parent=town)[1] == "parent"


def test_moving_needs_an_administrator_of_both_sides(city):
    one, other = make_county(city), make_county(city)
    town = make_union(parent=one, kind="federation", level="town")
    with pytest.raises(Forbidden):
        move_union(town, by=make_officer(one, Role.ADMINISTRATOR), parent=other)
    with pytest.raises(Forbidden):
        move_union(one, by=make_officer(one, Role.ADMINISTRATOR), parent=one)


def test_moving_leaves_the_desks_of_cases_as_they_were(city, administrator):
    one, other = make_county(city), make_county(city)
    unit = make_union(parent=one)
    application = make_application(make_call(city), make_studio(unit))
    ApplicationDesk.objects.create(application=application, position=1, stage=Stage.RECOMMENDATION, union=one)
    move_union(unit, by=administrator, parent=other)
    assert [d.union for d in application.desks.all()] == [one]


# Merging


def test_the_survivor_takes_people_studios_cases_desks_and_names(city, administrator):
    old, into = make_county(city, "旧区总工会"), make_county(city, "新区总工会")
    unit = make_union("厂", parent=old)
    officer = make_officer(old, Role.CHAIR)
    account, person, studio = make_account(home=old), make_person(home=old), make_studio(old)
    application = make_application(
        make_call(city), make_studio(unit), state=Stage.RECOMMENDATION, desk=old, version_count=1
    )
    ApplicationDesk.objects.create(application=application, position=1, stage=Stage.RECOMMENDATION, union=old)
    merge_unions(old, by=administrator, into=into, reason="合并")
    for row in (old, unit, account, person, studio, application):
        row.refresh_from_db()
    assert (old.state, old.successor, unit.parent) == ("merged", into, into)
    assert unit.path == f"{into.path}{unit.pk}."
    assert (account.home, person.home, studio.union, application.desk) == (into, into, into, into)
    assert [d.union for d in application.desks.all()] == [into]
    assert list(Union.objects.active().called("旧区总工会")) == [into]
    waiting = Appointment.objects.awaiting().get()
    assert (waiting.account, waiting.awaits, waiting.role) == (officer, into, Role.CHAIR)
    assert history(into) == [("merged", "旧区总工会", "新区总工会")]
    assert UnionChange.objects.filter(union=unit, kind="moved").count() == 1


def test_the_survivors_officers_are_told_what_they_took_over(city, administrator):
    old, into = make_county(city, "旧区总工会"), make_county(city, "新区总工会")
    make_studio(old)
    clerk, stranger = make_officer(into, Role.CLERK, language="en"), make_officer(city, Role.CLERK)
    merge_unions(old, by=administrator, into=into)
    assert sorted(told(clerk)) == [
        "From 旧区总工会 you have taken over 1 studios and 0 applications; 0 cases under way pass your desk.",
        "旧区总工会 was merged into 新区总工会. Its people and work are yours from today.",
    ]
    assert told(stranger) == []


def test_a_merger_waits_until_studios_have_different_names(city, administrator):
    old, into = make_county(city), make_county(city)
    make_studio(old, "陈工作室")
    make_studio(into, "陈工作室")
    text, _field = refusal(merge_unions, old, by=administrator, into=into)
    assert "陈工作室" in text
    assert Union.objects.get(pk=old.pk).is_active


def test_unions_of_different_kinds_and_unions_below_do_not_take_over(city, administrator):
    county = make_county(city)
    town = make_union(parent=county, kind="federation", level="town")
    unit = make_union(parent=city)
    assert refusal(merge_unions, county, by=administrator, into=unit)[1] == "into"
    assert refusal(merge_unions, county, by=administrator, into=town)[1] == "into"
    with pytest.raises(Forbidden):
        merge_unions(city, by=administrator, into=county)


def test_a_merged_union_neither_moves_nor_merges_again(city, administrator):
    old, into = make_county(city), make_county(city)
    merge_unions(old, by=administrator, into=into)
    refusal(merge_unions, old, by=administrator, into=into)
    refusal(move_union, old, by=administrator, parent=into)
    refusal(rename_union, old, by=administrator, name="新名")


# Closing


def test_a_union_with_nothing_closes_and_its_appointments_end(city, administrator):
    unit = make_union(parent=city)
    officer = make_officer(unit)
    close_union(unit, by=administrator, reason="企业注销")
    unit.refresh_from_db()
    assert (unit.state, unit.successor) == ("closed", None)
    assert not officer.appointments.open(clock.today()).exists()
    assert not Appointment.objects.awaiting().exists()


def test_a_union_with_a_studio_needs_a_successor(city, administrator):
    unit, heir = make_union(parent=city), make_union(parent=city)
    studio = make_studio(unit)
    assert refusal(close_union, unit, by=administrator)[1] == "successor"
    close_union(unit, by=administrator, successor=heir)
    studio.refresh_from_db()
    assert studio.union == heir


def test_a_union_with_unions_below_does_not_close(city, administrator):
    county = make_county(city)
    make_union(parent=county)
    text, _field = refusal(close_union, county, by=administrator)
    assert Union.objects.get(pk=county.pk).is_active
    assert text


def test_an_administrator_does_not_close_the_own_union(city):
    county = make_county(city)
    with pytest.raises(Forbidden):
        close_union(county, by=make_officer(county, Role.ADMINISTRATOR))


def test_a_refused_change_leaves_no_trace(city, administrator):
    county, unit = make_county(city), make_union(parent=city)
    make_appointment(make_account(), county)
    refusal(merge_unions, county, by=administrator, into=unit)
    assert (verbs(), UnionChange.objects.count(), FormerName.objects.count()) == ([], 0, 0)
