"""Naming is all or none, a repeated click changes nothing, and a revocation names what it takes back."""

from datetime import timedelta
from io import BytesIO

import pytest

from studios.actions.attachments import keep_file
from studios.actions.decisions import Paper, name_studios, return_plaque, revoke_designations
from studios.choices.calls import Stage
from studios.choices.register import DesignationState, PlaqueState, StudioState
from studios.models import Decision, Designation
from tests.city import City, again, at_city, make_city, ready
from tests.factories import make_officer, make_studio
from tests.files import make_pdf
from unions import clock
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent, Message


@pytest.fixture
def city(db) -> City:
    return make_city()


@pytest.fixture
def paper(city: City, settings, tmp_path) -> Paper:
    settings.MEDIA_ROOT = tmp_path
    kept = keep_file(BytesIO(make_pdf()), name="决定.pdf", by=city.city_chair, union=city.city, slot="paper")
    return Paper(number="测工[2026]15号", decided_on=clock.today(), title="关于命名的决定", file=kept)


def test_naming_gives_number_designation_and_plaque(city: City, paper: Paper) -> None:
    application = ready(city)
    decision = name_studios(city.call, [application], paper=paper, by=city.city_chair)
    application = again(application)
    studio = application.studio
    assert decision.number == "测工〔2026〕15号"
    assert (application.state, studio.state) == (Stage.NAMED, StudioState.ACTIVE)
    assert studio.number == f"LX-{city.city.code}-00001"
    made = studio.designations.get()
    assert (made.plaque_number, made.level, made.application) == (f"{studio.number}C", "city", application)
    assert len(made.code) == 10
    assert studio.top_level == "city"
    assert AuditEvent.objects.filter(verb="decision.named").count() == 1


def test_a_repeated_click_changes_nothing(city: City, paper: Paper) -> None:
    application = ready(city)
    first = name_studios(city.call, [application], paper=paper, by=city.city_chair)
    second = name_studios(city.call, [application], paper=paper, by=city.city_chair)
    assert first == second
    assert (Decision.objects.count(), Designation.objects.count()) == (1, 1)


def test_one_case_that_moved_on_stops_the_whole_decision(city: City, paper: Paper) -> None:
    good = ready(city)
    city.studio = make_studio(city.unit)
    moved = at_city(city)
    with pytest.raises(Stale):
        name_studios(city.call, [good, moved], paper=paper, by=city.city_chair)
    assert again(good).state == Stage.DECISION
    assert Decision.objects.count() == 0


def test_a_used_document_number_is_refused(city: City, paper: Paper) -> None:
    name_studios(city.call, [ready(city)], paper=paper, by=city.city_chair)
    city.studio = make_studio(city.unit)
    other = ready(city)
    with pytest.raises(Refusal) as refused:
        name_studios(city.call, [other], paper=paper, by=city.city_chair)
    assert refused.value.field == "number"


def test_only_the_naming_chair_decides(city: City, paper: Paper) -> None:
    application = ready(city)
    for by in (city.city_clerk, city.county_chair, make_officer(city.unit, Role.CHAIR)):
        with pytest.raises(Forbidden):
            name_studios(city.call, [application], paper=paper, by=by)


def test_a_paper_of_tomorrow_is_refused(city: City, paper: Paper) -> None:
    later = Paper(number=paper.number, decided_on=clock.today() + timedelta(days=1), file=paper.file)
    with pytest.raises(Refusal) as refused:
        name_studios(city.call, [ready(city)], paper=later, by=city.city_chair)
    assert refused.value.field == "decided_on"


def revoked(city: City, paper: Paper) -> Designation:
    decision = name_studios(city.call, [ready(city)], paper=paper, by=city.city_chair)
    second = Paper(number="测工〔2026〕16号", decided_on=clock.today(), file=paper.file)
    revoke_designations(decision, paper=second, reason="弄虚作假", by=city.city_chair)
    return Designation.objects.get()


def test_a_revocation_calls_the_plaque_back_and_tells_the_unit(city: City, paper: Paper) -> None:
    designation = revoked(city, paper)
    assert designation.state == DesignationState.REVOKED
    assert designation.plaque_state == PlaqueState.CALLED_BACK
    assert designation.plaque_due_on == clock.today() + timedelta(days=20)
    assert designation.studio.top_level == ""
    assert Message.objects.filter(account=city.unit_chair, text__contains="测工〔2026〕16号").exists()


def test_what_is_revoked_cannot_be_revoked_again(city: City, paper: Paper) -> None:
    designation = revoked(city, paper)
    third = Paper(number="测工〔2026〕17号", decided_on=clock.today(), file=paper.file)
    with pytest.raises(Refusal):
        revoke_designations(designation.decision, paper=third, reason="再次", by=city.city_chair)


def test_a_plaque_comes_in_once(city: City, paper: Paper) -> None:
    designation = revoked(city, paper)
    assert return_plaque(designation, by=city.city_clerk).plaque_state == PlaqueState.RETURNED
    with pytest.raises(Refusal):
        return_plaque(designation, by=city.city_clerk)
