"""The pages of review settings and rubric, without script."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studios.actions.rubrics import default_spec, lock_rubric, make_default_rubric
from studios.models import Call, Rubric, ScoreSheet
from studios.queries.plans import fingerprint, plan_of
from studios.queries.rubrics import rubric_of, spec_of
from tests.factories import make_call, make_officer
from tests.review import another_unit, make_review_city, qualified
from tests.studios.actions.test_rubrics import begin_sheet
from unions.choices.people import Role

pytestmark = pytest.mark.django_db
QUERIES = 12


@pytest.fixture
def city(reference):
    return make_review_city("panel", "visit", "meeting", "notice")


@pytest.fixture
def rubric(city):
    return make_default_rubric(city.call, by=city.city_clerk)


@pytest.fixture
def clerk(city):
    return client_of(city.city_clerk)


def client_of(account):
    client = Client()
    client.force_login(account)
    return client


def at(name, city, **query):
    return reverse(name, args=[city.call.pk], query=query or None)


def spec_now(city):
    return spec_of(rubric_of(city.call))


def criterion_data(city, **changed):
    """What the form of the criterion “难度” sends."""
    old = spec_now(city).find(4, 3)
    data = {
        "seen": spec_now(city).fingerprint,
        "name": old.name,
        "hint": old.hint,
        "points": "5",
        "method": "expert",
        "page": "results",
        "wants_comment": "on",
        "bands-TOTAL_FORMS": "5",
        "bands-INITIAL_FORMS": "4",
        "table-TOTAL_FORMS": "1",
        "table-INITIAL_FORMS": "0",
    }
    for i, band in enumerate(old.bands):
        data |= {f"bands-{i}-{name}": getattr(band, name) for name in ("name", "least", "most", "anchor")}
    return data | changed


def test_a_call_without_a_rubric_offers_the_default(city, clerk):
    page = clerk.get(at("call_rubric", city)).content.decode()
    assert at("call_rubric_start", city) in page
    answer = clerk.post(at("call_rubric_start", city))
    assert answer["Location"] == at("call_rubric", city)
    assert spec_now(city) == default_spec()


@pytest.mark.parametrize("criteria", [1, 23])
def test_the_page_costs_a_fixed_number_of_queries(city, rubric, clerk, django_assert_num_queries, criteria):
    kept = [c.pk for g in rubric.groups.all() for c in g.criteria.all()][:criteria]
    for group in rubric.groups.all():
        group.criteria.exclude(pk__in=kept).delete()
    clerk.get(at("call_rubric", city))
    with django_assert_num_queries(QUERIES):
        assert clerk.get(at("call_rubric", city)).status_code == 200


def test_readers_see_it_and_change_nothing(city, rubric):
    auditor = client_of(make_officer(city.city, Role.AUDITOR))
    page = auditor.get(at("call_rubric", city)).content.decode()
    assert "场所与标牌" in page
    assert at("call_rubric_move", city) not in page
    assert auditor.get(at("call_rubric_points", city)).status_code == 403
    foreign = client_of(city.county_clerk)
    assert foreign.get(at("call_rubric_points", city)).status_code == 403
    assert foreign.post(at("call_rubric_start", city)).status_code == 403


def test_criteria_move_with_a_button(city, rubric, clerk):
    data = {"seen": spec_now(city).fingerprint, "move": "1.2.up"}
    assert clerk.post(at("call_rubric_move", city), data).status_code == 302
    assert [c.name for c in spec_now(city).groups[0].criteria][:2] == ["设备与条件", "场所与标牌"]
    clerk.post(at("call_rubric_move", city), {"seen": spec_now(city).fingerprint, "move": "1.4.down"})
    assert spec_now(city).groups[1].criteria[0].name == "制度与台账"
    clerk.post(at("call_rubric_move", city), {"seen": spec_now(city).fingerprint, "move": "1.0.down"})
    assert [g.name for g in spec_now(city).groups][:2] == ["领衔人与团队", "基础条件"]


@pytest.mark.parametrize("move", ["", "1", "x.1.up", "1.2.3.4", "١.1.up"])
def test_an_odd_move_finds_nothing(city, rubric, clerk, move):
    assert clerk.post(at("call_rubric_move", city), {"move": move}).status_code == 404


def test_a_page_that_is_out_of_date_is_told_so(city, rubric, clerk):
    data = {"seen": spec_now(city).fingerprint, "move": "1.2.up"}
    clerk.post(at("call_rubric_move", city), data)
    assert clerk.post(at("call_rubric_move", city), data).status_code == 409


def test_a_group_is_added_renamed_and_removed(city, rubric, clerk):
    seen = spec_now(city).fingerprint
    clerk.post(at("call_rubric_group", city), {"seen": seen, "group_name": "特色"})
    assert spec_now(city).groups[-1].name == "特色"
    data = {"seen": spec_now(city).fingerprint, "group_name": "地方特色"}
    clerk.post(at("call_rubric_group", city, group=9), data)
    assert spec_now(city).groups[-1].name == "地方特色"
    assert "地方特色" in clerk.get(at("call_rubric_remove", city, group=9)).content.decode()
    clerk.post(at("call_rubric_remove", city, group=9), {"seen": spec_now(city).fingerprint})
    assert len(spec_now(city).groups) == 8


def test_a_group_without_a_name_keeps_what_was_typed(city, rubric, clerk):
    answer = clerk.post(at("call_rubric_group", city), {"seen": spec_now(city).fingerprint, "group_name": "基础条件"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["group_name"]
    assert 'value="基础条件"' in answer.content.decode()


def test_name_and_grounds_of_veto(city, rubric, clerk):
    data = {"seen": spec_now(city).fingerprint, "name": "2026年细则", "vetoes": ["forged", "secret"]}
    clerk.post(at("call_rubric_basics", city), data)
    assert (rubric_of(city.call).name, rubric_of(city.call).vetoes) == ("2026年细则", ["forged", "secret"])


def test_a_criterion_is_changed_with_its_bands(city, rubric, clerk):
    url = at("call_rubric_criterion", city, group=4, place=3)
    assert clerk.get(url).status_code == 200
    changed = {"bands-0-anchor": "解决卡脖子难题", "hint": "看难度"}
    assert clerk.post(url, criterion_data(city, **changed)).status_code == 302
    now = spec_now(city).find(4, 3)
    assert (now.hint, now.bands[0].anchor, len(now.bands), now.wants_comment) == ("看难度", "解决卡脖子难题", 4, True)


def test_a_band_is_removed_without_script_and_a_gap_is_named(city, rubric, clerk):
    url = at("call_rubric_criterion", city, group=4, place=3)
    answer = clerk.post(url, criterion_data(city, **{"bands-1-DELETE": "on"}))
    assert answer.status_code == 200
    assert "3" in str(answer.context["editor"].bands.non_form_errors())
    data = criterion_data(city, **{"bands-1-DELETE": "on", "bands-0-least": "3"})
    assert clerk.post(url, data).status_code == 302
    assert [(b.name, b.least) for b in spec_now(city).find(4, 3).bands] == [
        ("优", 3),
        ("中", Decimal("1.5")),
        ("差", 0),
    ]


@pytest.mark.parametrize(("prefix", "rows"), [("bands", 6), ("table", 2)])
def test_a_row_more_loses_nothing(city, rubric, clerk, prefix, rows):
    url = at("call_rubric_criterion", city, group=4, place=3)
    answer = clerk.post(url, criterion_data(city, add=prefix, hint="还没存"))
    page = answer.content.decode()
    assert "还没存" in page
    assert len(getattr(answer.context["editor"], prefix).forms) == rows
    assert spec_now(city) == default_spec()


def test_an_automatic_criterion_with_a_table_is_added(city, rubric, clerk):
    data = criterion_data(
        city,
        **{
            "name": "团队人数",
            "points": "2",
            "method": "auto",
            "formula": "team_size",
            "bands-TOTAL_FORMS": "0",
            "bands-INITIAL_FORMS": "0",
            "table-TOTAL_FORMS": "2",
            "table-0-least": "8",
            "table-0-points": "2",
            "table-1-least": "5",
            "table-1-points": "1",
        },
    )
    answer = clerk.post(at("call_rubric_criterion", city, group=2), data)
    assert answer.status_code == 302
    made = spec_now(city).find(2, 4)
    assert (made.formula, made.table, made.bands, made.wants_comment) == ("team_size", ((5, 1), (8, 2)), (), False)
    page = clerk.get(at("call_rubric", city)).content.decode()
    assert "≥ 5 → 1；≥ 8 → 2" in page


def test_a_judged_criterion_without_bands_gets_four_even_ones(city, rubric, clerk):
    data = criterion_data(city, name="新指标", points="8") | {"bands-TOTAL_FORMS": "0", "bands-INITIAL_FORMS": "0"}
    clerk.post(at("call_rubric_criterion", city, group=1), data)
    assert [(b.least, b.most) for b in spec_now(city).find(1, 5).bands] == [
        (Decimal("6.5"), 8),
        (Decimal("4.5"), 6),
        (Decimal("2.5"), 4),
        (0, 2),
    ]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "长" * 100_000}, "name"),
        ({"points": "0"}, "points"),
        ({"points": "5.3"}, "points"),
        ({"points": "1e9"}, "points"),
        ({"points": "NaN"}, "points"),
        ({"service_points": "-1"}, "service_points"),
        ({"method": "oracle"}, "method"),
        ({"method": "auto"}, "formula"),
        ({"method": "auto", "formula": "team_size"}, "target"),
        ({"name": "创新成果"}, "name"),
    ],
)
def test_bad_input_is_named_at_its_field(city, rubric, clerk, changed, field):
    answer = clerk.post(at("call_rubric_criterion", city, group=4, place=3), criterion_data(city, **changed))
    assert answer.status_code == 200
    assert list(answer.context["editor"].form.errors) == [field]
    assert spec_now(city) == default_spec()


def test_rare_characters_stay(city, rubric, clerk):
    clerk.post(at("call_rubric_criterion", city, group=4, place=3), criterion_data(city, name="𠮷\x00难度"))
    assert spec_now(city).find(4, 3).name == "𠮷难度"


@pytest.mark.parametrize("query", [{"group": 99}, {"group": 4, "place": 99}, {}, {"group": "x"}])
def test_what_is_not_there_is_not_found(city, rubric, clerk, query):
    assert clerk.get(at("call_rubric_criterion", city, **query)).status_code == 404
    assert clerk.get(at("call_rubric_remove", city, **query)).status_code == 404


def test_all_points_at_once_carry_the_bands(city, rubric, clerk):
    page = clerk.get(at("call_rubric_points", city))
    data = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    data |= {"seen": spec_now(city).fingerprint, "points-4-3": "10", "points-5-3": "3"}
    assert clerk.post(at("call_rubric_points", city), data).status_code == 302
    now = spec_now(city)
    assert (now.total(), now.service_total, now.adds_up) == (100, 105, False)
    assert [(b.least, b.most) for b in now.find(4, 3).bands] == [(8.5, 10), (5.5, 8), (2.5, 5), (0, 2)]
    assert [points for _least, points in now.find(5, 3).table] == [Decimal("0.75"), Decimal("1.5"), Decimal("2.25"), 3]
    assert "field__error" not in clerk.get(at("call_rubric_points", city)).content.decode()


def test_points_that_are_missing_are_asked_for(city, rubric, clerk):
    answer = clerk.post(at("call_rubric_points", city), {"seen": spec_now(city).fingerprint})
    assert answer.status_code == 200
    assert answer.context["form"].errors["points-1-1"]


def test_a_change_after_the_lock_is_told_as_a_version(city, rubric, clerk):
    lock_rubric(rubric)
    clerk.post(at("call_rubric_move", city), {"seen": spec_now(city).fingerprint, "move": "1.2.up"})
    assert rubric_of(city.call).number == 2
    page = clerk.get(at("call_rubric", city, version=1)).content.decode()
    assert at("call_rubric_move", city) not in page
    assert clerk.get(at("call_rubric", city, version=3)).status_code == 404


def test_a_rubric_with_finished_sheets_offers_no_change(city, rubric, clerk):
    begin_sheet(rubric, qualified(city)[0], "submitted")
    assert at("call_rubric_move", city) not in clerk.get(at("call_rubric", city)).content.decode()
    data = {"seen": spec_now(city).fingerprint, "group_name": "特色"}
    answer = clerk.post(at("call_rubric_group", city), data)
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()


def test_last_years_rubric_is_taken_over(city, rubric, clerk):
    call = make_call(city.city, title="去年", year=2020)
    url = reverse("call_rubric_copy", args=[call.pk])
    assert clerk.post(url, {"source": ""}).context["form"].errors["source"]
    assert clerk.post(url, {"source": city.call.pk}).status_code == 302
    assert spec_of(rubric_of(call)) == default_spec()


def plan_data(city, **changed):
    data = {
        "seen": fingerprint(plan_of(city.call)),
        "method": "score",
        "is_secret_ballot": "on",
        "experts_a_case": "5",
        "least_sheets": "3",
        "pass_points": "75",
        "spread_limit": "15",
        "opens_scores_at_0": "",
        "opens_scores_at_1": "",
        "visit_weight": "30",
        "places": "",
        "reserves": "2",
        "notice_order": "recommender",
    }
    return data | changed


def test_review_settings_are_saved(city, clerk):
    assert clerk.get(at("call_plan", city)).status_code == 200
    changed = {"is_blind": "on", "visit_weight": "40", "places": "30", "opens_scores_at_0": "2026-12-01"}
    assert clerk.post(at("call_plan", city), plan_data(city, **changed)).status_code == 302
    plan = plan_of(Call.objects.get(pk=city.call.pk))
    assert (plan.is_blind, plan.visit_weight, plan.places, plan.pass_points) == (True, 40, 30, 75)
    assert f"{timezone.localtime(plan.opens_scores_at):%Y-%m-%d %H:%M}" == "2026-12-01 17:30"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"least_sheets": "6"}, "least_sheets"),
        ({"least_sheets": "2"}, "least_sheets"),
        ({"least_sheets": "0", "method": "vote"}, "least_sheets"),
        ({"visit_weight": "101"}, "visit_weight"),
        ({"pass_points": "100.5"}, "pass_points"),
        ({"spread_limit": "0"}, "spread_limit"),
        ({"method": "lots"}, "method"),
        ({"experts_a_case": "99999999"}, "experts_a_case"),
    ],
)
def test_impossible_settings_are_named(city, clerk, changed, field):
    answer = clerk.post(at("call_plan", city), plan_data(city, **changed))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]


def test_a_vote_needs_fewer_than_three_sheets(city, clerk):
    assert clerk.post(at("call_plan", city), plan_data(city, method="vote", least_sheets="2")).status_code == 302


def test_settings_that_somebody_else_changed_are_told(city, clerk):
    data = plan_data(city, visit_weight="40")
    assert clerk.post(at("call_plan", city), data).status_code == 302
    assert clerk.post(at("call_plan", city), data).status_code == 409


def test_what_scores_rest_on_stays_once_a_sheet_is_in(city, rubric, clerk):
    begin_sheet(rubric, qualified(city)[0], "submitted")
    assert ScoreSheet.objects.count() == 1
    answer = clerk.post(at("call_plan", city), plan_data(city, visit_weight="40"))
    assert list(answer.context["form"].errors) == ["visit_weight"]
    assert clerk.post(at("call_plan", city), plan_data(city, reserves="5")).status_code == 302


def test_a_call_asks_only_for_the_stages_it_has(city, clerk):
    city.call.path = ["recommendation", "notice"]
    city.call.save()
    page = clerk.get(at("call_plan", city))
    assert list(page.context["form"].fields) == ["notice_order", "takes_anonymous", "seen"]


def test_the_naming_union_reads_how_automatic_points_came_about(city, rubric, clerk):
    case = qualified(city)[0]
    page = clerk.get(reverse("case_automatic", args=[case.number]))
    assert len(page.context["lines"]) == 12
    assert client_of(city.county_clerk).get(reverse("case_automatic", args=[case.number])).status_code == 403
    assert client_of(city.unit_chair).get(reverse("case_automatic", args=[case.number])).status_code == 403
    stranger = another_unit(city).unit_clerk
    assert client_of(stranger).get(reverse("case_automatic", args=[case.number])).status_code == 404
    assert Rubric.objects.count() == 1


def test_units_below_read_the_rubric_and_other_cities_do_not_find_it(city, rubric):
    assert client_of(city.unit_clerk).get(at("call_rubric", city)).status_code == 200
    stranger = client_of(make_review_city("panel").city_clerk)
    assert stranger.get(at("call_rubric", city)).status_code == 404
