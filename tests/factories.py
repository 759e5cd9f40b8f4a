"""Plain functions that make rows for tests; each has sensible defaults and takes what matters."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from studios.choices.calls import CallState, Check, Severity, Stage
from studios.choices.register import HonourRank, ResultGroup, StudioState
from studios.choices.reviews import Channel, NoticeState
from studios.models import (
    Adoption,
    Application,
    ArchivePackage,
    Attachment,
    Call,
    CallStage,
    Condition,
    CooperationRequest,
    Decision,
    Designation,
    Honour,
    Leadership,
    ModelWorker,
    Objection,
    Opinion,
    Person,
    Picture,
    PublicNotice,
    Result,
    ResultKind,
    RuleSet,
    SkillGrade,
    Studio,
    StudioKind,
)
from unions import clock
from unions.choices.people import Role
from unions.models import Account, Appointment, Industry, IndustryGroup, Union

PASSWORD = "eight quiet lanterns"
_serial = count(1)


def number() -> int:
    """A number that no other row has."""
    return next(_serial)


def make_union(name: str = "", *, parent: Union | None = None, **fields: Any) -> Union:
    """A union: city federation at the root, grassroots below unless told otherwise."""
    n = number()
    fields.setdefault("code", f"T{n}" if parent is None else f"{parent.code}-{n}")
    fields.setdefault("kind", "federation" if parent is None else "grassroots")
    fields.setdefault("level", "city" if parent is None else "unit")
    if fields["kind"] == "grassroots":
        fields.setdefault("employer", name or f"单位{n}")
    union = Union.objects.create(name=name or f"工会{n}", parent=parent, **fields)
    union.path = f"{parent.path if parent else ''}{union.pk}."
    union.save(update_fields=["path"])
    return union


def make_county(parent: Union, name: str = "", **fields: Any) -> Union:
    """A county federation below a city."""
    return make_union(name, parent=parent, kind="federation", level="county", **fields)


def make_account(username: str = "", **fields: Any) -> Account:
    """An account that may sign in with PASSWORD."""
    n = number()
    account = Account(username=username or f"user{n}", name=fields.pop("name", f"用户{n}"), **fields)
    account.set_password(PASSWORD)
    account.save()
    return account


def make_appointment(account: Account, union: Union, role: str = Role.CLERK, **fields: Any) -> Appointment:
    """An appointment in force since last year."""
    fields.setdefault("starts_on", clock.today() - timedelta(days=365))
    appointment = Appointment.objects.create(
        account=account, union=union, role=role, made_at=fields.pop("made_at", clock.now()), **fields
    )
    account.__dict__.pop("scope", None)
    return appointment


def make_officer(union: Union, *roles: str, **fields: Any) -> Account:
    """An account that holds the roles (clerk when none is named) at a union."""
    account = make_account(**fields)
    for role in roles or (Role.CLERK,):
        make_appointment(account, union, role)
    return account


def make_industry(code: str = "37", name: str = "铁路、船舶、航空航天和其他运输设备制造业") -> Industry:
    """An industry with its group."""
    group, _made = IndustryGroup.objects.get_or_create(
        code="equipment", defaults={"name_zh": "装备制造", "name_en": "Equipment"}
    )
    return Industry.objects.get_or_create(code=code, defaults={"name": name, "section": "C", "group": group})[0]


def make_honour(name: str = "市劳动模范", rank: str = HonourRank.CITY) -> Honour:
    """An honour of the dictionary."""
    return Honour.objects.get_or_create(name=name, defaults={"rank": rank})[0]


def make_kind(name: str = "劳模创新工作室") -> StudioKind:
    """A kind of studio."""
    return StudioKind.objects.get_or_create(name=name, defaults={"suffix": name})[0]


def make_result_kind(name: str = "技术革新", group: str = ResultGroup.INNOVATION) -> ResultKind:
    """A kind of result."""
    return ResultKind.objects.get_or_create(name=name, defaults={"group": group})[0]


def make_grade(name: str = "高级技师", *, is_skilled: bool = True) -> SkillGrade:
    """A skill grade."""
    return SkillGrade.objects.get_or_create(name=name, defaults={"is_skilled": is_skilled})[0]


def make_person(name: str = "", **fields: Any) -> Person:
    """A person."""
    return Person.objects.create(name=name or f"人员{number()}", **fields)


def make_worker(name: str = "", *, honours: tuple[Honour, ...] = (), **fields: Any) -> ModelWorker:
    """A model worker with honours."""
    person = make_person(name, home=fields.pop("home", None), birth_month=fields.pop("birth_month", date(1975, 5, 1)))
    worker = ModelWorker.objects.create(person=person, **fields)
    for honour in honours:
        worker.awards.create(honour=honour, year=2019)
    return worker


def make_studio(union: Union, name: str = "", *, lead: ModelWorker | None = None, **fields: Any) -> Studio:
    """A studio in preparation, with a lead when given."""
    fields.setdefault("kind", make_kind())
    fields.setdefault("created_at", clock.now())
    fields.setdefault("changed_at", clock.now())
    fields.setdefault("founded_on", date(2018, 5, 1))
    studio = Studio.objects.create(union=union, name=name or f"测试{number()}工作室", **fields)
    if lead:
        Leadership.objects.create(studio=studio, worker=lead, starts_on=date(2018, 5, 1))
    return studio


def make_named_studio(union: Union, name: str = "", *, level: str = "city", **fields: Any) -> Studio:
    """A studio with a designation in force."""
    n = number()
    studio = make_studio(union, name, number=f"LX-T-{n:05d}", state=StudioState.ACTIVE, top_level=level, **fields)
    make_designation(studio, level=level)
    return studio


def make_decision(union: Union | None = None, **fields: Any) -> Decision:
    """A naming decision."""
    fields.setdefault("number", f"测工〔2024〕{number()}号")
    fields.setdefault("decided_on", date(2024, 12, 1))
    fields.setdefault("recorded_at", clock.now())
    return Decision.objects.create(union=union, issuer=fields.pop("issuer", union.name if union else "外"), **fields)


def make_designation(studio: Studio, *, level: str = "city", **fields: Any) -> Designation:
    """A designation in force until 2027."""
    n = number()
    fields.setdefault("decision", make_decision(studio.union))
    fields.setdefault("decided_on", date(2024, 12, 1))
    fields.setdefault("valid_until", date(2027, 12, 1))
    alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    code = "".join(alphabet[(n * 7919 // 31**i) % 31] for i in range(10))
    return Designation.objects.create(studio=studio, level=level, code=fields.pop("code", code), **fields)


def make_result(studio: Studio, title: str = "", **fields: Any) -> Result:
    """A result as reported by the studio."""
    fields.setdefault("kind", make_result_kind())
    return Result.objects.create(studio=studio, title=title or f"成果{number()}", **fields)


def make_picture_row(studio: Studio, file: Attachment, **fields: Any) -> Picture:
    """A picture as its row alone; the action makes real ones."""
    fields.setdefault("use", "cover")
    fields.setdefault("code", f"{number():032x}")
    return Picture.objects.create(
        studio=studio, attachment=file, alt="图片", width=1280, height=853, widths=[640], made_at=clock.now(), **fields
    )


def make_package_row(call: Call, by: Account, **fields: Any) -> ArchivePackage:
    """A package of a whole call; its file is not there."""
    now = clock.now()
    facts = {"name": "a.zip", "path": f"packages/{number()}.zip", "size": 1, "file_count": 1, "made_at": now}
    return ArchivePackage.objects.create(call=call, by=by, **facts | {"ends_at": now + timedelta(days=1)} | fields)


def make_call(union: Union, *, path: tuple[str, ...] = ("recommendation",), **fields: Any) -> Call:
    """An open city call with a filing date in 30 days, opinions for each stage and empty rules."""
    n = number()
    now = clock.now()
    fields.setdefault("level", "city")
    fields.setdefault("year", clock.today().year)
    fields.setdefault("title", f"测试批次{n}")
    fields.setdefault("state", CallState.OPEN)
    fields.setdefault("opens_at", now - timedelta(days=1))
    due_at = fields.pop("due_at", now + timedelta(days=30))
    call = Call.objects.create(union=union, path=list(path), **fields)
    for i, stage in enumerate((Stage.DRAFT, Stage.UNIT_REVIEW, Stage.RECOMMENDATION, Stage.QUALIFICATION)):
        CallStage.objects.create(call=call, stage=stage, due_at=due_at + timedelta(days=10 * i))
    names = {"unit_review": "单位工会意见", "recommendation": "推荐单位意见", "qualification": "市总工会意见"}
    for i, (stage, name) in enumerate(names.items()):
        Opinion.objects.create(call=call, position=i, name=name, stage=stage)
    RuleSet.objects.create(call=call, number=1, made_at=now)
    return call


def make_condition(call: Call, check: str = Check.TEAM_SIZE, **fields: Any) -> Condition:
    """A condition in the call's current rules."""
    rules = call.rule_sets.first()
    fields.setdefault("severity", Severity.HARD)
    fields.setdefault("position", number())
    fields.setdefault("text", f"条件{number()}")
    return Condition.objects.create(rules=rules, check_name=check, **fields)


def make_application(call: Call, studio: Studio, **fields: Any) -> Application:
    """A draft; for later states let the actions walk it there."""
    now = clock.now()
    fields.setdefault("opened_at", now)
    fields.setdefault("changed_at", now)
    fields.setdefault("state_since", now)
    return Application.objects.create(
        number=f"SQ-T-{number():05d}",
        call=call,
        studio=studio,
        union=studio.union,
        rules=call.rule_sets.first(),
        **fields,
    )


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """An instant of the office's day (Asia/Shanghai, UTC+8)."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def make_notice(call: Call, *cases: Application, **fields: Any) -> PublicNotice:
    """A notice that runs for a week; the actions make real ones."""
    day = clock.today()
    fields.setdefault("state", NoticeState.RUNNING)
    fields.setdefault(
        "content",
        [
            {"position": n, "application": a.number, "studio": a.studio.name, "unit": a.union.name, "recommender": ""}
            for n, a in enumerate(cases, start=1)
        ],
    )
    notice = PublicNotice.objects.create(
        call=call,
        series=fields.pop("series", number()),
        title=fields.pop("title", f"公示{number()}"),
        basis="根据办法",
        contact="来电来访",
        days=5,
        published_on=day,
        ends_on=fields.pop("ends_on", day + timedelta(days=7)),
        sha256="0" * 64,
        made_at=clock.now(),
        published_at=clock.now(),
        **fields,
    )
    for position, application in enumerate(cases, start=1):
        notice.lines.create(application=application, position=position)
    return notice


def make_objection(notice: PublicNotice, application: Application | None = None, **fields: Any) -> Objection:
    """An objection by a named person."""
    fields.setdefault("objector_name", "异议人")
    return Objection.objects.create(
        notice=notice,
        application=application,
        receipt=f"{number():012d}",
        channel=Channel.ONLINE,
        text="有疑问",
        received_at=clock.now(),
        sift_by=clock.today(),
        **fields,
    )


def make_adoption(result: Result, organisation: str = "", **fields: Any) -> Adoption:
    """A unit that says it uses a result; settled at once where a state is given."""
    if "state" in fields:
        fields.setdefault("settled_at", clock.now())
    return Adoption.objects.create(
        studio=result.studio,
        result=result,
        organisation=organisation or f"应用单位{number()}",
        contact_name=fields.pop("contact_name", "来信人"),
        contact_phone=fields.pop("contact_phone", "000-0000000"),
        receipt=f"{number():012d}",
        received_at=clock.now(),
        **fields,
    )


def make_request(studio: Studio, **fields: Any) -> CooperationRequest:
    """A cooperation request that waits for an answer until tomorrow."""
    fields.setdefault("due_on", clock.today() + timedelta(days=1))
    return CooperationRequest.objects.create(
        studio=studio,
        kind=fields.pop("kind", "advice"),
        organisation=fields.pop("organisation", "") or f"来信单位{number()}",
        text=fields.pop("text", "想请教"),
        contact_name=fields.pop("contact_name", "来信人"),
        contact_phone=fields.pop("contact_phone", "000-0000000"),
        receipt=f"{number():012d}",
        received_at=fields.pop("received_at", None) or clock.now(),
        **fields,
    )
