"""The demo city keeps its promises; it is built once for all tests of this module and then rolled back."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from studios.actions.attachments import full_path
from studios.choices.calls import CallState, DecisionVerb, Stage, StepName, Verdict
from studios.choices.register import DesignationState, ResultGroup, ResultState
from studios.choices.sections import SectionKey
from studios.choices.showcase import ServiceKind
from studios.forms.application.registry import open_book, validate_all
from studios.management.demo_city.accounts import EXPERT, PASSWORDS
from studios.management.demo_city.namings import KNOWN_CODE
from studios.management.demo_city.plan import planned
from studios.management.demo_city.words import Words
from studios.models import (
    Act,
    Alliance,
    Application,
    Attachment,
    Call,
    ConditionRow,
    Consent,
    Designation,
    Extension,
    Member,
    Objection,
    Paper,
    Person,
    PersonMatch,
    Picture,
    PlaqueOrder,
    ProfileBlock,
    Quota,
    Result,
    ServiceOffer,
    Studio,
)
from studios.values.patents import parse_patent_number
from tests.factories import make_union
from unions import clock
from unions.choices.people import Role
from unions.choices.tree import Level
from unions.models import Account, Mailing, Message, Union
from unions.queries.audit import verify_chain


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        call_command("seed_demo", stdout=StringIO())
        yield folder
        transaction.set_rollback(True)


def states(**call: object) -> Counter[str]:
    return Counter(
        Application.objects.filter(**{f"call__{k}": v for k, v in call.items()}).values_list("state", flat=True)
    )


def listed_accounts() -> list[list[str]]:
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    return [line.split("\t") for line in out.getvalue().splitlines()]


def test_the_city_has_studios_on_every_level_in_many_industries(city) -> None:
    levels = Counter(Studio.objects.values_list("top_level", flat=True))
    # 55 of the city: two were revoked and stand at the county again. Two were named this year.
    assert levels == {"country": 3, "province": 15, "city": 53, "county": 38, "": 14}
    assert Studio.objects.exclude(number=None).values("industry").distinct().count() >= 12
    assert not Studio.objects.filter(members=None).exists()
    assert not Studio.objects.filter(leaderships=None).exists()


def test_every_studio_has_work_that_was_done_in_time(city) -> None:
    today = clock.today()
    assert not Result.objects.filter(finished_on__gt=today).exists()
    assert not [r for r in Result.objects.select_related("studio") if r.finished_on < r.studio.founded_on]
    assert not Studio.objects.filter(results=None).exists()
    assert not Studio.objects.filter(projects=None).exists()
    by_state = Counter(Result.objects.values_list("state", flat=True))
    assert by_state[ResultState.CONFIRMED] > 200
    assert set(by_state) == set(ResultState.values)


def test_patent_numbers_carry_a_fitting_check_digit(city) -> None:
    numbers = Result.objects.filter(kind__group=ResultGroup.PATENT).values_list("number", flat=True)
    assert len(numbers) == 32
    assert [str(parse_patent_number(number)) for number in numbers] == list(numbers)


def test_nobody_stands_twice_and_no_namesake_is_asked_about(city) -> None:
    names = Counter(Person.objects.values_list("name", "birth_month"))
    assert max(names.values()) == 1
    assert not PersonMatch.objects.exists()


def test_last_years_call_is_decided_and_closed(city) -> None:
    year = clock.today().year
    call = Call.objects.get(union__code="DL", year=year - 1, verb=DecisionVerb.NAME)
    assert call.state == CallState.CLOSED
    assert states(pk=call.pk) == {"named": 16, "unqualified": 1, "not_recommended": 1, "withdrawn": 1}
    decision = call.decisions.get()
    assert full_path(decision.paper).stat().st_size == decision.paper.size
    assert Designation.objects.filter(decision=decision, valid_until__gt=clock.today()).count() == 16


def test_this_years_calls_hold_a_case_in_every_state_and_at_every_desk(city) -> None:
    year = clock.today().year
    assert states(year=year, union__code="DL", verb=DecisionVerb.NAME) == {
        "draft": 4,
        "unit_review": 4,
        "recommendation": 6,
        "qualification": 6,
        "decision": 3,
        "returned": 2,
        "withdrawn": 1,
        "not_agreed": 1,
        "not_recommended": 2,
        "unqualified": 1,
        "not_selected": 1,
    }
    assert states(year=year, level=Level.COUNTY) == {
        "draft": 2,
        "unit_review": 2,
        "qualification": 2,
        "returned": 1,
        "decision": 1,
        "expired": 1,
        "named": 2,
    }
    assert states(year=year, level=Level.UNIT) == {"decision": 1, "unit_review": 1}
    assert states(year=year, verb=DecisionVerb.SUPPORT) == {"panel": 5, "visit": 4, "meeting": 6, "notice": 2}
    assert {Stage(state) for state in states(year=year)} == set(Stage)


def test_a_review_went_all_the_way_with_objections_a_correction_and_a_reserve(city) -> None:
    call = Call.objects.get(year=clock.today().year - 1, verb=DecisionVerb.SUPPORT)
    assert call.state == CallState.CLOSED
    assert states(pk=call.pk) == {"named": 3, "not_selected": 1}
    notices = call.notices.order_by("series", "version").values_list("series", "version", "state")
    assert list(notices) == [(1, 1, "replaced"), (1, 2, "over"), (2, 1, "over")]
    objections = Objection.objects.filter(notice__call=call).values_list("state", flat=True)
    assert sorted(objections) == ["not_upheld", "upheld"]
    kinds = Counter(Paper.objects.filter(call=call).values_list("kind", "format"))
    assert kinds["decision", "docx"] == 1
    assert {kind for kind, form in kinds if form == "pdf"} == {
        "summary", "results", "notice", "decision", "certificate", "plaques", "plaque_order"
    }  # fmt: skip


def test_places_plaques_and_bulk_messages_stand_in_each_state(city) -> None:
    quota = Quota.objects.get(call__year=clock.today().year, union__code="DL-I10")
    assert (quota.places, quota.grants.get().places, quota.taken_places.count()) == (1, 1, 2)
    assert sorted(PlaqueOrder.objects.values_list("pieces", "received_pieces")) == [(1, None), (3, 3), (16, 15)]
    assert Mailing.objects.filter(sent_at=None).get().recipients.exists()
    assert Mailing.objects.exclude(sent_at=None).get().recipients.exists()


def test_public_pages_show_what_was_published_and_some_wait(city) -> None:
    found = Counter(ProfileBlock.objects.values_list("key", "state"))
    assert found["lead", "published"] > 80
    assert {state for key, state in found if key == "team"} == {"published", "draft", "submitted", "withdrawn"}
    assert found["lead", "returned"] == 1
    assert {kind for kind, _n in ServiceOffer.objects.values_list("kind", "pk")} == set(ServiceKind.values)
    assert Alliance.objects.exclude(ended_on=None).count() == 1
    assert Picture.objects.filter(result__isnull=False, is_public=True).count() == 3


def test_each_name_in_public_has_a_recorded_consent(city) -> None:
    given = Consent.objects.filter(withdrawn_on=None)
    assert set(given.values_list("member", flat=True)) == set(
        Member.objects.exclude(consented_on=None).values_list("pk", flat=True)
    )
    assert Consent.objects.exclude(withdrawn_on=None).count() == 1


def test_next_years_call_is_a_copied_draft(city) -> None:
    year = clock.today().year
    call = Call.objects.get(year=year + 1)
    assert (call.state, call.copied_from.year, call.copied_from.state) == (CallState.DRAFT, year, CallState.OPEN)
    asked = list(call.rule_sets.get().conditions.values_list("slot", flat=True))
    assert [slot for slot in asked if slot] == ["place", "equipment", "plan", "funds", "rules"]


def test_every_submitted_page_is_complete_by_its_form(city) -> None:
    faults = {}
    for application in Application.objects.filter(version_count__gt=0).exclude(state=Stage.NAMED)[::6]:
        found = validate_all(application, book=open_book(application, version=application.versions.first()))
        faults[application.number] = sum(map(len, found.values()))
    assert len(faults) >= 6
    assert set(faults.values()) == {0}


def test_the_drafts_differ_in_how_far_they_are(city) -> None:
    drafts = Application.objects.filter(state=Stage.DRAFT)
    complete = [a.sections.filter(state="complete").count() for a in drafts]
    assert len(set(complete)) > 1
    assert all(a.sections.count() == len(SectionKey) for a in drafts)


def test_side_ways_are_walked_too(city) -> None:
    this_year = Application.objects.filter(call__year=clock.today().year)
    assert this_year.filter(version_count=2).count() == 2
    assert this_year.filter(is_proxy=True).get().attachments.filter(slot="unit_scan").count() == 1
    assert this_year.exclude(giving_up_reason="").get().state == Stage.DECISION
    assert this_year.filter(state=Stage.RETURNED, ready_at__isnull=False).count() == 1
    assert this_year.filter(state__in=["unit_review", "qualification"], due_at__lt=clock.now()).count() == 2
    assert ConditionRow.objects.filter(verdict=Verdict.WAIVED).count() == 1
    assert ConditionRow.objects.filter(looked_by__isnull=False, attachment__isnull=False, page=1).count() > 40
    assert Extension.objects.get().union.code == "DL-U029"
    assert Act.objects.filter(step=StepName.SEND_BACK).count() == 1


def test_plaque_checks_have_every_answer(city) -> None:
    found = Counter(Designation.objects.values_list("state", flat=True))
    assert found[DesignationState.REVOKED] == 2
    assert found[DesignationState.SUSPENDED] == found[DesignationState.RECTIFICATION] == 1
    due = [d for d in Designation.objects.exclude(valid_until=None) if d.is_due]
    assert sorted(d.is_overdue for d in due) == [False, False, True]
    assert Designation.objects.get(code=KNOWN_CODE).level == Level.COUNTRY


def test_the_records_read_in_the_order_of_time(city) -> None:
    chain = verify_chain()
    assert (str(chain.fault), chain.count > 1000) == ("", True)
    instants = list(Act.objects.order_by("pk").values_list("at", flat=True))
    assert instants == sorted(instants)
    assert instants[-1] <= clock.now()


def test_nobody_begins_with_a_heap_of_unread_messages(city) -> None:
    unread = Message.objects.filter(read_at=None)
    assert 0 < unread.count() < Message.objects.count() / 4
    assert max(Counter(unread.values_list("account", flat=True)).values()) < 30


def test_files_lie_where_their_rows_say(city) -> None:
    files = Attachment.objects.all()
    assert files.count() > 300
    assert [f.path for f in files if not full_path(f).is_file()] == []


def test_there_is_an_account_for_every_role(city) -> None:
    rows = listed_accounts()
    found = {(role, code) for _name, _password, role, code in rows}
    assert {code for role, code in found if role == Role.CLERK} == set(Union.objects.values_list("code", flat=True))
    assert {code for role, code in found if role == Role.CHAIR} == set(Union.objects.values_list("code", flat=True))
    assert {role for role, code in found if code == "DL"} == {*Role.values, EXPERT}
    assert len(rows) == len({row[0] for row in rows}) == Account.objects.count()


def test_the_listed_passwords_open_the_accounts(city) -> None:
    for username, password, role, _code in listed_accounts()[::20]:
        account = Account.objects.get(username=username)
        assert account.check_password(password)
        assert (password, account.must_change_password) == (PASSWORDS[role], False)


def test_a_changed_password_is_not_listed(city) -> None:
    with transaction.atomic():
        account = Account.objects.get(username="u012-chair")
        account.set_password("another quiet harbour")
        account.save()
        listed = {row[0]: row[1] for row in listed_accounts()}
        transaction.set_rollback(True)
    assert listed["u012-chair"] == "(changed)"
    assert listed["u012-clerk"] == PASSWORDS[Role.CLERK]


def test_somebody_stands_in_and_somebody_has_two_posts(city) -> None:
    deputy = Account.objects.get(username="dl-deputy").appointments.get()
    assert deputy.deputy_for.username == "dl-chair"
    assert Account.objects.get(username="two-posts").appointments.count() == 2
    assert Account.objects.get(username="dl-clerk2").home.code == "DL-U005"


def test_seeding_a_second_time_is_refused(city) -> None:
    with pytest.raises(CommandError):
        call_command("seed_demo")


def test_the_same_words_come_out_each_time(city) -> None:
    today = clock.today()
    once, again = ([Words(today).members(each) for each in planned()[:3]] for _time in range(2))
    assert once == again


def test_accounts_are_not_listed_outside_the_demo_city(db) -> None:
    make_union("东澜市总工会", code="XX")
    with pytest.raises(CommandError):
        call_command("demo_accounts")
