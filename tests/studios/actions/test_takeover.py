"""Answers written back into the register: at a naming, end to end, and by hand after a refusal."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from studios.actions import desks
from studios.actions.attachments import keep_file
from studios.actions.decisions import Paper, name_studios
from studios.actions.filings import open_application, submit_application
from studios.actions.takeover import take_answers_over
from studios.choices.calls import Stage
from studios.choices.register import ResultState, StudioState
from studios.models import Application, Person, PersonMatch, Result, Studio
from tests.city import NOTHING_WRONG, City, make_city
from tests.factories import (
    make_call,
    make_grade,
    make_honour,
    make_industry,
    make_person,
    make_result,
    make_result_kind,
    make_studio,
    make_union,
)
from tests.files import make_pdf
from unions import clock
from unions.errors import Forbidden, Refusal
from unions.models import AuditEvent


@pytest.fixture
def city(db) -> City:
    return make_city()


def pages(**changes) -> dict[str, dict]:
    """Answers to all pages, one row of each group and three members."""
    grade, kind = make_grade().pk, make_result_kind().pk
    people = [
        {
            "key": f"m{n}",
            "name": name,
            "sex": "male",
            "birth_month": f"198{n}-03",
            "role": "core",
            "trade": "焊工",
            "title": "工程师",
            "skill_grade": grade,
            "joined_on": "2020-01",
        }
        for n, name in enumerate(["王一鸣", "李二虎", "赵三元"])
    ]
    found = {
        "basics": {
            "name": "周立民劳模创新工作室",
            "industry": make_industry().pk,
            "field": "铝合金焊接",
            "founded_on": "2019-05",
            "contact_name": "孙芳",
            "contact_phone": "0571-88001234",
            "introduction": "从事焊接攻关。",
        },
        "leads": {
            "leads": [
                {
                    "key": "l1",
                    "name": "周立民",
                    "sex": "male",
                    "birth_month": "1975-05",
                    "mobile": "13800138000",
                    "political_status": "party",
                    "education": "college",
                    "trade": "焊工",
                    "title": "",
                    "skill_grade": grade,
                    "is_in_post": True,
                    "merits": "二十年焊接。",
                    "honours": [{"key": "h1", "honour": make_honour().pk, "year": 2018, "document": "东工〔2018〕3号"}],
                }
            ]
        },
        "team": {"members": people},
        "results": {
            "projects": [
                {
                    "key": "j1",
                    "title": "侧墙变形控制",
                    "area": "process",
                    "state": "finished",
                    "approved_by": "测试厂",
                    "starts_on": "2023-01",
                    "ends_on": "2024-02",
                    "difficulty": "变形大",
                }
            ],
            "results": [
                {
                    "key": "r1",
                    "title": "分段反变形焊接法",
                    "kind": kind,
                    "number": "",
                    "finished_on": "2024-03-05",
                    "adopters_count": 3,
                    "problem": "变形",
                    "novelty": "分段",
                    "is_secret": False,
                }
            ],
        },
        "benefits": {
            "benefits": [
                {
                    "key": "b1",
                    "result": "r1",
                    "year": 2024,
                    "method": "saving",
                    "amount": "860000.00",
                    "formula": "台数×单台",
                    "period": "2024年",
                }
            ]
        },
        "training": {
            "promotion": "推广到三家单位",
            "apprenticeships": [
                {
                    "key": "a1",
                    "name": "钱小徒",
                    "sex": "female",
                    "birth_month": "1999-09",
                    "master": "l1",
                    "agreed_on": "2023-01-10",
                    "starts_on": "2023-01",
                    "ends_on": None,
                    "grade_before": grade,
                    "grade_after": None,
                }
            ],
            "activities": [
                {
                    "key": "v1",
                    "kind": "training",
                    "happened_on": "2024-06-01",
                    "topic": "焊接培训",
                    "people_count": 30,
                    "place": "车间",
                }
            ],
        },
        "means": {
            "area": "86.5",
            "equipment": "焊机两台",
            "has_sign": True,
            "has_ledger": False,
            "funds": [{"key": "f1", "year": 2024, "amount": "50000.00", "source": "单位拨款"}],
        },
        "summary": {"summary": "工作总结。", "declared": True},
    }
    return found | changes


def fill(application: Application, **changes) -> None:
    for section in application.sections.all():
        section.content = {"schema": 1} | pages(**changes)[section.key]
        section.save()


def submitted(city: City, studio: Studio | None = None, **changes) -> Application:
    application = open_application(city.call, studio or city.studio, by=city.unit_clerk)
    fill(application, **changes)
    submit_application(application, by=city.unit_clerk, idempotency_key=application.number, faults=NOTHING_WRONG)
    return again(application)


def again(application: Application) -> Application:
    return Application.objects.with_parties().get(pk=application.pk)


def sign() -> desks.Signature:
    return desks.Signature(text="同意", signer="签字人", signed_on=clock.today())


def ready(city: City, **changes) -> Application:
    application = submitted(city, **changes)
    desks.agree(application, by=city.unit_chair, opinion=sign(), revision=application.revision)
    application = again(application)
    desks.forward(application, by=city.county_chair, opinion=sign(), revision=application.revision)
    application = again(application)
    desks.pass_qualification(application, by=city.city_clerk, opinion=sign(), revision=application.revision)
    return again(application)


def named(city: City, application: Application, number: str = "测总工发〔2024〕15号") -> Studio:
    file = keep_file(io.BytesIO(make_pdf()), name="决定.pdf", by=city.city_chair, union=city.city, slot="paper")
    paper = Paper(number=number, decided_on=date(2024, 12, 1), file=file)
    name_studios(city.call, [application], paper=paper, by=city.city_chair)
    return Studio.objects.select_related("union").get(pk=application.studio_id)


def test_a_naming_writes_every_page_into_the_register(city: City) -> None:
    application = ready(city)
    studio = named(city, application)
    assert again(application).state == Stage.NAMED
    assert (studio.name, studio.state, studio.number is None) == ("周立民劳模创新工作室", StudioState.ACTIVE, False)
    assert (studio.field_of_work, studio.founded_on, studio.area) == ("铝合金焊接", date(2019, 5, 1), Decimal("86.50"))
    assert (studio.has_sign, studio.has_ledger, studio.summary) == (True, False, "工作总结。")
    assert studio.funds == [{"year": 2024, "amount": "50000.00", "source": "单位拨款"}]
    assert [m.person.name for m in studio.members.all()] == ["王一鸣", "李二虎", "赵三元"]
    assert [p.title for p in studio.projects.all()] == ["侧墙变形控制"]
    assert [a.topic for a in studio.activities.all()] == ["焊接培训"]
    pair = studio.apprenticeships.get()
    assert (pair.master.name, pair.apprentice.name, pair.starts_on) == ("周立民", "钱小徒", date(2023, 1, 1))
    assert "周立民" in studio.search_text
    assert studio.top_level == "city"


def test_the_prefilled_lead_is_kept_and_gets_the_honour_of_the_form(city: City) -> None:
    studio = named(city, ready(city))
    lead = studio.leaderships.present().get()
    assert Person.objects.filter(name="周立民").count() == 1
    assert (lead.worker.trade, lead.worker.person.mobile) == ("焊工", "13800138000")
    assert [(a.honour.name, a.year) for a in lead.worker.awards.all()] == [("市劳动模范", 2018)]


def test_results_of_a_named_case_are_checked_and_not_yet_confirmed(city: City) -> None:
    studio = named(city, ready(city))
    result = studio.results.get()
    assert (result.state, result.checked_by, result.confirmed_at) == (ResultState.CHECKED, city.unit_chair, None)
    benefit = result.benefits.get()
    assert (benefit.year, benefit.amount, benefit.is_certified) == (2024, Decimal("860000.00"), False)


def test_a_certificate_of_finance_certifies_the_benefit_and_evidence_joins_its_result(city: City) -> None:
    application = open_application(city.call, city.studio, by=city.unit_clerk)
    fill(application)
    for slot in ("finance-b1", "result-r1"):
        name = f"{slot}.pdf"
        stream = io.BytesIO(make_pdf())
        keep_file(stream, name=name, by=city.unit_clerk, union=city.unit, slot=slot, application=application)
    submit_application(application, by=city.unit_clerk, idempotency_key="k", faults=NOTHING_WRONG)
    application = again(application)
    desks.refuse(application, by=city.unit_chair, note="明年再报", revision=application.revision)
    take_answers_over(again(application), by=city.unit_clerk)
    result = city.studio.results.get()
    assert result.benefits.get().is_certified is True
    assert [a.slot for a in result.attachments.all()] == ["result-r1"]


def test_rows_that_were_prefilled_are_updated_and_not_doubled(city: City) -> None:
    first = named(city, ready(city))
    city.call = make_call(city.city, level="province")
    application = open_application(city.call, first, by=city.unit_clerk)
    for section in application.sections.all():
        content = section.content
        if section.key == "results":
            content["results"][0]["title"] = "反变形焊接法"
        if section.key == "team":
            content["members"][0]["title"] = "高级工程师"
        section.content = content
        section.save()
    submit_application(application, by=city.unit_clerk, idempotency_key="2", faults=NOTHING_WRONG)
    application = again(application)
    desks.refuse(application, by=city.unit_chair, note="明年再报", revision=application.revision)
    with pytest.raises(Refusal):
        take_answers_over(again(application), by=city.unit_clerk)
    desks.reopen(again(application), by=city.city_chair, note="误", revision=again(application).revision)
    application = again(application)
    desks.agree(application, by=city.unit_chair, opinion=sign(), revision=application.revision)
    application = again(application)
    desks.forward(application, by=city.county_chair, opinion=sign(), revision=application.revision)
    application = again(application)
    desks.pass_qualification(application, by=city.city_clerk, opinion=sign(), revision=application.revision)
    before = Person.objects.count()
    studio = named(city, again(application), number="测总工发〔2024〕16号")
    assert Person.objects.count() == before
    assert (studio.members.count(), studio.projects.count(), studio.results.count()) == (3, 1, 1)
    assert (studio.apprenticeships.count(), studio.activities.count()) == (1, 1)
    assert studio.results.get().title == "反变形焊接法"
    assert studio.results.get().benefits.count() == 1
    assert studio.members.order_by("pk")[0].title == "高级工程师"
    assert studio.number == first.number


def test_a_named_studio_keeps_name_and_lead(city: City) -> None:
    first = named(city, ready(city))
    city.call = make_call(city.city, level="province")
    other = {"leads": [pages()["leads"]["leads"][0] | {"name": "别的人", "birth_month": "1970-01"}]}
    basics = pages()["basics"] | {"name": "另一个名字", "introduction": "新的介绍"}
    application = ready(city, leads=other, basics=basics)
    studio = named(city, application, number="测总工发〔2024〕17号")
    assert (studio.name, studio.introduction) == (first.name, "新的介绍")
    assert [lead.worker.person.name for lead in studio.leaderships.present()] == ["周立民"]


def test_a_row_typed_over_by_another_person_makes_a_new_member(city: City) -> None:
    member = city.studio.members.create(person=make_person("旧成员", home=city.unit, birth_month=date(1970, 1, 1)))
    team = {"members": [pages()["team"]["members"][0] | {"record": member.pk, "person": member.person_id}]}
    studio = named(city, ready(city, team=team))
    assert [m.person.name for m in studio.members.filter(left_on=None)] == ["王一鸣"]
    assert Person.objects.get(pk=member.person_id).name == "旧成员"


def test_somebody_of_the_unit_is_found_and_a_namesake_elsewhere_is_asked_about(city: City) -> None:
    here = make_person("王一鸣", home=city.unit, birth_month=date(1980, 3, 1))
    there = make_person("李二虎", home=make_union(parent=city.county), birth_month=date(1981, 3, 1))
    make_person("赵三元", home=make_union(parent=city.county), birth_month=date(1960, 1, 1))
    studio = named(city, ready(city))
    people = {m.person.name: m.person_id for m in studio.members.all()}
    assert people["王一鸣"] == here.pk
    match = PersonMatch.objects.get()
    assert {match.one_id, match.other_id} == {there.pk, people["李二虎"]}
    assert match.is_same is None


def test_a_confirmed_result_that_did_not_change_stays_confirmed(city: City) -> None:
    kept = make_result(
        city.studio,
        "原有成果",
        state=ResultState.CONFIRMED,
        confirmed_at=clock.now(),
        finished_on=date(2024, 1, 1),
        problem="问题",
        novelty="方法",
    )
    row = {
        "key": "r9",
        "record": kept.pk,
        "title": "原有成果",
        "kind": kept.kind_id,
        "number": "",
        "finished_on": "2024-01-01",
        "adopters_count": None,
        "problem": "问题",
        "novelty": "方法",
        "is_secret": False,
    }
    changed = pages()["results"] | {"results": [row]}
    named(city, ready(city, results=changed, benefits={"benefits": []}))
    assert Result.objects.get(pk=kept.pk).state == ResultState.CONFIRMED


def test_a_confirmed_result_whose_benefit_changed_is_checked_anew(city: City) -> None:
    kept = make_result(
        city.studio,
        "分段反变形焊接法",
        state=ResultState.CONFIRMED,
        confirmed_at=clock.now(),
        finished_on=date(2024, 3, 5),
        problem="变形",
        novelty="分段",
        adopters_count=3,
    )
    kept.benefits.create(year=2024, method="saving", amount=1)
    named(city, ready(city))
    fresh = Result.objects.get()
    assert (fresh.state, fresh.confirmed_at, fresh.benefits.get().amount) == ("checked", None, Decimal("860000.00"))


def test_a_secret_result_keeps_its_metadata_alone(city: City) -> None:
    row = pages()["results"]["results"][0] | {"is_secret": True, "problem": "机密", "novelty": "机密"}
    studio = named(city, ready(city, results=pages()["results"] | {"results": [row]}))
    result = studio.results.get()
    assert (result.problem, result.novelty, result.adopters_count, result.benefits.count()) == ("", "", 0, 0)


def test_a_name_taken_meanwhile_stops_the_whole_decision(city: City) -> None:
    application = ready(city)
    make_studio(city.unit, "周立民劳模创新工作室")
    with pytest.raises(Refusal) as refused:
        named(city, application)
    assert refused.value.field == "name"
    assert again(application).state == Stage.DECISION
    assert Studio.objects.get(pk=city.studio.pk).number is None


def test_the_number_of_statements_does_not_grow_with_the_rows(city: City, django_assert_max_num_queries) -> None:
    many = [pages()["team"]["members"][0] | {"key": f"x{n}", "name": f"成员{n}"} for n in range(80)]
    application = ready(city, team={"members": many})
    with django_assert_max_num_queries(110):
        studio = named(city, application)
    assert studio.members.count() == 80


def refused(city: City) -> Application:
    application = submitted(city)
    desks.refuse(application, by=city.unit_chair, note="明年再报", revision=application.revision)
    return again(application)


def test_after_a_refusal_the_unit_takes_its_answers_over(city: City) -> None:
    take_answers_over(refused(city), by=city.unit_clerk)
    studio = Studio.objects.get(pk=city.studio.pk)
    assert (studio.name, studio.number, studio.members.count()) == ("周立民劳模创新工作室", None, 3)
    assert studio.results.get().state == ResultState.REPORTED
    assert AuditEvent.objects.filter(verb="application.taken_over").count() == 1


def test_taking_over_twice_changes_nothing_more(city: City) -> None:
    application = refused(city)
    take_answers_over(application, by=city.unit_clerk)
    take_answers_over(application, by=city.unit_clerk)
    assert (city.studio.members.count(), city.studio.results.count(), city.studio.activities.count()) == (3, 1, 1)
    assert Person.objects.count() == 5


def test_only_the_units_clerk_takes_answers_over_and_only_after_a_refusal(city: City) -> None:
    with pytest.raises(Refusal):
        take_answers_over(submitted(city), by=city.unit_clerk)
    Application.objects.update(state=Stage.UNQUALIFIED)
    with pytest.raises(Forbidden):
        take_answers_over(Application.objects.get(), by=city.city_clerk)
    with pytest.raises(Forbidden):
        take_answers_over(Application.objects.get(), by=city.unit_chair)


def test_the_unit_takes_its_answers_over_by_one_button(city: City, settings, client) -> None:
    settings.TOTP_REQUIRED = {}
    application = refused(city)
    url = reverse("application_take_over", args=[application.number])
    client.force_login(city.unit_clerk)
    assert client.get(url).status_code == 200
    assert client.post(url).url == reverse("desk_studio", args=[city.studio.pk])
    assert city.studio.members.count() == 3
    client.force_login(city.county_chair)
    assert client.post(url).status_code == 403
