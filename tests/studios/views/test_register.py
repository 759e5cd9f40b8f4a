"""Pages and lists of the register: who sees what, in how many statements, and what a form answers."""

import io
from dataclasses import dataclass
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studios.choices.register import PlaqueState, ResultState
from studios.models import Activity, Apprenticeship, Designation, Member, Person, PersonMatch, Project, Result, Studio
from tests.factories import (
    make_account,
    make_appointment,
    make_county,
    make_grade,
    make_honour,
    make_industry,
    make_kind,
    make_named_studio,
    make_officer,
    make_person,
    make_result,
    make_result_kind,
    make_studio,
    make_union,
    make_worker,
)
from tests.files import make_pdf
from unions.choices.people import Role
from unions.models import Account, AuditEvent, Union

MOBILE = "13912345678"
LISTS = (
    "desk_studios",
    "workers",
    "persons",
    "projects",
    "desk_results",
    "apprenticeships",
    "activities",
    "designations",
)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.TOTP_REQUIRED = {}


@dataclass
class City:
    """A city with a unit that has a named studio, another unit, and officers."""

    city: Union
    unit: Union
    other: Union
    clerk: Account
    chair: Account
    city_clerk: Account
    auditor: Account
    studio: Studio


def furnish(unit: Union, number: int = 1) -> Studio:
    """A named studio with one row of everything."""
    lead = make_worker(f"领衔{number}", home=unit, honours=(make_honour(),), trade="焊工")
    Person.objects.filter(pk=lead.person_id).update(mobile=MOBILE)
    studio = make_named_studio(unit, f"领衔{number}工作室", lead=lead, industry=make_industry())
    member = make_person(f"成员{number}", home=unit)
    Member.objects.create(studio=studio, person=member, skill_grade=make_grade())
    Project.objects.create(studio=studio, title=f"课题{number}", area="process")
    make_result(studio, f"成果{number}", finished_on=date(2024, 5, 1))
    Apprenticeship.objects.create(
        studio=studio, master=lead.person, apprentice=member, starts_on=date(2023, 1, 1), grade_before=make_grade()
    )
    Activity.objects.create(studio=studio, kind="training", happened_on=date(2024, 3, 1), topic=f"培训{number}")
    return studio


@pytest.fixture
def city(db) -> City:
    root = make_union("测试市总工会")
    county = make_county(root)
    unit = make_union("甲厂工会", parent=county, employer="甲厂")
    other = make_union("乙厂工会", parent=county, employer="乙厂")
    return City(
        root,
        unit,
        other,
        make_officer(unit, Role.CLERK),
        make_officer(unit, Role.CHAIR),
        make_officer(root, Role.CLERK),
        make_officer(root, Role.AUDITOR),
        furnish(unit),
    )


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def page(account: Account, name: str, *args, **query) -> str:
    answer = signed_in(account).get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_the_same_few_statements_for_many_rows(
    city: City, name: str, django_assert_max_num_queries
) -> None:
    client = signed_in(city.city_clerk)
    client.get(reverse(name))
    with django_assert_max_num_queries(10) as one:
        assert client.get(reverse(name)).status_code == 200
    for number in range(2, 9):
        furnish(city.other, number)
    with django_assert_max_num_queries(10) as many:
        assert "领衔8" in client.get(reverse(name)).content.decode() or name in ("persons", "apprenticeships")
    assert len(many) == len(one)


@pytest.mark.parametrize("name", LISTS)
def test_a_sheet_takes_the_same_statements_for_many_rows(city: City, name: str) -> None:
    client, counts = signed_in(city.city_clerk), []
    client.get(reverse(name))
    for rows in (1, 8):
        for number in range(2, rows + 1):
            furnish(city.other, number)
        with CaptureQueriesContext(connection) as asked:
            assert len(b"".join(client.get(reverse(name), {"export": "csv"}).streaming_content).splitlines()) > rows
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_ones_own_scope_alone_and_as_csv_too(city: City, name: str) -> None:
    furnish(city.other, 7)
    for query in ({}, {"export": "csv"}):
        answer = signed_in(city.clerk).get(reverse(name), query)
        text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
        assert "7工作室" not in text
        assert "领衔7" not in text
        assert "1" in text


@pytest.mark.parametrize("name", LISTS)
def test_a_list_bears_odd_queries_and_every_sort(city: City, name: str) -> None:
    client = signed_in(city.city_clerk)
    for query in ({"q": "\x00工"}, {"q": "a" * 3000}, {"page": "x"}, {"sort": "nothing"}, {"kind": "zz", "year": "-3"}):
        assert client.get(reverse(name), query).status_code == 200
    keys = [c.key for c in client.get(reverse(name)).context["listing"].columns if c.sort]
    for key in keys:
        assert client.get(reverse(name), {"sort": f"-{key}"}).status_code == 200


@pytest.mark.parametrize("name", [*LISTS, "person_matches"])
def test_administrators_and_the_public_stay_out(city: City, name: str) -> None:
    administrator = make_account()
    make_appointment(administrator, city.city, Role.ADMINISTRATOR)
    assert signed_in(administrator).get(reverse(name)).status_code == 403
    assert Client().get(reverse(name)).status_code == 302


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "领衔1"}, True),
        ({"unit": "甲厂"}, True),
        ({"unit": "乙厂"}, False),
        ({"level": "city"}, True),
        ({"level": "county"}, False),
        ({"state": "active"}, True),
        ({"state": "preparing"}, False),
        ({"group": "equipment"}, True),
        ({"county": "没有的县"}, False),
    ],
)
def test_studios_are_filtered(city: City, query: dict[str, str], found: bool) -> None:
    Studio.objects.update(search_text="领衔1")
    assert ("领衔1工作室" in page(city.city_clerk, "desk_studios", **query)) is found


def test_a_studio_in_preparation_shows_its_name_alone_above(city: City) -> None:
    lead = make_worker("未名者", home=city.unit)
    draft = make_studio(city.unit, "筹备中工作室", lead=lead, field_of_work="隐密领域")
    Studio.objects.filter(pk=draft.pk).update(search_text="未名者 隐密领域")
    make_result(draft, "未公开成果")
    assert "隐密领域" in page(city.clerk, "desk_studio", draft.pk)
    above = page(city.city_clerk, "desk_studio", draft.pk)
    assert "筹备中工作室" in above
    assert "隐密领域" not in above
    listed = page(city.city_clerk, "desk_studios", q="未名者")
    assert "筹备中工作室" not in listed
    assert "未名者" not in page(city.city_clerk, "desk_studios").replace('value="未名者"', "")
    assert "未公开成果" not in page(city.city_clerk, "desk_results")
    assert "未公开成果" in page(city.clerk, "desk_results")


def test_the_page_of_a_studio_takes_the_same_statements_for_many_rows(
    city: City, django_assert_max_num_queries
) -> None:
    client = signed_in(city.clerk)
    client.get(reverse("desk_studio", args=[city.studio.pk]))
    with django_assert_max_num_queries(22) as one:
        client.get(reverse("desk_studio", args=[city.studio.pk]))
    for number in range(9):
        city.studio.members.create(person=make_person(f"新{number}", home=city.unit), skill_grade=make_grade())
        make_result(city.studio)
    with django_assert_max_num_queries(22) as many:
        client.get(reverse("desk_studio", args=[city.studio.pk]))
    assert len(one) == len(many)


def test_a_studio_out_of_scope_does_not_exist(city: City) -> None:
    stranger = make_officer(city.other, Role.CLERK)
    for name in ("desk_studio", "studio_edit", "members_new", "studio_delete"):
        assert signed_in(stranger).get(reverse(name, args=[city.studio.pk])).status_code == 404
    assert signed_in(stranger).get(reverse("desk_result", args=[city.studio.results.get().pk])).status_code == 404
    lead = city.studio.leaderships.get().worker.person_id
    assert signed_in(stranger).get(reverse("person", args=[lead])).status_code == 404


def test_the_auditor_reads_and_changes_nothing(city: City) -> None:
    assert "成员1" in page(city.auditor, "desk_studio", city.studio.pk)
    client = signed_in(city.auditor)
    result = city.studio.results.get()
    for name, args in (("studio_edit", [city.studio.pk]), ("members_new", [city.studio.pk])):
        assert client.get(reverse(name, args=args)).status_code == 403
    person = city.studio.members.get().person_id
    for name, args in (("result_check", [result.pk]), ("result_confirm", [result.pk]), ("person_reveal", [person])):
        assert client.post(reverse(name, args=args)).status_code == 403
    assert not AuditEvent.objects.exists()


def test_mobile_and_birth_month_are_full_for_the_unit_and_masked_above(city: City) -> None:
    lead = city.studio.leaderships.get().worker.person_id
    assert MOBILE in page(city.clerk, "person", lead)
    for account in (city.city_clerk, city.auditor):
        for text in (page(account, "person", lead), page(account, "persons")):
            assert MOBILE not in text
            assert "1975-05" not in text
            assert "139****5678" in text
    sheet = b"".join(signed_in(city.clerk).get(reverse("persons"), {"export": "csv"}).streaming_content).decode()
    assert MOBILE not in sheet


def test_a_click_shows_them_once_and_is_on_record(city: City) -> None:
    lead = city.studio.leaderships.get().worker.person_id
    client = signed_in(city.city_clerk)
    shown = client.post(reverse("person_reveal", args=[lead]), follow=True).content.decode()
    assert MOBILE in shown
    assert "1975-05" in shown
    assert MOBILE not in client.get(reverse("person", args=[lead])).content.decode()
    assert AuditEvent.objects.get().verb == "person.revealed"


def test_a_member_is_added_changed_and_removed(city: City) -> None:
    client = signed_in(city.clerk)
    typed = {
        "name": "欧阳 𠮷",
        "sex": "male",
        "birth_month_0": "1980",
        "birth_month_1": "5",
        "role": "core",
        "trade": "钳工",
    }
    answer = client.post(reverse("members_new", args=[city.studio.pk]), typed)
    assert (answer.status_code, answer.url) == (302, f"/desk/studios/{city.studio.pk}/#members")
    member = city.studio.members.get(person__name="欧阳𠮷")
    assert (member.trade, member.person.home, member.person.birth_month) == ("钳工", city.unit, date(1980, 5, 1))
    client.post(reverse("members_edit", args=[city.studio.pk, member.pk]), {"role": "member", "left_on": "2024-06-01"})
    assert city.studio.members.get(pk=member.pk).left_on == date(2024, 6, 1)
    asked = client.get(reverse("members_delete", args=[city.studio.pk, member.pk])).content.decode()
    assert "欧阳𠮷" in asked
    client.post(reverse("members_delete", args=[city.studio.pk, member.pk]))
    assert not city.studio.members.filter(pk=member.pk).exists()
    verbs = list(AuditEvent.objects.order_by("position").values_list("verb", flat=True))
    assert verbs == ["member.saved", "member.saved", "member.deleted"]


def test_a_form_that_was_overtaken_is_told_so(city: City) -> None:
    client = signed_in(city.clerk)
    member = city.studio.members.get()
    url = reverse("members_edit", args=[city.studio.pk, member.pk])
    version = client.get(url).context["form"].initial["version"]
    assert client.post(url, {"role": "core", "version": version}).status_code == 302
    assert client.post(url, {"role": "adviser", "version": version}).status_code == 409
    assert city.studio.members.get().role == "core"


NASTY = ("\x00控", "长" * 100_000, "\u202e反", "𠮷", "<script>alert(1)</script>", "=1+1")


@pytest.mark.parametrize("noun", ["leads", "members", "projects", "results", "apprenticeships", "activities"])
def test_every_form_opens_and_survives_odd_text(city: City, noun: str) -> None:
    client = signed_in(city.clerk)
    studio = make_studio(city.unit)
    assert client.get(reverse(f"{noun}_new", args=[studio.pk])).status_code == 200
    assert client.post(reverse(f"{noun}_new", args=[studio.pk]), {"x": "1"}).status_code == 200
    for text in NASTY:
        names = client.get(reverse(f"{noun}_new", args=[studio.pk])).context["form"].fields
        answer = client.post(reverse(f"{noun}_new", args=[studio.pk]), dict.fromkeys(names, text))
        assert answer.status_code == 200
        assert "<script>alert(1)" not in answer.content.decode()


def test_the_name_of_a_named_studio_is_locked_with_the_way_to_change_it(city: City) -> None:
    client = signed_in(city.clerk)
    url = reverse("studio_edit", args=[city.studio.pk])
    form = client.get(url).context["form"]
    assert form.fields["name"].disabled
    answer = client.post(url, {"name": "别的名字", "field_of_work": "焊接", "version": form.initial["version"]})
    assert answer.status_code == 302
    fresh = Studio.objects.get(pk=city.studio.pk)
    assert (fresh.name, fresh.field_of_work) == ("领衔1工作室", "焊接")


def test_a_studio_is_founded_by_the_units_clerk_and_a_second_name_refused(city: City) -> None:
    client = signed_in(city.clerk)
    typed = {"union": city.unit.pk, "name": "新工作室", "kind": make_kind().pk, "fund_2023": ""}
    answer = client.post(reverse("studio_new"), typed)
    made = Studio.objects.get(name="新工作室")
    assert answer.url == reverse("desk_studio", args=[made.pk])
    again = client.post(reverse("studio_new"), typed)
    assert again.status_code == 200
    assert 'value="新工作室"' in again.content.decode()
    foreign = client.post(reverse("studio_new"), typed | {"union": city.other.pk, "name": "别厂"})
    assert foreign.status_code == 200


def test_a_result_is_checked_confirmed_and_returned_by_its_buttons(city: City) -> None:
    result = city.studio.results.get()
    signed_in(city.chair).post(reverse("result_check", args=[result.pk]))
    above = signed_in(city.city_clerk)
    assert reverse("result_confirm", args=[result.pk]) in page(city.city_clerk, "desk_result", result.pk)
    above.post(reverse("result_confirm", args=[result.pk]))
    assert Result.objects.get(pk=result.pk).state == ResultState.CONFIRMED
    assert above.post(reverse("result_return", args=[result.pk]), {"reason": " "}).status_code == 200
    assert above.post(reverse("result_return", args=[result.pk]), {"reason": "缺证书"}).status_code == 302
    assert "缺证书" in page(city.clerk, "desk_result", result.pk)


def test_of_a_secret_result_no_text_or_file_is_taken(city: City) -> None:
    client = signed_in(city.clerk)
    typed = {
        "title": "涉密成果",
        "kind": make_result_kind().pk,
        "is_secret": "on",
        "problem": "绝密问题",
        "novelty": "x",
    }
    client.post(reverse("results_new", args=[city.studio.pk]), typed)
    result = Result.objects.get(title="涉密成果")
    assert (result.problem, result.novelty) == ("", "")
    file = SimpleUploadedFile("a.pdf", make_pdf())
    url = reverse("studio_upload", args=[city.studio.pk])
    assert client.post(url, {"file": file, "result": result.pk}).status_code == 200
    assert not result.attachments.exists()


def test_a_file_is_kept_with_a_result_and_removed(city: City) -> None:
    client = signed_in(city.clerk)
    result = city.studio.results.get()
    url = reverse("studio_upload", args=[city.studio.pk])
    client.post(url, {"file": SimpleUploadedFile("证书.pdf", make_pdf()), "result": result.pk})
    kept = result.attachments.get()
    assert (kept.studio, kept.union, kept.name) == (city.studio, city.unit, "证书.pdf")
    assert "证书.pdf" in page(city.city_clerk, "desk_result", result.pk)
    client.post(reverse("studio_file_remove", args=[city.studio.pk, kept.pk]))
    assert not result.attachments.filter(removed_at=None).exists()
    wrong = client.post(url, {"file": SimpleUploadedFile("x.exe", io.BytesIO(b"MZ").read())})
    assert wrong.status_code == 200


def test_namesakes_are_answered_once(city: City) -> None:
    one = make_person("同名", home=city.unit, birth_month=date(1980, 1, 1))
    two = make_person("同名", home=city.other, birth_month=date(1980, 1, 1))
    match = PersonMatch.objects.create(one=one, other=two)
    assert "乙厂工会" in page(city.clerk, "person_matches")
    client = signed_in(city.clerk)
    assert client.post(reverse("person_match", args=[match.pk]), {"answer": "same"}).status_code == 302
    assert PersonMatch.objects.get().is_same is True
    assert client.post(reverse("person_match", args=[match.pk]), {"answer": "two"}).status_code == 409
    assert PersonMatch.objects.get().is_same is True


def test_a_plaque_called_back_is_recorded_as_returned_by_the_naming_union(city: City) -> None:
    Designation.objects.update(union=city.city, plaque_state=PlaqueState.CALLED_BACK)
    row = Designation.objects.get()
    url = reverse("plaque_return", args=[row.pk])
    assert url in page(city.city_clerk, "designations")
    assert url not in page(city.clerk, "designations")
    assert signed_in(city.clerk).post(url).status_code == 403
    assert signed_in(city.city_clerk).post(url).status_code == 302
    assert Designation.objects.get().plaque_state == PlaqueState.RETURNED


def test_a_benefit_is_entered_in_ten_thousand_yuan_and_a_second_of_its_year_refused(city: City) -> None:
    client = signed_in(city.clerk)
    result = city.studio.results.get()
    typed = {"year": "2024", "method": "saving", "amount": "86.5", "is_certified": "on"}
    assert client.post(reverse("benefit_new", args=[result.pk]), typed).status_code == 302
    benefit = result.benefits.get()
    assert (benefit.amount, benefit.is_certified) == (865_000, True)
    assert client.post(reverse("benefit_new", args=[result.pk]), typed).status_code == 200
    client.post(reverse("benefit_delete", args=[result.pk, benefit.pk]))
    assert not result.benefits.exists()


def test_an_honour_is_added_to_a_lead_and_removed(city: City) -> None:
    client = signed_in(city.clerk)
    lead = city.studio.leaderships.get()
    typed = {"honour": make_honour("全国劳动模范", "nation").pk, "year": "2020", "document": "x〔2020〕1号"}
    url = reverse("award_new", args=[city.studio.pk, lead.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, typed).status_code == 302
    assert client.post(url, typed).status_code == 200
    award = lead.worker.awards.get(year=2020)
    client.post(reverse("award_delete", args=[city.studio.pk, lead.pk, award.pk]))
    assert lead.worker.awards.count() == 1


def test_a_person_of_the_unit_is_changed_and_one_of_another_unit_is_not(city: City) -> None:
    person = city.studio.members.get().person
    client = signed_in(city.clerk)
    url = reverse("person_edit", args=[person.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"name": "成员甲", "mobile": "139 1111 2222"}).status_code == 302
    assert (Person.objects.get(pk=person.pk).name, Person.objects.get(pk=person.pk).mobile) == ("成员甲", "13911112222")
    assert client.post(url, {"name": "成员甲", "mobile": "12"}).status_code == 200
    assert signed_in(city.city_clerk).get(url).status_code == 403
