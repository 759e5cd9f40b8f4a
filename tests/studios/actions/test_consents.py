"""Consent to be named: recorded with how, withdrawn at once, gone with the person."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from studios.actions.consents import forget_consents, give_consent, withdraw_consent
from studios.actions.erasure import erase_person
from studios.actions.profiles import publish_block, save_block, submit_block
from studios.choices.showcase import BlockKey, BlockState
from studios.models import Attachment, Consent, Member, ProfileBlock
from studios.queries.profile import studio_page, team_of
from tests.factories import make_county, make_named_studio, make_officer, make_person, make_union, make_worker
from tests.files import make_pdf
from unions import clock
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def county():
    return make_county(make_union("东澜市总工会"))


@pytest.fixture
def unit(county):
    return make_union("一厂工会", parent=county)


@pytest.fixture
def clerk(unit):
    return make_officer(unit)


@pytest.fixture
def studio(unit):
    return make_named_studio(unit, "张伟工作室", lead=make_worker("张伟", home=unit))


@pytest.fixture
def member(studio, unit):
    return Member.objects.create(studio=studio, person=make_person("李同意", home=unit))


def named(studio):
    return [m.name for m in team_of(studio_page(studio.number)).named]


def test_a_consent_names_the_member_in_public(studio, member, clerk):
    consent = give_consent(member, by=clerk, given_on=DAY, how="writing")
    assert (consent.given_on, consent.recorded_by, named(studio)) == (DAY, clerk, ["李同意"])
    assert AuditEvent.objects.filter(verb=Verb.CONSENT_GIVEN).get().subject == f"#{member.pk}"


def test_a_signed_paper_is_kept_under_a_name_of_its_own(studio, member, clerk):
    consent = give_consent(
        member, by=clerk, given_on=DAY, how="paper", stream=BytesIO(make_pdf()), name="李同意同意书.pdf"
    )
    paper = Attachment.objects.get(slot=f"consent-{consent.pk}")
    assert (paper.name, paper.studio) == (f"consent-{consent.pk}.pdf", studio)


@pytest.mark.parametrize(
    ("how", "day", "field"), [("paper", DAY, "file"), ("said", DAY, "how"), ("writing", None, "given_on")]
)
def test_a_consent_needs_its_way_its_paper_and_a_day_that_was(member, clerk, how, day, field):
    with pytest.raises(Refusal) as refused:
        give_consent(member, by=clerk, given_on=day or clock.today() + timedelta(days=1), how=how)
    assert refused.value.field == field


def test_a_second_consent_and_one_of_somebody_who_left_are_refused(member, clerk):
    give_consent(member, by=clerk, given_on=DAY, how="writing")
    with pytest.raises(Stale):
        give_consent(member, by=clerk, given_on=DAY, how="writing")
    withdraw_consent(member, by=clerk)
    Member.objects.update(left_on=DAY)
    with pytest.raises(Refusal):
        give_consent(member, by=clerk, given_on=DAY, how="writing")


def test_only_who_keeps_the_register_records_and_whoever_is_above_may_end(member, clerk, county):
    above, stranger = make_officer(county, Role.CHAIR), make_officer(make_union("外市"), Role.CLERK, Role.CHAIR)
    for account in (above, stranger):
        with pytest.raises(Forbidden):
            give_consent(member, by=account, given_on=DAY, how="writing")
    give_consent(member, by=clerk, given_on=DAY, how="writing")
    with pytest.raises(Forbidden):
        withdraw_consent(member, by=stranger)
    assert withdraw_consent(member, by=above).consented_on is None


def published(studio, clerk, text, key=BlockKey.TEAM):
    publisher = make_officer(studio.union.parent, Role.CHAIR)
    block = save_block(studio, key, {"text": text}, by=clerk, revision=0)
    block = submit_block(block, by=clerk, revision=block.revision)
    return publish_block(block, by=publisher, revision=block.revision)


def test_withdrawing_takes_the_name_off_list_and_texts_and_keeps_the_record(studio, member, clerk):
    give_consent(member, by=clerk, given_on=DAY, how="writing")
    published(studio, clerk, "李同意带队攻关。")
    published(studio, clerk, "领衔人从班组起步。", BlockKey.LEAD)
    withdraw_consent(member, by=clerk)
    assert named(studio) == []
    states = dict(ProfileBlock.objects.values_list("key", "state"))
    assert states == {"team": BlockState.WITHDRAWN, "lead": BlockState.PUBLISHED}
    assert ProfileBlock.objects.get(key="team").published is None
    assert Consent.objects.get().withdrawn_on == clock.today()
    with pytest.raises(Stale):
        withdraw_consent(member, by=clerk)


def test_a_consent_of_old_gets_its_record_when_it_ends(member, clerk):
    Member.objects.update(consented_on=DAY)
    withdraw_consent(member, by=clerk)
    assert Consent.objects.values_list("given_on", "withdrawn_on").get() == (DAY, clock.today())


def test_erasing_a_person_takes_consent_paper_and_texts(studio, member, clerk, county):
    give_consent(member, by=clerk, given_on=DAY, how="paper", stream=BytesIO(make_pdf()), name="a.pdf")
    block = published(studio, clerk, "李同意带队攻关。")
    save_block(studio, BlockKey.LEAD, {"text": "李同意供稿"}, by=clerk, revision=0)
    erase_person(member.person, by=make_officer(county, Role.CHAIR), reason="本人申请")
    assert not Consent.objects.exists()
    assert Attachment.objects.get().removed_at is not None
    texts = str(list(ProfileBlock.objects.values_list("draft", "published")))
    assert ("李同意" in texts, "***带队攻关。" in texts) == (False, True)
    assert block.events.filter(published__text__contains="李同意").count() == 0


def test_the_bytes_of_a_consent_paper_go_after_the_commit(tmp_path, member, clerk, django_capture_on_commit_callbacks):
    give_consent(member, by=clerk, given_on=DAY, how="paper", stream=BytesIO(make_pdf()), name="a.pdf")
    kept = list(Path(tmp_path).rglob("*.pdf"))
    with django_capture_on_commit_callbacks(execute=True):
        forget_consents(member.person)
    assert (len(kept), kept[0].exists()) == (1, False)
