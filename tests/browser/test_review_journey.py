"""From qualification to named, by hand: rubric, panel, meeting, public notice with two objections, decision."""

import os
from contextlib import contextmanager
from datetime import timedelta

import pytest

from studios.actions import desks
from studios.choices.calls import Stage, StepName
from studios.choices.reviews import NoticeState, ObjectionState, SheetState
from studios.jobs import end_notices
from studios.models import Meeting, Objection, PanelSeat, PublicNotice, ReviewPlan, ScoreSheet, Studio
from tests.browser.answers import PDF
from tests.browser.moved_clock import everywhere
from tests.browser.test_journey import People
from tests.browser.watch import DESKTOP, choose, press, put, put_all, words
from tests.city import NOTHING_WRONG, City, again, at_city, sign
from tests.contents import complete_contents, fill_application
from tests.factories import make_account, make_industry, moment
from tests.panel import make_expert, make_specialty
from tests.review import another_unit, make_review_city
from unions import clock
from unions.actions.calendar import seed_calendar
from unions.queries.audit import verify_chain

# A Monday; with the holidays of October, five working days end on 9 October.
FIRST, AFTER = moment(2026, 9, 28), moment(2026, 10, 10, 9)
BEST, SECOND, THIRD = "程远山劳模创新工作室", "潮信劳模创新工作室", "灯塔工匠工作室"
LEADS = {BEST: "程远山", SECOND: "何潮信", THIRD: "丁灯塔"}
EXPERTS = ("安评审", "白评审", "常评审", "邓评审")
SHOTS = os.environ.get("REVIEW_SHOTS", "")  # a folder that gets pictures of the pages on the way


@contextmanager
def at_first_day():
    with everywhere(FIRST):
        yield


@pytest.fixture
def town(server, transactional_db):
    """A city whose call has panel, meeting and notice; three cases passed qualification, one after a return."""
    with at_first_day():
        seed_calendar()
        city = make_review_city("panel", "meeting", "notice")
        ReviewPlan.objects.all().delete()
        prepare_cases(city)
        for number, name in enumerate(EXPERTS, start=1):
            account = make_account(f"expert{number}", name=name)
            make_expert(city.city, name, account=account, specialties=(make_specialty(),))
        yield city


def prepare_cases(city: City) -> None:
    """The first case was returned at qualification, changed and handed in again."""
    cases = [at_city(city), at_city(another_unit(city)), at_city(another_unit(city))]
    cases[0] = returned_and_resubmitted(city, cases[0])
    for name, case in zip(LEADS, cases, strict=True):
        fill(case, LEADS[name], name)
        desks.pass_qualification(case, by=city.city_clerk, opinion=sign("合格"), revision=case.revision)
    assert {again(case).state for case in cases} == {Stage.PANEL}


def returned_and_resubmitted(city: City, case):
    due = clock.now() + timedelta(days=5)
    facts = {"note": "请补充。", "remarks": {"results": "请写出数字。"}, "due_at": due}
    desks.return_application(case, by=city.city_clerk, revision=case.revision, **facts)
    case = again(case)
    desks.propose_resubmission(case, by=city.unit_clerk, revision=case.revision)
    case = again(case)
    facts = {"idempotency_key": "second", "faults": NOTHING_WRONG, "revision": case.revision}
    desks.resubmit(case, by=city.unit_chair, **facts)
    return again(case)


def fill(case, lead: str, name: str) -> None:
    """Give the frozen version the pages that a unit would have typed."""
    fill_application(case)
    version = case.versions.first()
    files = [{"id": f.pk, "slot": f.slot} for f in case.attachments.all()]
    content = complete_contents(lead) | {"files": files}
    content["basics"]["name"] = name
    version.content = content
    version.save()
    Studio.objects.filter(pk=case.studio_id).update(name=name, industry=make_industry())


def shot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/review-{name}.png", full_page=True)


def test_qualified_cases_are_reviewed_shown_and_named(town, open_page):
    people = People(open_page, DESKTOP)
    clerk, chair = people[town.city_clerk.username], people[town.city_chair.username]
    call = f"/desk/calls/{town.call.pk}"
    set_up_review(clerk, call)
    invite(clerk, call, EXPERTS[:3])
    declare(people["expert1"])
    declare(people["expert2"])
    declare(people["expert3"], recused=SECOND)
    dealing_shows_the_gap(clerk, call)
    invite(clerk, call, EXPERTS[3:])
    declare(people["expert4"])
    deal_out(clerk, call)
    for number in range(1, 5):
        score_all(people[f"expert{number}"])
    nobody_scored_where_recused()
    close_panel(chair, call)
    hold_meeting(clerk, chair, call)
    notice = publish(clerk, chair, call)
    refused, upheld = object_twice(people[None], notice)
    settle(people, town, refused, ObjectionState.NOT_UPHELD)
    settle(people, town, upheld, ObjectionState.UPHELD)
    the_notice_is_corrected(people[None], notice)
    receipts_answer(people[None], refused, upheld)
    with everywhere(AFTER):
        assert end_notices(0) == 1
        name(People(open_page, DESKTOP)[town.city_chair.username], call)
        the_public_reads(open_page(DESKTOP))
    facts_stand(town)


def set_up_review(page, call: str) -> None:
    """The clerk sets how the panel works and begins with the default rubric."""
    page.goto(f"{call}/")
    press(page, "Review settings")
    put_all(page, {"method": "score", "experts_a_case": 3, "least_sheets": 3, "pass_points": 60})
    put_all(page, {"places": 2, "reserves": 1, "notice_order": "strokes"})
    press(page, "Save")
    page.goto(f"{call}/rubric/")
    press(page, "Begin with the default rubric")
    shot(page, "rubric")
    assert words("Points at a glance") in page.locator("main").inner_text()


def invite(page, call: str, names: tuple[str, ...]) -> None:
    page.goto(f"{call}/panel/invite/")
    for one in names:
        page.get_by_label(one).check()
    press(page, "Invite")
    page.wait_for_url(f"**{call}/panel/")
    shown = page.locator("main").inner_text()
    assert [one for one in names if one not in shown] == []


def declare(page, recused: str = "") -> None:
    """The expert finds the way from the desk, pledges, and stays away from what is named."""
    page.goto("/review/")
    if recused:
        row = page.locator("tr", has_text=recused)
        row.locator("[name^=tick_]").check()
        row.locator("[name^=note_]").fill("与领衔人同一师门。")
        shot(page, "declare")
    page.check("[name=pledge]")
    press(page, "Declare and open my cases")
    page.wait_for_url(lambda url: not url.endswith("/declare/"))


def dealing_shows_the_gap(page, call: str) -> None:
    """Three a case are wanted; the case that one recused itself from lacks one."""
    page.goto(f"{call}/assignments/deal/")
    gap = page.locator("main li", has_text=SECOND)
    assert gap.count() == 1


def deal_out(page, call: str) -> None:
    page.goto(f"{call}/assignments/deal/")
    assert words("Every case gets its experts.") in page.locator("main").inner_text()
    press(page, "Apply this plan")
    page.wait_for_url(f"**{call}/assignments/")
    shot(page, "assignments")


def score_all(page) -> None:
    """Case by case: a band for each criterion sets its points; the better the case, the better the band."""
    page.goto("/review/")
    press(page, "Go on with the next case")
    while page.locator("button[name=submit]").count():
        score_one(page)
        page.goto("/review/")
        if not page.get_by_role("link", name=words("Go on with the next case")).count():
            break
        press(page, "Go on with the next case")
    page.goto(f"{page.url}?open=1")
    assert page.locator(".queue__item").count() == 0


def score_one(page) -> None:
    heading = page.locator("h1").inner_text()
    place = next(n for n, studio in enumerate((BEST, SECOND, THIRD)) if studio in heading)
    for criterion in page.locator(".crit").all():
        bands = criterion.locator(".bands label")
        bands.nth(max(bands.count() - 1 - place, 0)).click()
        for comment in criterion.locator("textarea").all():
            comment.fill("材料翔实。")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/review-workbench.png")
    with page.expect_navigation():
        page.locator("button[name=submit]").click()
    assert not page.locator("[data-errors]").count(), page.locator("[data-errors]").inner_text()


def nobody_scored_where_recused() -> None:
    seat = PanelSeat.objects.get(expert__person__name=EXPERTS[2])
    assert seat.recusals.get().application.studio.name == SECOND
    assert SECOND not in seat.assignments.values_list("application__studio__name", flat=True)
    assert ScoreSheet.objects.filter(state=SheetState.SUBMITTED).count() == 9


def close_panel(page, call: str) -> None:
    """Points are closed until the chair has closed the panel."""
    page.goto(f"{call}/board/")
    assert words("Points can be read after the panel is closed. Until then the board shows progress alone.") in (
        page.locator("main").inner_text()
    )
    page.goto(f"{call}/board/close/")
    press(page, "Close the panel")
    page.wait_for_url(f"**{call}/board/")
    shown = page.locator("main table").inner_text()
    places = [shown.index(studio) for studio in (BEST, SECOND, THIRD)]
    assert places == sorted(places)
    shot(page, "board")
    page.goto(f"{call}/board/diagnostics/")
    shot(page, "diagnostics")


def hold_meeting(clerk, chair, call: str) -> None:
    clerk.goto(f"{call}/meeting/open/")
    put_all(clerk, {"places": 2, "reserves": 1})
    press(clerk, "Open the meeting")
    clerk.wait_for_url(f"**{call}/meeting/")
    chair.goto(f"{call}/meeting/freeze/")
    today = f"{clock.today()}"
    put_all(
        chair, {"kind": "party_group", "number": "澄工党组纪要〔2026〕8号", "held_on": today, "present": "全体党组成员"}
    )
    press(chair, "Freeze the list")
    chair.wait_for_url(f"**{call}/meeting/")
    shot(chair, "meeting")
    assert Meeting.objects.get().is_frozen


def publish(clerk, chair, call: str) -> PublicNotice:
    clerk.goto(f"{call}/notices/")
    press(clerk, "Draft the notice")
    clerk.wait_for_url("**/edit/")
    press(clerk, "Save and preview")
    notice = PublicNotice.objects.get()
    shown = clerk.locator("main").inner_text()
    assert (BEST in shown, SECOND in shown, THIRD in shown) == (True, True, False)
    chair.goto(f"/desk/notices/{notice.pk}/publish/")
    assert "2026年10月9日" in chair.locator("main").inner_text()
    press(chair, "Publish")
    notice.refresh_from_db()
    assert (notice.state, f"{notice.ends_on}") == (NoticeState.RUNNING, "2026-10-09")
    return notice


def object_twice(page, notice: PublicNotice) -> tuple[Objection, Objection]:
    """Two people object by the public form, one to each studio."""
    made = []
    for studio, name in ((BEST, "文一舟"), (SECOND, "方二川")):
        page.goto(f"/notices/{notice.pk}/")
        shot(page, "public-notice")
        press(page, "Object to this notice")
        choose(page, "application", studio)
        put_all(page, {"text": "成果归属有疑问，请核实。", "kind": "person", "name": name, "contact": "13877770009"})
        shot(page, "objection-form")
        press(page, "Send the objection")
        page.wait_for_url("**/objections/*/")
        made.append(Objection.objects.latest("pk"))
        assert made[-1].receipt in page.locator("main").inner_text().replace(" ", "")
    return made[0], made[1]


def settle(people, town: City, objection: Objection, outcome: ObjectionState) -> None:
    """Sifted by the clerk, answered by the unit, settled by the chair."""
    clerk, chair = people[town.city_clerk.username], people[town.city_chair.username]
    clerk.goto(f"/desk/objections/{objection.pk}/")
    assert objection.objector_name not in clerk.content()
    press(clerk, "Decide on acceptance")
    put(clerk, "accept", "yes")
    press(clerk, "Record")
    clerk.goto(f"/desk/objections/{objection.pk}/ask/")
    put(clerk, "text", "请说明成果归属。")
    press(clerk, "Send to the unit")
    chair.goto(f"/desk/objections/{objection.pk}/settle/")
    put_all(chair, {"outcome": outcome, "finding": "经核实，已查明。", "reply": "感谢监督，核实情况如上。"})
    if outcome == ObjectionState.UPHELD:
        put(chair, "note", "一名候选不再列入。")
    press(chair, "Settle")
    objection.refresh_from_db()
    assert objection.state == outcome, chair.locator("main").inner_text()


def the_notice_is_corrected(page, notice: PublicNotice) -> None:
    """The new version says so and lists one studio; the old one stays readable and points to the new."""
    newest = PublicNotice.objects.get(state=NoticeState.RUNNING)
    assert (newest.version, newest.ends_on) == (2, notice.ends_on)
    page.goto(f"/notices/{newest.pk}/")
    listed = page.locator("[aria-labelledby=list]").inner_text()
    assert (BEST in listed, SECOND in listed) == (True, False)
    shown = page.locator("main").inner_text()
    assert ("一名候选不再列入。" in shown, SECOND in page.locator(".versions").inner_text()) == (True, True)
    shot(page, "corrected-notice")
    page.goto(f"/notices/{notice.pk}/")
    assert page.locator(f'main a[href="/notices/{newest.pk}/"]').count() >= 1


def receipts_answer(page, refused: Objection, upheld: Objection) -> None:
    for objection, state in ((refused, "Not upheld"), (upheld, "Upheld")):
        page.goto(f"/objections/?code={objection.receipt}")
        shown = page.locator("main").inner_text()
        assert (words(state) in shown, objection.objector_name in shown) == (True, False)


def name(page, call: str) -> None:
    page.goto("/desk/decisions/")
    press(page, "Write the decision")
    boxes = page.locator("[name=applications]")
    assert boxes.count() == 1
    boxes.first.check()
    put_all(page, {"number": "澄工〔2026〕21号", "decided_on": f"{clock.today()}", "title": "关于命名的决定"})
    page.locator("[name=file]").set_input_files({"name": "决定.pdf"} | PDF)
    press(page, "Name the chosen studios")
    assert page.locator("h1").inner_text() == "澄工〔2026〕21号"


def the_public_reads(page) -> None:
    naming = Studio.objects.get(designations__decision__number="澄工〔2026〕21号")
    page.goto("/studios/?level=city&view=list")
    assert SECOND not in page.locator("main").inner_text()
    page.goto(f"/studios/{naming.number}/")
    shown = page.locator("main").inner_text()
    assert [text for text in (naming.number, naming.name, "澄工〔2026〕21号") if text not in shown] == []


def facts_stand(town: City) -> None:
    """What the database holds in the end."""
    cases = {case.studio_id: again(case) for case in town.call.applications.all()}
    states = sorted(case.state for case in cases.values())
    assert states == sorted([Stage.NAMED, Stage.NOT_SELECTED, Stage.NOT_SELECTED])
    named = next(case for case in cases.values() if case.state == Stage.NAMED)
    steps = list(named.acts.order_by("at", "pk").values_list("step", flat=True))
    assert {StepName.RETURN, StepName.RESUBMIT, StepName.SETTLE_OBJECTION} <= set(steps)
    assert steps[-3:] == [StepName.SETTLE_OBJECTION, StepName.NOTICE_OVER, StepName.NAME]
    assert named.versions.count() == 2
    assert verify_chain().fault == ""
