"""A recommender's ranked list: all of it is handed over or none, and each refusal names its case."""

from datetime import timedelta
from io import BytesIO

import pytest

from studios.actions import desks
from studios.actions.attachments import keep_file
from studios.actions.batches import (
    BatchRefused,
    Report,
    add_cases,
    discard_batch,
    drop_case,
    hand_over_batch,
    move_case,
    save_batch,
    start_batch,
)
from studios.choices.calls import Stage
from studios.models import Application, Quota, QuotaPlace, RecommendationBatch
from studios.permissions import OWN_CASE
from studios.queries.batches import CHANGED, batch_rows, listed_cases, waiting_cases
from tests.city import City, again, at_county, make_city, sign
from tests.factories import make_honour, make_officer
from tests.files import make_pdf
from tests.review import another_unit
from unions import clock
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent, Message

pytestmark = pytest.mark.django_db
NUMBER = "测县工〔2026〕7号"


@pytest.fixture
def city(settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return make_city()


def waiting(city: City, count: int) -> list[Application]:
    return [at_county(city), *(at_county(another_unit(city)) for _ in range(count - 1))]


def started(city: City) -> RecommendationBatch:
    return start_batch(city.call, city.county, by=city.county_clerk)


def fresh(batch: RecommendationBatch) -> RecommendationBatch:
    return RecommendationBatch.objects.with_parties().get(pk=batch.pk)


def listing(city: City, cases: list[Application]) -> RecommendationBatch:
    """An open list of the cases with its report written and its scan kept."""
    batch = add_cases(started(city), cases, by=city.county_clerk, revision=0)
    scan = keep_file(BytesIO(make_pdf()), name="汇总表.pdf", by=city.county_clerk, union=city.county, slot="batch")
    report = Report("测县工(2026)7号", "经集体研究，同意推荐。", "县主席", clock.today())
    return save_batch(batch, by=city.county_clerk, revision=batch.revision, report=report, scan=scan)


def ranks(batch: RecommendationBatch) -> list[str]:
    return list(batch.lines.order_by("rank").values_list("application__number", flat=True))


def hand_over(batch: RecommendationBatch, city: City) -> RecommendationBatch:
    return hand_over_batch(batch, by=city.county_chair, revision=fresh(batch).revision)


def test_every_case_goes_on_with_the_one_opinion_number_and_scan(city):
    cases = waiting(city, 3)
    batch = hand_over(listing(city, cases), city)
    assert (batch.number, batch.handed_by) == (NUMBER, city.county_chair)
    for case in cases:
        given = case.opinion_records.get(union=city.county)
        assert again(case).state == Stage.QUALIFICATION
        assert (given.text, given.signer, given.scan) == ("经集体研究，同意推荐。", "县主席", batch.scan)
        assert not case.stamped_scans.exists()
    assert AuditEvent.objects.filter(verb=Verb.BATCH_HANDED).count() == 1
    told = Message.objects.filter(url=batch.get_absolute_url())
    assert {m.account_id for m in told} == {city.city_clerk.pk, city.city_chair.pk}


def test_a_recommender_has_one_open_list(city):
    one = started(city)
    assert start_batch(city.call, city.county, by=city.county_chair) == one


@pytest.mark.parametrize("who", ["city_clerk", "unit_clerk"])
def test_others_start_no_list(city, who):
    with pytest.raises(Forbidden):
        start_batch(city.call, city.county, by=getattr(city, who))


def test_a_unit_and_the_naming_union_do_not_recommend(city):
    for union, by in ((city.unit, city.unit_clerk), (city.city, city.city_clerk)):
        with pytest.raises(Refusal) as refused:
            start_batch(city.call, union, by=by)
        assert refused.value.code == "no_recommender"


def test_only_what_waits_at_the_desk_is_listed(city):
    gone = waiting(city, 1)[0]
    desks.forward(gone, by=city.county_chair, opinion=sign(), revision=gone.revision)
    batch = started(city)
    assert waiting_cases(batch) == []
    with pytest.raises(Refusal, match=gone.number):
        add_cases(batch, [gone], by=city.county_clerk, revision=0)


def test_a_case_is_listed_once(city):
    cases = waiting(city, 2)
    batch = add_cases(started(city), cases, by=city.county_clerk, revision=0)
    add_cases(batch, cases, by=city.county_clerk, revision=1)
    assert ranks(batch) == [c.number for c in cases]


def test_cases_move_up_and_down_and_leave_the_list(city):
    a, b, c = waiting(city, 3)
    batch = add_cases(started(city), [a, b, c], by=city.county_clerk, revision=0)
    line = {row.application_id: row.pk for row in batch.lines.all()}
    batch = move_case(batch, line[c.pk], by=city.county_clerk, revision=1, up=True)
    assert ranks(batch) == [a.number, c.number, b.number]
    batch = move_case(batch, line[a.pk], by=city.county_clerk, revision=2, up=False)
    assert ranks(batch) == [c.number, a.number, b.number]
    batch = move_case(batch, line[c.pk], by=city.county_clerk, revision=3, up=True)
    assert (ranks(batch), batch.revision) == ([c.number, a.number, b.number], 3)
    batch = drop_case(batch, line[c.pk], by=city.county_clerk, revision=3)
    assert list(batch.lines.order_by("rank").values_list("rank", flat=True)) == [1, 2]


def test_a_stale_page_changes_nothing(city):
    cases = waiting(city, 2)
    batch = add_cases(started(city), cases, by=city.county_clerk, revision=0)
    with pytest.raises(Stale):
        add_cases(batch, cases, by=city.county_chair, revision=0)
    with pytest.raises(Stale):
        save_batch(batch, by=city.county_chair, revision=0, report=Report())
    with pytest.raises(Stale):
        hand_over_batch(batch, by=city.county_chair, revision=0)


def test_over_the_quota_none_goes_and_each_case_too_many_is_named(city):
    cases = waiting(city, 3)
    Quota.objects.create(call=city.call, union=city.county, places=1)
    with pytest.raises(BatchRefused) as refused:
        hand_over(listing(city, cases), city)
    assert len(refused.value.faults) == 2
    assert cases[1].number in refused.value.faults[0]
    assert "测试市总工会" in refused.value.faults[1]
    assert {again(c).state for c in cases} == {Stage.RECOMMENDATION}
    assert not QuotaPlace.objects.exists()
    assert RecommendationBatch.objects.get().is_open


def test_places_are_taken_in_the_order_of_the_list(city):
    cases = waiting(city, 2)
    Quota.objects.create(call=city.call, union=city.county, places=2)
    hand_over(listing(city, cases[::-1]), city)
    assert list(QuotaPlace.objects.order_by("number").values_list("application", flat=True)) == [
        cases[1].pk,
        cases[0].pk,
    ]


def test_a_case_recommended_by_itself_meanwhile_is_named(city):
    one, two = waiting(city, 2)
    batch = listing(city, [one, two])
    desks.forward(one, by=city.county_chair, opinion=sign(), revision=one.revision)
    assert [bool(row.fault) for row in listed_cases(batch)] == [True, False]
    with pytest.raises(BatchRefused) as refused:
        hand_over(batch, city)
    assert [one.number in fault for fault in refused.value.faults] == [True]
    assert again(two).state == Stage.RECOMMENDATION


def test_a_case_submitted_anew_is_named(city):
    one, two = waiting(city, 2)
    batch = listing(city, [one, two])
    Application.objects.filter(pk=two.pk).update(version_count=2)
    with pytest.raises(BatchRefused) as refused:
        hand_over(batch, city)
    assert [str(CHANGED) in fault for fault in refused.value.faults] == [True]


def test_a_chair_hands_over_no_case_of_the_own_unit(city):
    one, two = waiting(city, 2)
    batch = listing(city, [one, two])
    city.county_chair.home = one.union
    city.county_chair.save()
    with pytest.raises(BatchRefused) as refused:
        hand_over(batch, city)
    assert len(refused.value.faults) == 1
    assert str(OWN_CASE) in refused.value.faults[0]


def test_a_case_filed_for_the_unit_needs_its_scan(city):
    one, two = waiting(city, 2)
    batch = listing(city, [one, two])
    Application.objects.filter(pk=one.pk).update(is_proxy=True)
    assert [bool(row.fault) for row in listed_cases(batch)] == [True, False]
    with pytest.raises(BatchRefused) as refused:
        hand_over(batch, city)
    assert [one.number in fault for fault in refused.value.faults] == [True]


def test_the_clerk_prepares_and_the_chair_hands_over(city):
    batch = listing(city, waiting(city, 1))
    with pytest.raises(Forbidden):
        hand_over_batch(batch, by=city.county_clerk, revision=batch.revision)
    city.call.single_sign = True
    city.call.save()
    assert not hand_over_batch(batch, by=city.county_clerk, revision=batch.revision).is_open


def test_what_the_report_lacks_is_named_at_once(city):
    batch = started(city)
    with pytest.raises(BatchRefused) as refused:
        hand_over(batch, city)
    assert len(refused.value.faults) == 6


def test_a_number_is_taken_once_by_a_recommender(city):
    hand_over(listing(city, waiting(city, 1)), city)
    second = listing(city, [at_county(another_unit(city))])
    with pytest.raises(Refusal) as refused:
        hand_over(second, city)
    assert refused.value.field == "number"
    assert RecommendationBatch.objects.open().count() == 1


def test_a_date_in_the_future_is_refused(city):
    report = Report(signed_on=clock.today() + timedelta(days=1))
    with pytest.raises(Refusal) as refused:
        save_batch(started(city), by=city.county_clerk, revision=0, report=report)
    assert refused.value.field == "signed_on"


def test_what_was_handed_over_stays(city):
    batch = hand_over(listing(city, waiting(city, 1)), city)
    with pytest.raises(Stale):
        hand_over(batch, city)
    with pytest.raises(Stale):
        discard_batch(batch, by=city.county_chair, revision=batch.revision)


def test_a_list_thrown_away_leaves_the_cases(city):
    cases = waiting(city, 2)
    batch = listing(city, cases)
    discard_batch(batch, by=city.county_clerk, revision=batch.revision)
    assert not RecommendationBatch.objects.exists()
    assert {again(c).state for c in cases} == {Stage.RECOMMENDATION}
    with pytest.raises(Stale):
        discard_batch(batch, by=city.county_clerk, revision=0)


def test_a_case_handed_over_is_recalled_by_itself(city):
    one, two = waiting(city, 2)
    quota = Quota.objects.create(call=city.call, union=city.county, places=2)
    hand_over(listing(city, [one, two]), city)
    desks.recall(one, by=city.county_chair, revision=again(one).revision)
    assert (again(one).state, again(two).state) == (Stage.RECOMMENDATION, Stage.QUALIFICATION)
    assert quota.taken_places.filter(freed_at=None).count() == 1


def test_the_naming_union_sees_what_was_handed_over_and_no_draft(city):
    batch = started(city)
    seen = RecommendationBatch.objects.visible_to
    assert list(seen(city.county_clerk)) == [batch]
    assert list(seen(city.city_clerk)) == []
    RecommendationBatch.objects.update(handed_at=clock.now())
    assert list(seen(city.city_clerk)) == [batch]
    assert list(seen(city.unit_clerk)) == []
    assert list(seen(make_officer(another_unit(city).unit, Role.CHAIR))) == []


def test_the_rows_of_the_paper_come_from_the_versions(city, django_assert_num_queries):
    make_honour()
    one, two = waiting(city, 2)
    batch = listing(city, [two, one])
    with django_assert_num_queries(2):
        rows = batch_rows(batch)
    assert [(r.rank, r.number, r.unit) for r in rows] == [
        (1, two.number, two.union.employer_name),
        (2, one.number, "测试厂"),
    ]
    assert (rows[1].studio, rows[1].leads, rows[1].kind) == ("草稿工作室", ("周立民",), "劳模创新工作室")
