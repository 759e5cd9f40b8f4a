"""Rubrics: the default, changes as versions, the lock, copies."""

from dataclasses import replace
from decimal import Decimal

import pytest

from studios.actions.rubrics import copy_rubric, default_spec, lock_rubric, make_default_rubric, save_rubric
from studios.actions.year_roll import Copy, copy_call
from studios.choices.calls import VetoGround
from studios.models import (
    Assignment,
    AutomaticPoints,
    Criterion,
    Expert,
    PanelSeat,
    ReviewPlan,
    Rubric,
    ScoreLine,
    ScoreSheet,
)
from studios.queries.rubrics import criteria_of, most_points, rubric_of, rubric_sources, spec_of
from studios.values.rubrics import BandSpec, CriterionSpec
from tests.city import make_city
from tests.factories import make_call, make_officer, make_person
from tests.review import make_review_city, qualified
from unions import clock
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(reference):
    return make_review_city("panel", "visit")


@pytest.fixture
def rubric(city):
    return make_default_rubric(city.call, by=city.city_clerk)


def seen(call):
    return spec_of(rubric_of(call)).fingerprint


def changed(call, by, change, note=""):
    spec = spec_of(rubric_of(call))
    return save_rubric(call, by=by, spec=change(spec), seen=spec.fingerprint, note=note)


def begin_sheet(rubric, application, state="draft"):
    """A sheet that an expert has begun."""
    expert = Expert.objects.create(union=rubric.call.union, person=make_person(), added_at=clock.now())
    number = PanelSeat.objects.count() + 1
    seat = PanelSeat.objects.create(
        call=rubric.call, expert=expert, number=number, state="declared", invited_at=clock.now()
    )
    assignment = Assignment.objects.create(seat=seat, application=application, made_at=clock.now())
    submitted = clock.now() if state == "submitted" else None
    version = application.versions.first()
    return ScoreSheet.objects.create(
        assignment=assignment, rubric=rubric, seen_version=version, state=state, submitted_at=submitted
    )


def test_the_default_is_the_rubric_of_the_rules(rubric):
    groups = [(g.name, sum(c.points for c in g.criteria.all())) for g in rubric.groups.all()]
    assert groups == [
        ("基础条件", 15),
        ("领衔人与团队", 15),
        ("运行管理", 10),
        ("攻关课题", 15),
        ("成果与效益", 25),
        ("人才培养", 12),
        ("示范辐射", 8),
        ("加分", 10),
    ]
    spec = spec_of(rubric)
    assert (spec.total(), spec.total(is_service=True), spec.bonus()) == (100, 100, 10)
    assert spec == default_spec()
    assert rubric.vetoes == VetoGround.values
    swapped = [(c.name, c.points, c.service_points) for c in spec.criteria if c.service_points]
    assert swapped == [("经济效益", 8, 4), ("社会效益与应用", 4, 8)]


def test_every_criterion_that_people_judge_has_bands_with_anchors(rubric):
    judged = Criterion.objects.filter(group__rubric=rubric).exclude(method="auto").prefetch_related("bands")
    assert judged.count() == 12
    assert all(band.anchor for c in judged for band in c.bands.all())
    assert {c.bands.first().most == c.points for c in judged} == {True}
    assert {bool(c.formula) for c in Criterion.objects.filter(method="auto")} == {True}


def test_the_default_is_recorded_and_made_once(city, rubric):
    event = AuditEvent.objects.latest("position")
    assert (event.verb, event.account) == (Verb.RUBRIC_SAVED, city.city_clerk)
    with pytest.raises(Refusal):
        make_default_rubric(city.call, by=city.city_clerk)


def test_only_the_naming_unions_officers_write_a_rubric(city):
    with pytest.raises(Forbidden):
        make_default_rubric(city.call, by=city.county_chair)
    assert not Rubric.objects.exists()


def test_a_closed_call_keeps_its_rubric(city, rubric):
    city.call.state = "closed"
    city.call.save()
    with pytest.raises(Stale):
        changed(city.call, city.city_clerk, lambda s: s.with_group("新组"))


def test_a_change_before_scoring_stays_in_the_version(city, rubric):
    after = changed(city.call, city.city_clerk, lambda s: s.with_group("特色工作"))
    assert (after.pk, after.number) == (rubric.pk, 1)
    assert [g.name for g in after.groups.all()][-1] == "特色工作"


def test_a_change_after_the_lock_is_the_next_version(city, rubric):
    lock_rubric(rubric)
    after = changed(city.call, city.city_clerk, lambda s: s.with_group("特色工作"), note="增加一组")
    assert (after.number, after.note, after.locked_at) == (2, "增加一组", None)
    assert spec_of(Rubric.objects.get(pk=rubric.pk)) == default_spec()
    assert rubric_of(city.call) == after


def test_the_old_version_can_be_locked_no_more(city, rubric):
    lock_rubric(rubric)
    changed(city.call, city.city_clerk, lambda s: s.with_group("特色工作"))
    with pytest.raises(Stale):
        lock_rubric(rubric)


def test_locking_is_recorded_once(rubric):
    first = lock_rubric(rubric).locked_at
    assert lock_rubric(rubric).locked_at == first
    assert AuditEvent.objects.filter(verb=Verb.RUBRIC_LOCKED).count() == 1


@pytest.mark.parametrize("state", ["submitted", "typed"])
def test_a_finished_sheet_fixes_the_rubric(city, rubric, state):
    begin_sheet(rubric, qualified(city)[0], state)
    with pytest.raises(Refusal):
        changed(city.call, city.city_clerk, lambda s: s.with_group("特色工作"))
    assert spec_of(rubric_of(city.call)) == default_spec()


def test_begun_sheets_go_on_by_the_next_version(city, rubric):
    sheet = begin_sheet(rubric, qualified(city)[0])
    lock_rubric(rubric)
    kept = Criterion.objects.get(name="分工协作")
    resized, gone = Criterion.objects.get(name="难度"), Criterion.objects.get(name="宣传")
    for criterion in (kept, resized, gone):
        ScoreLine.objects.create(sheet=sheet, criterion=criterion, points=2, band=criterion.bands.first())

    def change(spec):
        bigger = replace(spec.find(4, 3), points=Decimal(6), bands=())
        return spec.with_criterion(4, bigger, 3).without_criterion(7, 2)

    after = changed(city.call, city.city_clerk, change)
    sheet.refresh_from_db()
    assert (sheet.rubric, sheet.version, sheet.total) == (after, 1, None)
    lines = {line.criterion.name: line for line in sheet.lines.select_related("criterion__group")}
    assert {name: line.points for name, line in lines.items()} == {"分工协作": 2, "难度": None}
    assert {line.criterion.group.rubric_id for line in lines.values()} == {after.pk}


def test_two_people_do_not_overwrite_each_other(city, rubric):
    before = seen(city.call)
    changed(city.call, city.city_clerk, lambda s: s.with_group("特色工作"))
    with pytest.raises(Stale):
        save_rubric(city.call, by=city.city_chair, spec=default_spec().with_group("另一组"), seen=before)


def test_nothing_changed_is_nothing_written(city, rubric):
    count = AuditEvent.objects.count()
    changed(city.call, city.city_clerk, lambda s: s)
    assert AuditEvent.objects.count() == count


JUDGED = CriterionSpec(name="新指标", points=Decimal(2), method="expert")
AUTO = CriterionSpec(name="自动指标", points=Decimal(2), method="auto", formula="team_size", target=Decimal(5))


@pytest.mark.parametrize(
    ("criterion", "field"),
    [
        (replace(JUDGED, name=" "), "name"),
        (replace(JUDGED, name="难度"), "name"),
        (replace(JUDGED, points=Decimal("2.3")), "points"),
        (replace(JUDGED, service_points=Decimal("0.2")), "service_points"),
        (replace(AUTO, formula=""), "formula"),
        (replace(AUTO, target=None), "target"),
        (replace(AUTO, target=Decimal(0)), "target"),
        (replace(AUTO, formula="honour_rank"), "table"),
        (replace(AUTO, table=((Decimal(1), Decimal(3)),)), "table"),
        (replace(JUDGED, bands=(BandSpec(name="优", least=Decimal(1), most=Decimal(2)),)), "bands"),
        (replace(JUDGED, bands=(BandSpec(name="优", least=Decimal(0), most=Decimal("1.5")),)), "bands"),
        (replace(JUDGED, bands=(BandSpec(name="优", least=Decimal(2), most=Decimal(0)),)), "bands"),
        (replace(JUDGED, bands=(BandSpec(name="优", least=Decimal(0), most=Decimal("1.2")),)), "bands"),
    ],
)
def test_what_could_not_be_scored_by_is_refused(city, rubric, criterion, field):
    with pytest.raises(Refusal) as refused:
        changed(city.call, city.city_clerk, lambda s: s.with_criterion(1, criterion))
    assert refused.value.field == field


def test_groups_need_names_of_their_own(city, rubric):
    for name in ("", "基础条件"):
        with pytest.raises(Refusal) as refused:
            changed(city.call, city.city_clerk, lambda s, name=name: s.with_group(name))
        assert refused.value.field == "group_name"


def test_criteria_of_a_case_know_points_and_judge(city, rubric):
    case = qualified(city)[0]
    found = {c.criterion.name: c for c in criteria_of(rubric, case)}
    assert [found[n].judge for n in ("场所与标牌", "难度", "制度与台账", "经费")] == ["visit", "panel", "panel", "auto"]
    assert most_points(found.values(), "panel", "auto") == 92
    assert most_points(found.values(), "visit") == 8
    assert found["社会效益与应用"].points == 4


def test_without_visits_the_panel_judges_on_site_criteria(city, rubric):
    city.call.path = ["recommendation", "panel"]
    city.call.save()
    case = qualified(city)[0]
    assert {c.judge for c in criteria_of(rubric, case)} == {"panel", "auto"}


def test_service_industries_swap_points_and_bands_follow(city, rubric):
    case = qualified(city)[0]
    version = case.versions.first()
    version.content["basics"]["industry"] = "65"
    version.save()
    found = {c.criterion.name: c for c in criteria_of(rubric, case)}
    assert (found["经济效益"].points, found["社会效益与应用"].points) == (4, 8)
    limits = [(b.name, b.least, b.most) for b in found["社会效益与应用"].bands]
    assert limits == [
        ("优", Decimal("6.5"), 8),
        ("良", Decimal("4.5"), 6),
        ("中", Decimal("2.5"), 4),
        ("差", 0, 2),
    ]
    assert sum(c.points for c in found.values() if not c.is_bonus) == 100


def test_criteria_of_a_case_cost_a_fixed_number_of_queries(city, rubric, django_assert_num_queries):
    case = qualified(city)[0]
    with django_assert_num_queries(3):
        assert sum(len(c.bands) for c in criteria_of(rubric, case)) == 42


def test_a_copied_call_takes_settings_and_the_newest_rubric(city, rubric):
    plan = city.call.plan
    plan.places, plan.opens_scores_at = 12, clock.now()
    plan.save()
    lock_rubric(rubric)
    changed(city.call, city.city_clerk, lambda s: s.with_group("特色工作"))
    made = copy_call(city.call, by=city.city_clerk, copy=Copy(year=2031, title="2031年"))
    copied = rubric_of(made)
    assert (copied.number, copied.locked_at) == (1, None)
    assert spec_of(copied) == spec_of(rubric_of(city.call))
    assert (made.plan.places, made.plan.opens_scores_at) == (12, None)
    assert ReviewPlan.objects.count() == 2


def test_the_rubric_of_last_year_is_taken_over_and_the_own_one_stays(city, rubric):
    call = make_call(city.city, title="去年", year=2020)
    assert list(rubric_sources(call)) == [city.call]
    make_default_rubric(call, by=city.city_clerk)
    changed(city.call, city.city_clerk, lambda s: s.with_group("特色工作"))
    made = copy_rubric(call, by=city.city_clerk, source=city.call)
    assert made.number == 2
    assert spec_of(made) == spec_of(rubric_of(city.call))
    assert call.rubrics.count() == 2


def test_another_unions_rubric_is_not_taken_over(city, rubric):
    other = make_city()
    with pytest.raises(Refusal) as refused:
        copy_rubric(other.call, by=other.city_clerk, source=city.call)
    assert refused.value.field == "source"


def test_a_change_computes_automatic_points_anew(city, rubric):
    qualified(city)
    before = {p.criterion.name: p.points for p in AutomaticPoints.objects.select_related("criterion")}
    assert len(before) == 12

    def double(spec):
        return spec.with_criterion(3, replace(spec.find(3, 3), points=Decimal(6)), 3)

    changed(city.call, city.city_clerk, double)
    after = {p.criterion.name: p.points for p in AutomaticPoints.objects.select_related("criterion")}
    assert after == before | {"按时报告": Decimal(6)}


def test_an_auditor_writes_nothing(city, rubric):
    auditor = make_officer(city.city, Role.AUDITOR)
    with pytest.raises(Forbidden):
        changed(city.call, auditor, lambda s: s.with_group("新组"))
