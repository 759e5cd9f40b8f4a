"""Places of recommenders: counted at the last one, freed by the rule, granted by the level above."""

from datetime import timedelta

import pytest

from studios.actions import desks
from studios.actions.quotas import grant_places, hand_over_quotas, set_quotas
from studios.choices.calls import Stage
from studios.models import Application, CallStage, Quota, QuotaGrant
from studios.queries.quotas import QuotaSpec
from tests.city import City, again, at_city, at_county, make_city, sign
from tests.factories import make_call, make_county, make_kind, make_officer, make_union
from tests.review import another_unit
from unions import clock
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def allot(city: City, places: int, **extra) -> Quota:
    return Quota.objects.create(call=city.call, union=city.county, places=places, **extra)


def taken(quota: Quota) -> int:
    return Quota.objects.with_counts().get(pk=quota.pk).taken


def forward(application: Application, city: City):
    return desks.forward(application, by=city.county_chair, opinion=sign(), revision=again(application).revision)


def pass_the_date(city: City) -> None:
    CallStage.objects.filter(call=city.call, stage=Stage.RECOMMENDATION).update(due_at=clock.now() - timedelta(hours=1))


def withdraw(application: Application, city: City) -> None:
    desks.withdraw(application, by=city.unit_chair, note="设备搬迁", revision=again(application).revision)


def test_a_place_is_taken_when_the_last_recommender_forwards(city):
    quota = allot(city, 2)
    application = at_county(city)
    assert taken(quota) == 0
    forward(application, city)
    assert taken(quota) == 1
    assert application.places.get().number == 1


def test_without_a_quota_there_is_no_limit(city):
    assert at_city(city).state == Stage.QUALIFICATION
    assert not Quota.objects.exists()


def test_over_the_quota_the_refusal_says_how_many_and_who_grants(city):
    allot(city, 1)
    at_city(city)
    second = at_county(another_unit(city))
    with pytest.raises(Refusal) as refused:
        forward(second, city)
    words = str(refused.value.message)
    assert refused.value.code == "quota"
    assert ["测试县总工会" in words, "1" in words, "测试市总工会" in words] == [True, True, True]
    assert again(second).state == Stage.RECOMMENDATION
    assert second.opinion_records.filter(union=city.county).count() == 0


def test_a_grant_opens_a_further_place_and_tells_the_recommender(city):
    quota = allot(city, 1)
    at_city(city)
    second = at_county(another_unit(city))
    grant_places(quota, by=city.city_chair, places=1, reason="产业重点")
    forward(second, city)
    assert taken(quota) == 2
    told = Message.objects.filter(url=quota.get_absolute_url())
    assert {m.account_id for m in told} == {city.county_clerk.pk, city.county_chair.pk}
    assert "产业重点" in told.first().text
    assert AuditEvent.objects.filter(verb=Verb.QUOTA_GRANTED).count() == 1


@pytest.mark.parametrize(("places", "reason", "field"), [(0, "重点", "places"), (1, "  ", "reason")])
def test_a_grant_needs_places_and_a_reason(city, places, reason, field):
    quota = allot(city, 1)
    with pytest.raises(Refusal) as refused:
        grant_places(quota, by=city.city_chair, places=places, reason=reason)
    assert refused.value.field == field
    assert not QuotaGrant.objects.exists()


@pytest.mark.parametrize("who", ["city_clerk", "county_chair", "unit_chair"])
def test_only_the_chair_of_the_level_above_grants(city, who):
    quota = allot(city, 1)
    with pytest.raises(Forbidden):
        grant_places(quota, by=getattr(city, who), places=1, reason="重点")


def test_a_single_sign_call_lets_the_clerk_grant(city):
    city.call.single_sign = True
    city.call.save()
    assert grant_places(allot(city, 1), by=city.city_clerk, places=1, reason="重点").places == 1


def test_nothing_is_granted_in_a_closed_call(city):
    quota = allot(city, 1)
    city.call.state = "closed"
    city.call.save()
    with pytest.raises(Stale):
        grant_places(quota, by=city.city_chair, places=1, reason="重点")


def test_a_withdrawal_before_the_date_frees_the_place_later_not(city):
    quota = allot(city, 2)
    early, late = at_city(city), None
    other = another_unit(city)
    late = at_city(other)
    withdraw(early, city)
    assert taken(quota) == 1
    pass_the_date(city)
    withdraw(late, other)
    assert taken(quota) == 1


def test_an_extension_moves_the_date_until_which_a_place_is_freed(city):
    quota = allot(city, 1)
    application = at_city(city)
    pass_the_date(city)
    city.call.extensions.create(
        union=city.county,
        stage=Stage.RECOMMENDATION,
        due_at=clock.now() + timedelta(days=2),
        reason="台风",
        at=clock.now(),
    )
    withdraw(application, city)
    assert taken(quota) == 0


@pytest.mark.parametrize(("is_late", "left"), [(False, 1), (True, 0)])
def test_not_qualified_frees_by_the_same_rule(city, is_late, left):
    quota = allot(city, 1)
    application = at_city(city)
    if is_late:
        pass_the_date(city)
    desks.refuse(application, by=city.city_chair, note="不符合", revision=application.revision)
    assert 1 - taken(quota) == left


def test_a_recalled_recommendation_frees_its_place_even_after_the_date(city):
    quota = allot(city, 1)
    application = at_city(city)
    pass_the_date(city)
    desks.recall(application, by=city.county_chair, revision=application.revision)
    assert taken(quota) == 0
    forward(application, city)
    assert taken(quota) == 1


def returned(city: City) -> Application:
    application = at_city(city)
    desks.return_application(
        application,
        by=city.city_clerk,
        note="请补充",
        remarks={"results": "补充"},
        due_at=clock.now() + timedelta(days=5),
        revision=application.revision,
    )
    return again(application)


def test_a_return_keeps_the_place(city):
    quota = allot(city, 1)
    application = returned(city)
    assert taken(quota) == 1
    withdraw(application, city)
    assert taken(quota) == 0


def test_sent_back_and_put_forward_again_is_one_place(city):
    quota = allot(city, 1)
    application = at_city(city)
    desks.send_back(application, by=city.city_clerk, note="请核对", revision=application.revision)
    assert taken(quota) == 1
    forward(application, city)
    assert taken(quota) == 1
    assert application.places.count() == 1


def test_sent_back_and_then_refused_frees_the_place(city):
    quota = allot(city, 1)
    application = at_city(city)
    desks.send_back(application, by=city.city_clerk, note="请核对", revision=application.revision)
    desks.refuse(application, by=city.county_chair, note="不推荐", revision=again(application).revision)
    assert taken(quota) == 0


def test_a_recalled_refusal_needs_its_place_again(city):
    quota = allot(city, 1)
    application = at_city(city)
    desks.refuse(application, by=city.city_chair, note="不符合", revision=application.revision)
    second = at_county(another_unit(city))
    forward(second, city)
    with pytest.raises(Refusal) as refused:
        desks.recall(application, by=city.city_chair, revision=again(application).revision)
    assert refused.value.code == "quota"
    assert again(application).state == Stage.UNQUALIFIED
    grant_places(quota, by=city.city_chair, places=1, reason="撤回误判")
    desks.recall(application, by=city.city_chair, revision=again(application).revision)
    assert (again(application).state, taken(quota)) == (Stage.QUALIFICATION, 2)


def test_a_reopened_case_needs_its_place_again(city):
    quota = allot(city, 1)
    application = at_city(city)
    withdraw(application, city)
    at_city(another_unit(city))
    with pytest.raises(Refusal) as refused:
        desks.reopen(application, by=city.city_chair, note="误撤", revision=again(application).revision)
    assert refused.value.code == "quota"
    assert taken(quota) == 1


def test_only_the_last_of_two_recommenders_counts(city):
    town = make_union("某镇工会", parent=city.county, kind="federation", level="town")
    town_chair = make_officer(town, Role.CHAIR)
    city.unit.parent, city.unit.path = town, f"{town.path}{city.unit.pk}."
    city.unit.save()
    quota = allot(city, 1)
    application = at_county(city)
    assert application.desk == town
    desks.forward(application, by=town_chair, opinion=sign(), revision=application.revision)
    assert taken(quota) == 0
    forward(application, city)
    assert taken(quota) == 1


def test_a_kinds_own_quota_counts_before_the_one_for_all(city):
    every, other, own = allot(city, 5), allot(city, 5, kind=make_kind("工匠创新工作室")), None
    own = allot(city, 1, kind=city.studio.kind)
    at_city(city)
    assert [taken(q) for q in (every, other, own)] == [0, 0, 1]


def specs(city: City, places: int | None, floor: int | None = None) -> list[QuotaSpec]:
    return [QuotaSpec(union=city.county, places=places, floor=floor)]


def test_places_are_set_by_the_naming_union_and_recorded(city):
    assert set_quotas(city.call, by=city.city_clerk, rows=specs(city, 3, 1)) == 1
    quota = Quota.objects.get()
    assert (quota.union, quota.places, quota.floor) == (city.county, 3, 1)
    assert set_quotas(city.call, by=city.city_clerk, rows=specs(city, 3, 1)) == 0
    assert AuditEvent.objects.filter(verb=Verb.QUOTA_SAVED).count() == 1


def test_others_set_no_places(city):
    with pytest.raises(Forbidden):
        set_quotas(city.call, by=city.county_chair, rows=specs(city, 3))


def test_an_open_call_neither_raises_nor_lifts_a_quota(city):
    quota = allot(city, 2)
    for places in (3, None):
        with pytest.raises(Refusal) as refused:
            set_quotas(city.call, by=city.city_clerk, rows=specs(city, places))
        assert refused.value.field == f"places_{city.county.pk}"
    quota.refresh_from_db()
    assert quota.places == 2


def test_a_draft_call_changes_freely(city):
    call = make_call(city.city, state="draft")
    city.call = call
    set_quotas(call, by=city.city_clerk, rows=specs(city, 2))
    set_quotas(call, by=city.city_clerk, rows=specs(city, 4))
    assert Quota.objects.get().places == 4
    set_quotas(call, by=city.city_clerk, rows=specs(city, None))
    assert not Quota.objects.exists()


def test_places_never_fall_below_what_is_taken(city):
    quota = allot(city, 3)
    at_city(city)
    at_city(another_unit(city))
    with pytest.raises(Refusal) as refused:
        set_quotas(city.call, by=city.city_clerk, rows=specs(city, 1))
    assert (refused.value.code, refused.value.field) == ("taken", f"places_{city.county.pk}")
    set_quotas(city.call, by=city.city_clerk, rows=specs(city, 2))
    quota.refresh_from_db()
    assert quota.places == 2
    assert Message.objects.filter(account=city.county_chair, url=quota.get_absolute_url()).count() == 1


def test_a_quota_set_later_counts_what_was_put_forward_before(city):
    at_city(city)
    at_county(another_unit(city))
    gone = another_unit(city)
    withdraw(at_city(gone), gone)
    set_quotas(city.call, by=city.city_clerk, rows=specs(city, 2))
    assert taken(Quota.objects.get()) == 1


def test_a_quota_set_later_is_no_smaller_than_what_was_put_forward(city):
    at_city(city)
    at_city(another_unit(city))
    with pytest.raises(Refusal) as refused:
        set_quotas(city.call, by=city.city_clerk, rows=specs(city, 1))
    assert (refused.value.code, refused.value.field) == ("taken", f"places_{city.county.pk}")
    assert not Quota.objects.exists()


def test_a_floor_above_the_places_and_a_union_that_does_not_recommend_are_refused(city):
    with pytest.raises(Refusal) as refused:
        set_quotas(city.call, by=city.city_clerk, rows=specs(city, 2, 3))
    assert refused.value.field == f"floor_{city.county.pk}"
    with pytest.raises(Refusal) as refused:
        set_quotas(city.call, by=city.city_clerk, rows=[QuotaSpec(union=city.unit, places=1)])
    assert refused.value.code == "no_recommender"


def test_a_floor_is_never_enforced(city):
    quota = allot(city, 2, floor=2)
    at_city(city)
    assert taken(quota) == 1


def test_a_merged_union_hands_its_places_to_its_successor(city):
    quota = allot(city, 2)
    grant_places(quota, by=city.city_chair, places=1, reason="重点")
    at_city(city)
    heir = make_county(city.city, "承接县总工会")
    twin = Quota.objects.create(call=city.call, union=heir, places=3, floor=1)
    hand_over_quotas(city.county, to=heir)
    found = Quota.objects.with_counts().get()
    assert (found.pk, found.places, found.floor, found.granted, found.taken, found.left) == (twin.pk, 5, 1, 1, 1, 5)


def test_a_successor_without_a_quota_takes_the_row(city):
    quota = allot(city, 2)
    heir = make_county(city.city, "承接县总工会")
    hand_over_quotas(city.county, to=heir)
    quota.refresh_from_db()
    assert quota.union == heir
