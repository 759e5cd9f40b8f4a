"""A stamp that comes later than the opinion: who adds its scan when, matched or refused, recorded, told, counted."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from studios.actions import desks
from studios.actions.stamped_scans import MOST_SCANS, Upload, add_stamped_scans, compare_by_hand
from studios.choices.originals import StampOf
from studios.models import Application, Attachment, StampedScan
from studios.queries.originals import paper_of_case
from studios.queries.stamped_scans import stamping_desks
from studios.values.scan_marks import CHECK_LENGTH, Mark
from tests.city import City, again, at_city, at_county, make_city, ready, sign
from tests.factories import make_officer
from tests.files import make_docx, make_pdf
from tests.studios.actions.test_stamped_scans import file, newer, photographed, printed
from tests.test_routes import signed_in
from unions import clock
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account, AuditEvent, Message

pytestmark = pytest.mark.django_db
UNIT, COUNTY, CITY = 0, 1, 2


@pytest.fixture
def city(settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return make_city()


def mark_of(application: Application, number: int = 1) -> Mark:
    version = application.versions.get(number=number)
    return Mark(application.number, number, version.sha256[:CHECK_LENGTH])


def scan_of(*marks: Mark, change: int = 0) -> Upload:
    """A file that looks as if these marks had been read from it; `change` makes it another one."""
    return Upload(BytesIO(make_pdf(pages=1 + change)), "盖章.pdf", marks)


def add(application: Application, by: Account, position: int = UNIT, *uploads: Upload, **more) -> list[StampedScan]:
    return add_stamped_scans(application, position, uploads or (scan_of(),), by=by, **more)


def stamps(application: Application) -> list[bool]:
    """Whether the unit's, the recommender's and the naming union's stamp are there."""
    return [day is not None for _stamp, day in paper_of_case(application).stamps]


def offered(application: Application, *accounts: Account) -> list[list[int]]:
    return [[desk.position for desk in stamping_desks(again(application), account)] for account in accounts]


def test_each_desk_adds_its_own_stamp_once_it_has_signed(city: City) -> None:
    case = ready(city)
    people = (city.unit_clerk, city.unit_chair, city.county_clerk, city.city_chair)
    assert offered(case, *people) == [[UNIT], [UNIT], [COUNTY], [CITY]]
    for by, position in zip(people[1:], (UNIT, COUNTY, CITY), strict=True):
        add(case, by, position, scan_of(mark_of(case)))
    assert stamps(case) == [True, True, True]
    kept = StampedScan.objects.select_related("file__union")
    assert [(s.file.slot, s.file.union, s.how) for s in kept] == [
        (StampOf.UNIT.slot, city.unit, "code"),
        (StampOf.RECOMMENDER.slot, city.county, "code"),
        (StampOf.NAMING.slot, city.city, "code"),
    ]


def test_before_a_desk_has_signed_its_scan_goes_with_the_opinion(city: City) -> None:
    case = at_county(city)
    assert offered(case, city.unit_clerk, city.county_clerk, city.city_clerk) == [[UNIT], [], []]
    with pytest.raises(Forbidden):
        add(case, city.county_clerk, COUNTY)
    desks.recall(case, by=city.unit_chair, revision=case.revision)
    assert offered(case, city.unit_clerk) == [[]]


def test_auditors_strangers_and_other_desks_add_nothing(city: City) -> None:
    case = ready(city)
    own = make_officer(city.city, Role.CLERK, home=city.unit)
    for by in (make_officer(city.city, Role.AUDITOR), make_city().city_clerk, own):
        with pytest.raises(Forbidden):
            add(case, by, CITY)
    with pytest.raises(Refusal) as refused:
        add(case, city.county_clerk, UNIT)
    assert refused.value.field == "desk"
    assert not Attachment.objects.filter(application=case).exists()


def test_a_case_filed_for_its_unit_gets_the_units_stamp_from_above(city: City) -> None:
    case = at_city(city)
    Application.objects.filter(pk=case.pk).update(is_proxy=True)
    assert offered(case, city.county_clerk, city.city_clerk) == [[UNIT, COUNTY], [UNIT]]
    add(again(case), city.county_clerk, UNIT)
    assert stamps(case)[0]


def test_it_is_recorded_and_told_but_not_to_whoever_adds_it(city: City) -> None:
    case = at_city(city)
    Message.objects.all().delete()
    add(case, city.unit_clerk, UNIT, scan_of(mark_of(case)))
    event = AuditEvent.objects.get(verb=Verb.APPLICATION_SCANNED)
    assert (event.account, event.details["version"], event.details["how"]) == (city.unit_clerk, 1, "code")
    assert AuditEvent.objects.filter(verb=Verb.FILE_UPLOADED, details__slot="unit_scan").count() == 1
    told = Message.objects.all()
    assert {message.account for message in told} == {city.unit_chair, city.city_clerk, city.city_chair}
    assert {message.url for message in told} == {f"{case.get_absolute_url()}#stamps"}
    assert told[0].text.endswith("已补传测试厂工会的盖章扫描件。")


def test_the_same_file_again_is_one_scan_and_no_second_message(city: City) -> None:
    case = at_city(city)
    scan = scan_of()
    add(case, city.unit_clerk, UNIT, scan)
    count = Message.objects.count()
    add(case, city.unit_chair, UNIT, scan)
    assert (StampedScan.objects.count(), Message.objects.count()) == (1, count)


def test_an_outdated_print_is_refused_with_the_difference_and_leaves_no_file(city: City, tmp_path) -> None:
    case = newer(at_county(city), city, renew=True)
    with pytest.raises(Refusal) as refused:
        add(case, city.unit_clerk, UNIT, scan_of(mark_of(case, 2)), scan_of(mark_of(case, 1), change=1))
    assert (refused.value.field, refused.value.code) == ("scan", "outdated")
    assert refused.value.see[1].endswith("?old=1&new=2")
    assert not [found for found in tmp_path.rglob("*") if found.is_file()]
    assert not StampedScan.objects.exists()


def test_a_file_that_is_refused_takes_those_before_it_along(city: City, tmp_path) -> None:
    case = at_city(city)
    with pytest.raises(ValidationError):
        add(case, city.unit_clerk, UNIT, scan_of(), Upload(BytesIO(make_docx()), "盖章.docx"))
    assert not [found for found in tmp_path.rglob("*") if found.is_file()]
    assert not StampedScan.objects.exists()


def test_a_renewed_stamp_fills_the_gap_that_the_change_left(city: City) -> None:
    case = at_county(city)
    add(case, city.unit_clerk, UNIT, scan_of(mark_of(case)))
    assert stamps(case)[0]
    case = newer(case, city, renew=True)
    assert not stamps(case)[0]
    add(case, city.unit_clerk, UNIT, scan_of(mark_of(case, 2), change=1))
    assert stamps(case)[0]


def test_stamps_that_were_let_stand_are_taken(city: City) -> None:
    case = newer(at_county(city), city, renew=False)
    (scan,) = add(case, city.unit_clerk, UNIT, scan_of(mark_of(case, 1)))
    assert scan.version.number == 1


def test_while_the_unit_changes_it_or_after_its_end_nothing_is_added(city: City) -> None:
    case = at_county(city)
    facts = {"remarks": {"basics": "请改"}, "due_at": clock.now().replace(year=2099)}
    desks.return_application(case, by=city.county_clerk, note="请改", revision=case.revision, **facts)
    with pytest.raises(Forbidden, match="正在修改"):
        add(case, city.unit_chair)
    other = at_county(make_city())
    Application.objects.filter(pk=other.pk).update(state="withdrawn", desk=None)
    with pytest.raises(Forbidden, match="已终结"):
        add(other, city.unit_chair)


def test_an_unread_scan_of_the_unit_waits_for_a_desk(city: City) -> None:
    case = at_city(city)
    (scan,) = add(case, city.unit_clerk)
    assert scan.how == ""
    assert "待人工核对" in Message.objects.filter(account=city.city_clerk).latest("pk").text
    with pytest.raises(Forbidden):
        compare_by_hand(scan, by=city.unit_clerk, version=1)
    assert compare_by_hand(scan, by=city.city_clerk, version=1).matched_by == city.city_clerk


def test_a_desk_above_says_which_version_it_shows(city: City) -> None:
    case = newer(at_county(city), city, renew=True)
    desks.forward(case, by=city.county_chair, opinion=sign(), revision=case.revision)
    for version, field in ((1, "version"), (9, "version")):
        with pytest.raises(Refusal) as refused:
            add(case, city.county_clerk, COUNTY, version=version)
        assert refused.value.field == field
    (scan,) = add(case, city.county_clerk, COUNTY, version=2)
    assert (scan.version.number, scan.how, scan.matched_by) == (2, "hand", city.county_clerk)


def test_once_named_the_naming_union_compares(city: City) -> None:
    case = ready(city)
    (scan,) = add(case, city.unit_clerk)
    Application.objects.filter(pk=case.pk).update(state="named", desk=None)
    with pytest.raises(Forbidden):
        compare_by_hand(scan, by=city.county_clerk, version=1)
    assert compare_by_hand(scan, by=city.city_chair, version=1).how == "hand"
    with pytest.raises(Stale):
        compare_by_hand(scan, by=city.city_chair, version=1)


def test_there_is_an_end_to_scans_of_one_stamp(city: City) -> None:
    case = at_county(city)
    with pytest.raises(Refusal):
        add(case, city.unit_clerk, UNIT, *(scan_of(change=n) for n in range(MOST_SCANS + 1)))
    assert not StampedScan.objects.exists()


# The page


def page_of(case: Application) -> str:
    return f"{case.get_absolute_url()}scans/"


def send(client: Client, case: Application, *files: BytesIO, **more):
    return client.post(page_of(case), {"desk": more.pop("desk", UNIT), "scan": list(files), **more})


def test_the_page_of_the_case_leads_there_and_photos_are_read(city: City) -> None:
    case = at_city(city)
    client = signed_in(city.unit_clerk)
    assert page_of(case) in client.get(case.get_absolute_url()).content.decode()
    shots = [file(photographed(printed(case), page), f"{page}.jpg") for page in (0, -1)]
    assert send(client, case, *shots)["Location"] == f"{case.get_absolute_url()}#stamps"
    assert [scan.how for scan in StampedScan.objects.all()] == ["code", "code"]
    early = at_county(make_city())
    assert page_of(early) not in signed_in(city.county_clerk).get(early.get_absolute_url()).content.decode()


def test_a_refusal_lands_on_the_file_and_links_to_the_difference(city: City) -> None:
    case = at_county(city)
    before = printed(case)
    case = newer(case, city, renew=True)
    answer = send(signed_in(city.unit_clerk), case, file(before))
    assert "第1版" in " ".join(answer.context["form"].errors["scan"])
    assert f"{case.get_absolute_url()}versions/?old=1&amp;new=2" in answer.content.decode()
    for wrong, name in ((b"nothing", "a.pdf"), (make_docx(), "a.docx")):
        assert list(send(signed_in(city.unit_clerk), case, file(wrong, name)).context["form"].errors) == ["scan"]
    assert list(send(signed_in(city.unit_clerk), case).context["form"].errors) == ["scan"]


def test_the_unit_is_not_asked_for_a_version_and_others_hear_why_not(city: City) -> None:
    case = at_city(city)
    assert "version" not in signed_in(city.unit_clerk).get(page_of(case)).context["form"].fields
    assert "version" in signed_in(city.county_clerk).get(page_of(case)).context["form"].fields
    answer = signed_in(city.city_clerk).get(page_of(case))
    assert (answer.status_code, "签署前随意见一并上传" in answer.content.decode()) == (403, True)
    assert signed_in(make_city().city_clerk).get(page_of(case)).status_code == 404
