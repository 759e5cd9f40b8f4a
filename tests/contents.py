"""Complete pages of an application form, and an application that could be submitted at once."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from studios.choices.sections import SectionKey, SectionState
from studios.models import Application, Attachment
from tests.factories import make_grade, make_honour, make_industry, make_kind, make_result_kind
from unions import clock

HASH = "0" * 64


def complete_contents(lead: str = "林晓川") -> dict[str, dict[str, Any]]:
    """Contents without a fault, files aside; the dictionary entries are made when missing."""
    grade, kind = make_grade().pk, make_kind().pk
    person = {"sex": "male", "birth_month": "1985-03", "trade": "焊工", "title": "", "skill_grade": grade}
    year = clock.today().year
    pages: dict[str, dict[str, Any]] = {
        "basics": {
            "name": f"{lead}劳模创新工作室",
            "name_reason": "",
            "kind": kind,
            "industry": make_industry().pk,
            "field": "转向架焊接",
            "founded_on": "2018-05",
            "address": "",
            "contact_name": "江望舒",
            "contact_phone": "0571-88001234",
            "introduction": "工作室设在转向架车间。",
        },
        "leads": {
            "leads": [
                person
                | {
                    "key": "lead1",
                    "name": lead,
                    "mobile": "13800138000",
                    "political_status": None,
                    "education": None,
                    "is_in_post": True,
                    "merits": "长期从事焊接工艺。",
                    "honours": [{"key": "honour1", "honour": make_honour().pk, "year": 2019, "document": ""}],
                }
            ]
        },
        "team": {
            "members": [
                person | {"key": f"member{n}", "name": f"成员{n}", "role": "member", "joined_on": "2019-01"}
                for n in range(1, 4)
            ]
        },
        "results": {
            "projects": [
                {
                    "key": "project1",
                    "title": "侧墙变形控制",
                    "area": "process",
                    "state": "finished",
                    "approved_by": "公司科技部",
                    "starts_on": f"{year - 2}-01",
                    "ends_on": f"{year - 1}-12",
                    "difficulty": "热输入集中。",
                }
            ],
            "results": [
                {
                    "key": "result1",
                    "title": "双丝机器人焊接变形控制法",
                    "kind": make_result_kind().pk,
                    "number": "",
                    "finished_on": f"{year - 1}-03-18",
                    "adopters_count": 7,
                    "problem": "焊后平面度超差。",
                    "novelty": "改用双丝机器人焊接。",
                    "is_secret": False,
                }
            ],
        },
        "benefits": {
            "benefits": [
                {
                    "key": "benefit1",
                    "result": "result1",
                    "year": year - 1,
                    "method": "saving",
                    "amount": "3865000.00",
                    "formula": "每件节约2.5小时",
                    "period": "全年",
                }
            ]
        },
        "training": {
            "promotion": "在7家单位推广。",
            "apprenticeships": [],
            "activities": [
                {
                    "key": "activity1",
                    "kind": "training",
                    "happened_on": f"{year - 1}-06-01",
                    "topic": "双丝焊培训",
                    "people_count": 30,
                    "place": "",
                }
            ],
        },
        "means": {
            "area": "86.50",
            "equipment": "焊接机器人两台。",
            "has_sign": True,
            "has_ledger": True,
            "funds": [{"key": "fund1", "year": year - 1, "amount": "80000.00", "source": "单位预算"}],
        },
        "summary": {
            "summary": "三年来完成课题31项。",
            "notice_from": f"{year - 1}-09-01",
            "notice_to": f"{year - 1}-09-05",
            "notice_outcome": "无异议",
            "declared": True,
        },
    }
    return {key: {"schema": 1} | page for key, page in pages.items()}


NEEDED_FILES = ("honour-honour1", "result-result1", "finance-benefit1", "rules")


def fill_application(application: Application, **changes: dict[str, Any]) -> Application:
    """Store complete pages (changed by page) and the files that they ask for."""
    contents = complete_contents()
    for key in SectionKey:
        application.sections.update_or_create(
            key=key, defaults={"content": contents[key] | changes.get(key, {}), "state": SectionState.STARTED}
        )
    for slot in NEEDED_FILES:
        make_attachment(application, slot)
    return application


def make_attachment(application: Application, slot: str, name: str = "证明.pdf") -> Attachment:
    """A row of a file whose bytes nobody reads."""
    return Attachment.objects.create(
        union=application.union,
        application=application,
        slot=slot,
        name=name,
        kind="pdf",
        size=1000,
        pages=1,
        sha256=HASH,
        path=f"none/{application.pk}-{slot}-{Attachment.objects.count()}.pdf",
        uploaded_at=clock.now(),
    )


def picture(name: str = "照片.png") -> SimpleUploadedFile:
    """A small honest picture."""
    target = BytesIO()
    Image.new("RGB", (8, 8), "red").save(target, "PNG")
    return SimpleUploadedFile(name, target.getvalue(), "image/png")


def as_post(form: Any) -> dict[str, str]:
    """What a browser would send for a page as it is shown."""
    sent: dict[str, str] = {}
    if form.part is not None:
        sent |= _part(form.part, "")
    for rows in form.bound:
        sent |= _rows(rows)
    return sent


def _rows(rows: Any) -> dict[str, str]:
    sent = {f"{rows.prefix}-TOTAL_FORMS": str(len(rows.rows))}
    for row in rows.rows:
        sent |= _part(row, f"{row.prefix}-") | {f"{row.prefix}-key": row.key, f"{row.prefix}-DELETE": ""}
        for nested in row.nested:
            sent |= _rows(nested)
    return sent


def _part(part: Any, joint: str) -> dict[str, str]:
    return {f"{joint}{name}": value for name, value in part.raw.items()}
