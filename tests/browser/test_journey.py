"""From a city's published rule to a studio on the public site, by hand: desktop, telephone, without JavaScript."""

import re
from datetime import timedelta

import pytest

from studios.choices.calls import Stage, StepName, Verdict
from studios.models import Application, Call, Designation, Studio
from tests.browser.answers import PDF, SECOND_PROBLEM, fill_form
from tests.browser.city import build_city
from tests.browser.watch import DESKTOP, PHONE, PLAIN, press, put, put_all, sign_in, words
from tests.factories import make_named_studio
from unions import clock
from unions.queries.audit import verify_chain

TITLE = "2026年澄江市劳模创新工作室命名"
COUNTING = "全国劳动模范 部级劳动模范 省劳动模范 市劳动模范 大国工匠 省级工匠 市级工匠".split()
EVIDENCE = {
    "place": "有固定场所",
    "equipment": "有基本设备",
    "plan": "有明确的攻关课题和目标",
    "funds": "有必要的经费",
    "rules": "有健全的规章制度",
}
OWN_RULES = {
    "honour": {"text": "领衔人为市级以上劳模，或市级以上工匠", "source": "澄工办〔2026〕3号第四条"},
    "years_in_operation": {"text": "有效运行三年以上", "threshold": "3"},
    "lower_designation": {"text": "已由县级总工会、产业工会命名；市直属单位除外", "threshold": "1"},
    "team_size": {"text": "成员不少于5人", "threshold": "5"},
}
EXPLANATION = "一人今年调往兄弟单位，正在补充。"


class People:
    """A page for each officer, signed in once; `None` is the public."""

    def __init__(self, open_page, width):
        self.open_page, self.width, self.pages = open_page, width, {}

    def __getitem__(self, username):
        if username not in self.pages:
            page = self.open_page(self.width)
            self.pages[username] = sign_in(page, username) if username else page
        return self.pages[username]


@pytest.fixture
def town(server, transactional_db):
    """A fresh city; the plant's studio was named by its county two years ago."""
    city = build_city()
    city.studios["plant"] = make_named_studio(city.unions["plant"], "程远山劳模创新工作室", level="county")
    return city


@pytest.mark.parametrize("width", [DESKTOP, PHONE, PLAIN], ids=["desktop", "telephone", "without-script"])
def test_a_published_rule_becomes_a_studio_on_the_public_site(town, open_page, width):
    people = People(open_page, width)
    call = set_up_call(people["city-clerk"])
    open_call(people["city-chair"], call)
    case = file_application(people["plant-clerk"], call)
    direct_unit_is_exempt(people["port-clerk"], call)
    sign_step(people["plant-chair"], case, "Agree", "同意申报。")
    look_at_evidence(people["county-clerk"], case)
    sign_step(people["county-chair"], case, "Recommend", "同意推荐。")
    send_back_for_changes(people["city-clerk"], case)
    change_and_hand_over(people["plant-clerk"], case)
    resubmit(people["plant-chair"], case)
    compare_versions(people["city-clerk"], case)
    look_at_evidence(people["city-clerk"], case)
    waive(people["city-chair"], case)
    sign_step(people["city-clerk"], case, "Pass", "审核合格。")
    write_decision(people["city-chair"], call)
    the_public_reads(people[None])
    facts_stand(case)


def set_up_call(page):
    """The city's clerk writes the call with its rules, none of them in code."""
    page.goto("/desk/calls/")
    press(page, "New call")
    today = clock.today()
    put_all(page, {"title": TITLE, "level": "city", "year": "2026", "approval_basis": "市评比达标表彰办〔2026〕2号"})
    put_all(
        page, {"guide": "面向全市，重在实效。", "opens_at_0": f"{today - timedelta(days=1)}", "opens_at_1": "09:00"}
    )
    press(page, "Save")
    press(page, "Change dates")
    for number, stage in enumerate(("draft", "unit_review", "recommendation", "qualification", "decision"), start=1):
        put(page, f"due_{stage}_0", f"{today + timedelta(days=20 * number)}")
    press(page, "Save")
    press(page, "Change conditions")
    write_rules(page)
    press(page, "Save")
    shown = page.locator("main").inner_text()
    for text in (*EVIDENCE.values(), "有效运行三年以上", "经常开展活动", "市级工匠", "澄工办〔2026〕3号第四条"):
        assert text in shown
    return Call.objects.get(title=TITLE)


def write_rules(page):
    """Honours that count, the rule's own words, and the evidence that a person looks at."""
    for box in page.locator("[name=honours]").all():
        box.set_checked(label_of(page, box) in COUNTING)
    for row in range(page.locator("[name$=-check_name]").count()):
        check = page.locator(f"[name=rows-{row}-check_name]")
        if check.count() and check.input_value() in OWN_RULES:
            put_all(page, OWN_RULES[check.input_value()], f"rows-{row}-")
    added = [{"text": text, "check_name": "evidence", "slot": slot} for slot, text in EVIDENCE.items()]
    added.append({"text": "经常开展活动", "check_name": "activities_a_year", "threshold": "1"})
    first = next(n for n in range(40) if page.locator(f"[name=rows-{n}-text]").input_value() == "")
    for number, answers in enumerate(added, start=first):
        while not page.locator(f"[name=rows-{number}-text]").count():
            page.click("[data-add]")
            page.wait_for_load_state()
        put_all(page, answers, f"rows-{number}-")


def label_of(page, box):
    return page.locator(f'label[for="{box.get_attribute("id")}"]').inner_text().strip()


def open_call(page, call):
    page.goto(f"/desk/calls/{call.pk}/")
    press(page, "Open the call")
    assert words("Open") in page.locator("main").inner_text()


def file_application(page, call):
    """The unit's clerk fills in all pages, reads the sheet, checks and submits."""
    page.goto("/desk/applications/")
    press(page, "Start an application")
    press(page, "Open the form")
    page.wait_for_url("**/form/**")
    page.goto(re.sub(r"form/.*", "form/basics/", page.url))
    fill_form(page, explanation=EXPLANATION)
    shown = page.locator("main").inner_text()
    assert "程远山：市劳动模范（2019）" in shown
    assert words("Not met") in shown
    assert EXPLANATION in shown
    press(page, "Submit")
    page.wait_for_url("**/submitted/")
    case = Application.objects.get(call=call, state=Stage.UNIT_REVIEW)
    assert case.number in page.locator("main").inner_text()
    return case


def direct_unit_is_exempt(page, call):
    """A unit directly below the city needs no designation of the tier below."""
    page.goto(f"/desk/applications/new/?call={call.pk}")
    press(page, "Open the form")
    page.wait_for_url("**/form/**")
    page.goto(re.sub(r"form/.*", "form/summary/", page.url))
    row = page.locator("tr", has_text="市直属单位除外")
    assert words("Does not apply") in row.inner_text()


def to_case(page, case):
    """From the list of what waits for me to the case."""
    page.goto("/desk/")
    page.click(f'main a[href="/desk/cases/{case.number}/"]')
    page.wait_for_load_state()


def sign_step(page, case, verb, opinion):
    to_case(page, case)
    put(page, "text", opinion)
    press(page, verb)
    shown = page.locator("main").inner_text()
    assert opinion in shown


def look_at_evidence(page, case):
    """Every evidence row gets a verdict with its file and page."""
    to_case(page, case)
    links = page.locator('a[href*="/conditions/"]', has_text=words("Look"))
    addresses = [link.get_attribute("href") for link in links.all()]
    assert len(addresses) == len(EVIDENCE)
    for address in addresses:
        page.goto(address)
        put(page, "verdict", Verdict.MET)
        page.locator("[name=attachment]").select_option(index=1)
        put(page, "page", 1)
        press(page, "Record")
    assert page.locator("tr", has_text=words("Met")).count() >= len(EVIDENCE)


def send_back_for_changes(page, case):
    to_case(page, case)
    press(page, "Return for changes")
    put_all(page, {"note": "请补充攻关难点。", "remark_results": "难点请写出数字。"})
    press(page, "Return for changes")
    assert words("Returned for changes") in page.locator("main").inner_text()


def change_and_hand_over(page, case):
    """Only the page with the remark is open; what was typed before is there."""
    page.goto(f"/desk/applications/{case.number}/form/")
    assert "难点请写出数字。" in page.locator("main").inner_text()
    page.goto(f"/desk/applications/{case.number}/form/team/")
    assert page.locator("fieldset.apply__fields[disabled]").count() == 1
    page.goto(f"/desk/applications/{case.number}/form/results/")
    put(page, "results-0-problem", SECOND_PROBLEM)
    press(page, "Save and go on")
    page.wait_for_url(lambda address: not address.endswith("/form/results/"))
    page.goto(f"/desk/applications/{case.number}/form/check/")
    press(page, "Submit")


def resubmit(page, case):
    to_case(page, case)
    press(page, "Resubmit")
    case.refresh_from_db()
    assert (case.state, case.version_count) == (Stage.QUALIFICATION, 2)


def compare_versions(page, case):
    to_case(page, case)
    press(page, "Compare versions")
    assert page.locator("del").all_inner_texts() == ["焊后平面度超差。"]
    assert page.locator("ins").all_inner_texts() == [SECOND_PROBLEM]


def waive(page, case):
    page.goto(f"/desk/cases/{case.number}/")
    page.click('a[href*="/waive/"]')
    page.wait_for_load_state()
    put(page, "reason", "补充人选已公示，准予豁免。")
    press(page, "Waive")
    assert words("Waived") in page.locator("#conditions").inner_text()


def write_decision(page, call):
    page.goto("/desk/decisions/")
    press(page, "Write the decision")
    page.locator("[name=applications]").first.check()
    put_all(page, {"number": "澄工［２０２６］15 号", "decided_on": f"{clock.today()}", "title": "关于命名的决定"})
    page.locator("[name=file]").set_input_files({"name": "决定.pdf"} | PDF)
    press(page, "Name the chosen studios")
    assert page.locator("h1").inner_text() == "澄工〔2026〕15号"


def the_public_reads(page):
    """List, studio and plaque, in both languages, without signing in."""
    studio = Studio.objects.get(name="程远山劳模创新工作室")
    naming = studio.designations.get(level="city")
    page.goto("/studios/?level=city")
    page.click(f'main a[href="/studios/{studio.number}/"]')
    page.wait_for_load_state()
    shown = page.locator("main").inner_text()
    for text in (studio.number, studio.name, "河西轨道车辆有限公司", "澄工〔2026〕15号", "程远山"):
        assert text in shown
    assert "丁一鸣" not in shown
    page.goto(f"/p/{naming.code}/")
    shown = page.locator("main").inner_text()
    assert naming.plaque_number in shown
    assert studio.name in shown
    page.goto(f"/en/studios/{studio.number}/")
    assert page.locator("html").get_attribute("lang") == "en"
    assert studio.name in page.locator("main").inner_text()


def facts_stand(case):
    """What the database holds in the end."""
    case.refresh_from_db()
    assert case.state == Stage.NAMED
    steps = list(case.acts.order_by("at", "pk").values_list("step", flat=True))
    assert steps == [
        StepName.OPEN,
        StepName.SUBMIT,
        StepName.AGREE,
        StepName.FORWARD,
        StepName.RETURN,
        StepName.PROPOSE,
        StepName.RESUBMIT,
        StepName.WAIVE,
        StepName.PASS,
        StepName.NAME,
    ]
    naming = Designation.objects.get(studio=case.studio, level="city")
    assert (naming.decision.number, naming.decision.paper.name) == ("澄工〔2026〕15号", "决定.pdf")
    assert case.studio.members.count() == 3
    assert case.studio.results.get().problem == SECOND_PROBLEM
    assert [str(row.waived_by) for row in case.versions.first().condition_rows.exclude(waived_by=None)] != []
    assert verify_chain().fault == ""
