"""What a unit's clerk types into the eight pages, and the hands that type it."""

from dataclasses import dataclass
from typing import Any

from tests.browser.watch import press, put_all, words
from tests.files import make_gps_photo, make_pdf
from unions import clock

PDF = {"mimeType": "application/pdf", "buffer": make_pdf()}
PHOTO = {"mimeType": "image/jpeg", "buffer": make_gps_photo((640, 480))}
TITLE = "双丝机器人焊接变形控制法"
SECOND_PROBLEM = "焊后平面度超差3毫米，返修率百分之九。"


@dataclass(frozen=True)
class Rows:
    """Rows of one group: the answers of each, and the file that each needs."""

    group: str
    rows: list[dict[str, Any]]
    slot: str = ""


def person(name: str, year: int) -> dict[str, Any]:
    return {"name": name, "sex": "male", "birth_month": (year, 3), "trade": "焊工", "skill_grade": "高级技师"}


def pages() -> dict[str, tuple[dict[str, Any], list[Rows]]]:
    """Single fields and groups of each page; what is hard to tell apart in tests stands once."""
    last = clock.today().year - 1
    members = [person(name, 1990 + n) for n, name in enumerate(("丁一鸣", "方晓舟", "贺兰𠮷"))]
    return {
        "basics": (
            {
                "industry": "37",
                "field": "转向架焊接",
                "founded_on": (2018, 5),
                "contact_name": "江望舒",
                "contact_phone": "0570-88001234",
                "introduction": "工作室设在转向架车间，三年来攻克焊接变形难题。",
            },
            [],
        ),
        "leads": (
            {},
            [
                Rows("leads", [person("程远山", 1979) | {"is_in_post": "yes", "merits": "长期从事焊接工艺研究。"}]),
                Rows("leads-0-honours", [{"honour": "市劳动模范", "year": 2019}], "honour"),
            ],
        ),
        "team": ({}, [Rows("members", [m | {"role": "member", "joined_on": (2019, 1)} for m in members])]),
        "results": (
            {},
            [
                Rows("projects", [project("侧墙变形控制", last - 1), project("枕梁焊接自动化", last)]),
                Rows("results", [result(last)], "result"),
            ],
        ),
        "benefits": (
            {},
            [
                Rows(
                    "benefits",
                    [
                        {
                            "result": TITLE,
                            "year": last,
                            "method": "saving",
                            "amount": "386.5",
                            "formula": "每件节约2.5小时",
                            "period": "全年",
                        }
                    ],
                    "finance",
                )
            ],
        ),
        "training": (
            {"promotion": "在7家单位推广。"},
            [
                Rows("activities", [activity()]),
                Rows("apprenticeships", [apprentice(last)]),
            ],
        ),
        "means": (
            {"area": "86.5", "equipment": "焊接机器人两台。", "has_sign": "yes", "has_ledger": "yes"},
            [Rows("funds", [{"year": last - n, "amount": "8", "source": "单位预算"} for n in range(3)])],
        ),
        "summary": (
            {
                "summary": "三年来完成课题31项。",
                "notice_from": f"{last}-09-01",
                "notice_to": f"{last}-09-08",
                "notice_outcome": "无异议",
                "declared": True,
            },
            [],
        ),
    }


def project(title: str, year: int) -> dict[str, Any]:
    return {
        "title": title,
        "area": "process",
        "state": "running",
        "approved_by": "公司科技部",
        "starts_on": (year, 1),
        "difficulty": "热输入集中。",
    }


def result(year: int) -> dict[str, Any]:
    return {
        "title": TITLE,
        "kind": "技术革新",
        "finished_on": f"{year}-03-18",
        "adopters_count": 7,
        "problem": "焊后平面度超差。",
        "novelty": "改用双丝机器人焊接。",
    }


def activity() -> dict[str, Any]:
    day = clock.today().replace(day=1)
    return {"topic": "双丝焊培训", "kind": "training", "happened_on": f"{day}", "people_count": 30}


def apprentice(year: int) -> dict[str, Any]:
    return {
        "name": "苗青",
        "master": "程远山",
        "agreed_on": f"{year}-01-10",
        "starts_on": (year, 1),
        "grade_before": "中级工",
        "grade_after": "高级工",
    }


def fill_page(page, fields: dict[str, Any], groups: list[Rows]) -> None:
    """Fill in one page: rows first, because adding one without script shows the page anew."""
    for group in groups:
        for number in range(len(group.rows)):
            while not page.locator(f'[name="{group.group}-{number}-key"]').count():
                page.click(f"#add-{group.group}")
                page.wait_for_load_state()
    for group in groups:
        for number, answers in enumerate(group.rows):
            put_all(page, answers, f"{group.group}-{number}-")
            if group.slot:
                key = page.locator(f'[name="{group.group}-{number}-key"]').input_value()
                send_file(page, f"{group.slot}-{key}", "证明.pdf", PDF)
    put_all(page, fields)


def send_file(page, slot: str, name: str, file: dict[str, Any]) -> None:
    """Choose a file; script sends it at once, without script it goes with the page."""
    box = page.locator(f'[id="file-{slot}"]')
    box.set_input_files({"name": name} | file)
    if "vh" in (box.get_attribute("class") or ""):
        page.locator(f'.field:has([id="file-{slot}"]) [data-files] a').first.wait_for()


def fill_form(page, *, explanation: str) -> None:
    """All eight pages, from the first to checking."""
    for key, (fields, groups) in pages().items():
        page.wait_for_url(f"**/form/{key}/")
        if key == "summary":
            explain(page, explanation)
            send_evidence(page)
        if key == "means":
            send_file(page, "rules", "管理制度.pdf", PDF)
        fill_page(page, fields, groups)
        press(page, "Save and go on")
        page.wait_for_function(
            "key => !location.pathname.endsWith(`/${key}/`) || document.querySelector('[data-errors]')", arg=key
        )
        assert not page.locator("[data-errors]").count(), page.locator("[data-errors]").inner_text()
    page.wait_for_url("**/form/check/")


def explain(page, explanation: str) -> None:
    """Say why the unit applies although a hard condition is not met."""
    box = page.locator('textarea[name^="explain_"]')
    assert box.count() == 1
    assert words("Say why you apply all the same.") in page.locator("main").inner_text()
    box.fill(explanation)


def send_evidence(page) -> None:
    """A file in every slot of the call."""
    for box in page.locator('input[name^="file:slot-"]').all():
        slot = box.get_attribute("id").removeprefix("file-")
        is_place = slot == "slot-place"
        send_file(page, slot, "门牌.jpg" if is_place else f"{slot}.pdf", PHOTO if is_place else PDF)
