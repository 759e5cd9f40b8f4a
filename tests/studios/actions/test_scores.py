"""Sheets of experts: what is kept, what is refused, what a total is, and what paper needs to count."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from studios.actions.paper_sheets import confirm_sheet, type_sheet
from studios.actions.releases import release_file
from studios.actions.scores import Given, band_of, middle_of, save_sheet, submit_sheet, vote_on
from studios.choices.calls import Stage
from studios.choices.reviews import Method, PanelMethod, RecusalGround, SeatState, SheetState, Vote
from studios.models import (
    Application,
    AutomaticPoints,
    CallStage,
    Criterion,
    Extension,
    Recusal,
    ReviewPlan,
    ScoreSheet,
)
from studios.queries.rubrics import criteria_of
from studios.queries.scores import ballot_of, done_and_all, frame_of, next_open, seat_queue
from tests.contents import make_attachment
from tests.factories import make_account, make_officer, moment
from tests.panel import make_assignment, make_expert, make_seat, make_simple_rubric
from tests.review import make_review_city, qualified
from unions import clock
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent, Message

pytestmark = pytest.mark.django_db


class Bench:
    """A call with one case before one expert."""

    def __init__(self, **plan):
        self.city = make_review_city("panel", **plan)
        self.rubric = make_simple_rubric(self.city.call)
        [self.case] = qualified(self.city)
        self.seat = make_seat(self.city.call)
        self.expert = self.seat.expert.account
        self.assignment = make_assignment(self.seat, self.case)
        self.results, self.effect = Criterion.objects.filter(group__rubric=self.rubric).order_by("position")

    def lines(self, results="54", effect="30", **comments):
        points = {self.results.pk: results, self.effect.pk: effect}
        return {
            pk: Given(points=None if given is None else Decimal(given), comment=comments.get("comment", ""))
            for pk, given in points.items()
        }

    def save(self, lines=None, version=0, **facts):
        facts = {"by": self.expert, "comment": "", "version": version} | facts
        return save_sheet(self.assignment, lines=self.lines() if lines is None else lines, **facts)

    def submit(self, lines=None, version=0, **facts):
        facts = {"by": self.expert, "comment": "", "version": version} | facts
        return submit_sheet(self.assignment, lines=self.lines() if lines is None else lines, **facts)


@pytest.fixture
def bench(db):
    return Bench()


def refused(call, *args, **facts):
    with pytest.raises(Refusal) as found:
        call(*args, **facts)
    return found.value


def test_a_draft_keeps_gaps_and_has_no_total(bench):
    sheet = bench.save(bench.lines(effect=None), comment="先看成果")
    kept = ScoreSheet.objects.get(pk=sheet.pk)
    assert (kept.state, kept.total, kept.version, kept.comment) == ("draft", None, 1, "先看成果")
    assert [(line.criterion_id, line.points) for line in kept.lines.all()] == [(bench.results.pk, Decimal(54))]


def test_a_whole_sheet_counts_of_100(bench):
    sheet = bench.submit(bench.lines("54.5", "30"))
    kept = ScoreSheet.objects.get(pk=sheet.pk)
    assert (kept.state, kept.total, kept.bonus) == (SheetState.SUBMITTED, Decimal("84.50"), Decimal(0))
    assert kept.submitted_at is not None
    assert kept.seen_version == bench.case.versions.first()


def test_automatic_points_belong_to_the_total_and_bonus_does_not(bench):
    group = bench.results.group
    automatic = group.criteria.create(
        position=3, name="经费", points=20, method=Method.AUTO, formula="funds_a_year", target=1
    )
    bonus = group.criteria.create(position=4, name="加分", points=10, method=Method.EXPERT, is_bonus=True)
    AutomaticPoints.objects.create(
        version=bench.case.versions.first(), criterion=automatic, figure=1, points=Decimal("13.33")
    )
    sheet = bench.submit(bench.lines("54", "30") | {bonus.pk: Given(Decimal("4.5"))})
    # 100 × (84 + 13.33) ÷ 120 = 81.1083…
    assert (sheet.total, sheet.bonus) == (Decimal("81.11"), Decimal("4.50"))


def test_beginning_the_first_sheet_locks_the_rubric(bench):
    assert bench.rubric.locked_at is None
    bench.save(bench.lines(effect=None))
    bench.rubric.refresh_from_db()
    assert bench.rubric.locked_at is not None


@pytest.mark.parametrize(
    ("given", "words"), [("60.5", "0 to 60"), ("-1", "0 to 60"), ("12.3", "half a point"), (None, "Give points")]
)
def test_points_out_of_range_or_missing_are_named_at_their_field(bench, settings, given, words):
    settings.LANGUAGE_CODE = "en"
    refusal = refused(bench.submit, bench.lines(results=given))
    assert refusal.field == f"points_{bench.results.pk}"
    assert words in str(refusal.message)
    assert not ScoreSheet.objects.exists()


def test_a_comment_that_is_asked_for_is_needed_to_hand_in(bench):
    Criterion.objects.filter(pk=bench.effect.pk).update(wants_comment=True)
    assert refused(bench.submit).field == f"comment_{bench.effect.pk}"
    assert bench.submit(bench.lines(comment="有推广前景")).state == SheetState.SUBMITTED


def test_a_later_version_is_not_overwritten_unseen(bench):
    bench.save(bench.lines(effect=None))
    with pytest.raises(Stale):
        bench.save(bench.lines(results="10"), version=0)
    assert ScoreSheet.objects.get().lines.get().points == Decimal(54)


def test_the_same_click_twice_is_one_sheet(bench):
    first, second = bench.submit(), bench.submit()
    assert (first.pk, second.version) == (second.pk, 1)
    assert AuditEvent.objects.filter(verb=Verb.SCORE_SUBMITTED).count() == 1


def test_a_submitted_sheet_stays_editable_and_whole(bench):
    bench.submit()
    bench.save(bench.lines("60", "40"), version=1)
    assert refused(bench.save, bench.lines(effect=None), version=2).field == f"points_{bench.effect.pk}"
    kept = ScoreSheet.objects.get()
    assert (kept.state, kept.total, kept.version) == (SheetState.SUBMITTED, Decimal("100.00"), 2)


def test_handing_in_is_on_record_without_points(bench):
    bench.submit(bench.lines("41.5", "30"))
    event = AuditEvent.objects.get(verb=Verb.SCORE_SUBMITTED)
    assert event.account == bench.expert
    assert event.details == {"seat": bench.seat.number, "version": 1}


def test_only_the_expert_of_the_seat_scores(bench):
    for stranger in (bench.city.city_clerk, make_seat(bench.city.call).expert.account):
        with pytest.raises(Forbidden):
            bench.save(by=stranger)
    assert not ScoreSheet.objects.exists()


@pytest.mark.parametrize("state", [SeatState.INVITED, SeatState.DECLINED, SeatState.LEFT])
def test_without_declaration_or_after_leaving_nothing_is_taken(bench, state):
    bench.seat.state = state
    bench.seat.save()
    assert refused(bench.save).code == "closed"


def test_a_recused_case_is_refused(bench):
    Recusal.objects.create(seat=bench.seat, application=bench.case, ground=RecusalGround.DECLARED, at=clock.now())
    assert refused(bench.submit).code == "closed"


def test_a_void_sheet_stays_void(bench):
    bench.save()
    ScoreSheet.objects.update(state=SheetState.VOID)
    assert refused(bench.submit, version=1).code == "closed"


def test_a_case_that_left_the_panel_is_refused(bench):
    Application.objects.filter(pk=bench.case.pk).update(state=Stage.MEETING)
    assert refused(bench.submit).code == "closed"


def test_the_panels_date_closes_the_sheet_and_an_extension_opens_it(bench):
    CallStage.objects.create(call=bench.city.call, stage=Stage.PANEL, due_at=moment(2020, 1, 1))
    assert refused(bench.save).code == "closed"
    Extension.objects.create(
        call=bench.city.call,
        stage=Stage.PANEL,
        union=bench.city.county,
        due_at=clock.now().replace(year=clock.now().year + 1),
        reason="专家出差",
        at=clock.now(),
    )
    assert bench.save().version == 1


def test_without_a_rubric_there_is_nothing_to_score(bench):
    bench.rubric.delete()
    assert refused(bench.save).code == "closed"


def test_a_band_sets_the_middle_and_points_find_their_band(bench):
    [results, _effect] = criteria_of(bench.rubric, bench.case)
    best = results.bands[0]
    assert (best.least, best.most, middle_of(results, best.pk)) == (Decimal(48), Decimal(60), Decimal(54))
    found = [band_of(results, Decimal(p)) for p in ("60", "48", "47.5", "0")]
    assert found == [best.pk, best.pk, results.bands[1].pk, results.bands[2].pk]
    assert band_of(results, None) is None


def test_a_vote_is_counted_and_its_record_tells_nothing():
    bench = Bench(method=PanelMethod.VOTE)
    sheet = vote_on(bench.assignment, by=bench.expert, vote=Vote.AGAINST, comment="", version=0)
    assert (sheet.state, sheet.vote, sheet.total) == (SheetState.SUBMITTED, "against", None)
    ballot = ballot_of(bench.case)
    assert (ballot.yes, ballot.no, ballot.abstained) == (0, 1, 0)
    event = AuditEvent.objects.get(verb=Verb.SCORE_SUBMITTED)
    assert "against" not in f"{event.details} {event.subject}"
    assert not hasattr(ballot, "who")


def test_a_panel_that_votes_takes_no_points_and_one_that_scores_no_vote(bench):
    refused(vote_on, bench.assignment, by=bench.expert, vote=Vote.FOR, comment="", version=0)
    voting = Bench(method=PanelMethod.VOTE)
    assert refused(voting.submit).field == "vote"
    assert refused(vote_on, voting.assignment, by=voting.expert, vote="x", comment="", version=0).field == "vote"


def test_deliberation_takes_words_alone():
    bench = Bench(method=PanelMethod.DELIBERATION)
    assert refused(bench.submit).field == "comment"
    sheet = bench.submit(comment="同意推荐")
    assert (sheet.state, sheet.total, sheet.lines.count()) == (SheetState.SUBMITTED, None, 0)


def typed(bench, by=None, version=0, **facts):
    scan = make_attachment(bench.case, "score_scan", "评分表.pdf")
    facts = {"lines": bench.lines(), "comment": "", "scan": scan} | facts
    return type_sheet(bench.assignment, by=by or bench.city.city_clerk, version=version, **facts)


def test_a_paper_sheet_counts_when_a_second_clerk_confirms(bench):
    sheet = typed(bench)
    assert (sheet.state, sheet.total, sheet.submitted_at) == (SheetState.TYPED, Decimal("84.00"), None)
    with pytest.raises(Forbidden):
        confirm_sheet(sheet, by=bench.city.city_clerk, version=1)
    second = make_officer(bench.city.city, Role.CLERK)
    done = confirm_sheet(sheet, by=second, version=1)
    assert (done.state, done.confirmed_by) == (SheetState.SUBMITTED, second)
    verbs = [Verb.SCORE_TYPED, Verb.SCORE_CONFIRMED]
    assert list(AuditEvent.objects.filter(verb__in=verbs).order_by("position").values_list("verb", flat=True)) == verbs
    assert Message.objects.filter(account=bench.expert).count() == 1


def test_the_database_itself_wants_two_clerks(bench):
    sheet = typed(bench)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreSheet.objects.filter(pk=sheet.pk).update(confirmed_by=sheet.typed_by)


def test_a_sheet_typed_anew_is_confirmed_anew(bench):
    second = make_officer(bench.city.city, Role.CLERK)
    confirm_sheet(typed(bench), by=second, version=1)
    again = typed(bench, by=second, version=2, lines=bench.lines("10", "10"))
    assert (again.state, again.confirmed_by, again.total) == (SheetState.TYPED, None, Decimal("20.00"))
    with pytest.raises(Stale):
        confirm_sheet(again, by=bench.city.city_clerk, version=1)
    assert confirm_sheet(again, by=bench.city.city_clerk, version=3).state == SheetState.SUBMITTED


def test_paper_needs_its_scan_and_a_clerk_of_the_naming_union(bench):
    assert refused(typed, bench, scan=None).field == "scan"
    for stranger in (bench.city.county_clerk, bench.city.city_chair, bench.expert):
        with pytest.raises(Forbidden):
            typed(bench, by=stranger)
    own = make_officer(bench.city.city, Role.CLERK, home=bench.city.unit)
    with pytest.raises(Forbidden):
        typed(bench, by=own)


def test_paper_and_screen_exclude_each_other(bench):
    typed(bench)
    assert refused(bench.save, version=1).code == "closed"
    other = make_assignment(make_seat(bench.city.call), bench.case)
    submit_sheet(other, by=other.seat.expert.account, lines=bench.lines(), comment="", version=0)
    bench.assignment = other
    refused(typed, bench, version=1)


def test_the_queue_tells_states_and_of_a_recused_case_the_number_alone():
    city = make_review_city("panel")
    make_simple_rubric(city.call)
    cases = qualified(city, 4)
    seat = make_seat(city.call, make_expert(city.city))
    rows = [make_assignment(seat, case) for case in cases[:3]]
    by = seat.expert.account
    lines = {c.pk: Given(c.points) for c in criteria_of(city.call.rubrics.get(), cases[0])}
    submit_sheet(rows[0], by=by, lines=lines, comment="", version=0)
    save_sheet(rows[1], by=by, lines={}, comment="草稿", version=0)
    Recusal.objects.create(seat=seat, application=cases[3], ground=RecusalGround.SAME_UNIT, at=clock.now())
    queue = seat_queue(seat)
    assert [(row.number, row.progress.value, row.total) for row in queue] == [
        (cases[0].number, "scored", Decimal("100.00")),
        (cases[1].number, "under_way", None),
        (cases[2].number, "not_begun", None),
        (cases[3].number, "recused", None),
    ]
    assert queue[3].application is None
    assert done_and_all(queue) == (1, 3)
    assert next_open(queue, cases[1].number).number == cases[2].number
    assert next_open(queue, cases[2].number).number == cases[1].number


def test_the_queue_asks_the_same_however_long_it_is(django_assert_num_queries):
    city = make_review_city("panel")
    seat = make_seat(city.call)
    for case in qualified(city, 5):
        make_assignment(seat, case)
    with django_assert_num_queries(2):
        assert len([row.application.studio.industry for row in seat_queue(seat)]) == 5


def test_a_frame_without_a_rubric_is_empty(bench):
    frame = frame_of(bench.case, None, None)
    assert (frame.judged, frame.reckoned, frame.most) == ([], [], Decimal(0))


def test_a_clerk_releases_a_file_and_takes_it_back(bench):
    ReviewPlan.objects.update(is_blind=True)
    kept = make_attachment(bench.case, "rules")
    clerk = bench.city.city_clerk
    assert release_file(kept, by=clerk).released_by == clerk
    assert release_file(kept, by=clerk, is_released=False).released_at is None
    events = AuditEvent.objects.filter(verb=Verb.FILE_RELEASED).order_by("position")
    assert [event.details["released"] for event in events] == [True, False]


def test_word_files_are_never_released_and_strangers_release_nothing(bench):
    kept = make_attachment(bench.case, "rules")
    for stranger in (bench.city.unit_clerk, bench.city.county_clerk, make_account()):
        with pytest.raises(Forbidden):
            release_file(kept, by=stranger)
    kept.kind = "docx"
    kept.save()
    refused(release_file, kept, by=bench.city.city_clerk)
    kept.refresh_from_db()
    assert kept.released_at is None
