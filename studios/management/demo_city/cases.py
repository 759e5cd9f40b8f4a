"""Walks one application by the actions that the pages use, one method a step."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from studios.actions import desks
from studios.actions.attachments import attach_file
from studios.actions.conditions import look_at_evidence, waive_condition
from studios.actions.filings import open_application
from studios.actions.papers import store_form_pdf
from studios.actions.sections import save_section
from studios.choices.calls import Check, Stage, Verdict, VetoGround
from studios.choices.sections import SectionKey
from studios.forms.application.registry import open_book
from studios.forms.application.submission import count_faults, validate_and_submit
from studios.management.demo_city import evidence
from studios.management.demo_city.accounts import Officers
from studios.management.demo_city.calls import Calls
from studios.management.demo_city.plan import SHORT_OF_HONOUR, Planned
from studios.management.demo_city.review_calls import FINISHED
from studios.management.demo_city.timeline import Timeline
from studios.models import Application, ApplicationVersion, Attachment, ConditionRow, Studio
from studios.views.desk.application_form import paper_of
from unions import clock
from unions.choices.people import Role
from unions.models import Account, Union

OPINIONS = {
    Stage.UNIT_REVIEW: "材料属实，已在单位内公示，无异议。同意申报。",
    Stage.RECOMMENDATION: "经审核，工作室运行正常，成果真实。同意推荐。",
    Stage.QUALIFICATION: "经资格审查，符合申报条件。",
}
SHORTFALL = "领衔人现有荣誉为区县级，市级荣誉的评选今年未开展；工作室连续三年成果居全市同行前列，特提出申请。"
CHANGED = "有关数据已按审核意见与检测记录核对。"


@dataclass(slots=True)
class World:
    """What every case needs."""

    officers: Officers
    calls: Calls
    studios: dict[str, Studio]
    timeline: Timeline


@dataclass(slots=True)
class Case:
    """One studio's application in one call."""

    world: World
    planned: Planned
    call: str
    has_papers: bool = False
    number: int = 0

    @property
    def application(self) -> Application:
        """The case as it stands now."""
        return Application.objects.with_parties().get(pk=self.number)

    @property
    def unit(self) -> Union:
        """The applicant's union."""
        return self.world.officers.unions[self.planned.employer.code]

    def _clerk(self, application: Application) -> Account:
        """Who fills the form: the unit's clerk, or the one above who filed for it."""
        opened_by = self.unit.parent if application.is_proxy else self.unit
        return self.world.officers.clerk(opened_by or self.unit)

    def _at_desk(self, application: Application, role: str) -> Account:
        desk = self.world.officers.unions[application.desk.code]  # type: ignore[union-attr] - a case at a desk has one
        return self.world.officers.known[desk.code, role]

    # The applicant's side

    def open(self) -> None:
        """The unit's clerk opens a draft."""
        self._open(self.unit)

    def proxy(self) -> None:
        """The clerk of the union above opens, fills and later submits it."""
        self._open(self.unit.parent or self.unit)
        self.fill()

    def _open(self, union: Union) -> None:
        studio = Studio.objects.select_related("union").get(pk=self.world.studios[self.planned.key].pk)
        call = self.world.calls.made[self.call]
        self.number = open_application(call, studio, by=self.world.officers.clerk(union)).pk

    def half(self) -> None:
        """Some pages are finished, the rest waits."""
        application = self.application
        self._save_training(application)
        self._attach(application, [slot for slot in self._slots(application) if slot.startswith(("honour", "rules"))])
        count_faults(application)

    def fill(self) -> None:
        """Everything that the register did not know, and the files."""
        application = self.application
        self._attach(application, self._slots(application))
        self._save_training(application)
        self._save_summary(application)

    def _save_training(self, application: Application) -> None:
        section = application.sections.get(key=SectionKey.TRAINING)
        adopters = sum(result.adopters for result in self.planned.theme.results)
        words = f"通过现场会、技术服务和作业指导书推广，已有{adopters}家单位采用，效果稳定。"
        self._save(application, SectionKey.TRAINING, section.content | {"promotion": words})

    def _save_summary(self, application: Application) -> None:
        section = application.sections.get(key=SectionKey.SUMMARY)
        today = clock.today()
        content = section.content | {
            "notice_from": (today - timedelta(days=9)).isoformat(),
            "notice_to": (today - timedelta(days=3)).isoformat(),
            "notice_outcome": "公示期间未收到异议",
            "declared": True,
        }
        failing = open_book(application).failing if self.planned.key in SHORT_OF_HONOUR else []
        content |= {f"explain_{finding.condition.pk}": SHORTFALL for finding in failing}
        explanations = {str(finding.condition.pk): SHORTFALL for finding in failing}
        self._save(application, SectionKey.SUMMARY, content, explanations=explanations)

    def _save(
        self,
        application: Application,
        key: SectionKey,
        content: dict[str, object],
        *,
        explanations: dict[str, str] | None = None,
    ) -> None:
        version = application.sections.get(key=key).version
        by = self._clerk(application)
        save_section(
            application, key, by=by, content=content, version=version, fault_count=0, explanations=explanations
        )

    def _slots(self, application: Application) -> list[str]:
        """Every place of the form that asks for a file."""
        pages = {section.key: section.content for section in application.sections.all()}
        found = [f"honour-{h['key']}" for lead in pages["leads"]["leads"] for h in lead["honours"]]
        found += [f"result-{r['key']}" for r in pages["results"]["results"] if not r["is_secret"]]
        found += [f"finance-{b['key']}" for b in pages["benefits"]["benefits"] if b["method"] != "social"]
        found += [f"slot-{slot.key}" for slot in application.call.slots.filter(is_required=True)]
        return ["rules", *found]

    def _attach(self, application: Application, slots: list[str]) -> None:
        by = self._clerk(application)
        for slot in slots:
            kind = slot.split("-")[1] if slot.startswith("slot-") else slot.split("-")[0]
            is_paper = self.has_papers and slot == "rules"
            content = evidence.paper_of(kind) if is_paper else evidence.picture_of(kind)
            name = f"{evidence.TITLES[kind][0]}{'.pdf' if is_paper else '.png'}"
            attach_file(application, by=by, slot=slot, stream=BytesIO(content), name=name)

    def submit(self) -> None:
        """Fill, check every page by its form, and submit."""
        application = self.application
        if not application.is_proxy:
            self.fill()
        by = self._clerk(application)
        key = f"demo-{self.call}-{self.planned.key}"
        self._keep_form(validate_and_submit(application, by=by, key=key))

    def _keep_form(self, version: ApplicationVersion) -> None:
        """The form as PDF, which the worker sets when a page submits; here for few, as each takes a moment."""
        if self.has_papers or self.call == FINISHED:
            store_form_pdf(version, paper_of(self.application, version, is_masked=True))

    def revise(self) -> None:
        """The clerk changes the page with remarks and hands it to the chair."""
        application = self.application
        page = application.sections.get(key=SectionKey.RESULTS).content
        first, *others = page["results"]
        changed = page | {"results": [first | {"novelty": first["novelty"] + CHANGED}, *others]}
        self._save(application, SectionKey.RESULTS, changed)
        count_faults(application)
        desks.propose_resubmission(self.application, by=self._clerk(application), revision=application.revision)

    def resubmit(self) -> None:
        """The unit's chair confirms the changes: version 2."""
        application = self.application
        by = self.world.officers.chair(self.unit)
        key = f"demo-2-{self.planned.key}"
        faults = count_faults(application)
        act = desks.resubmit(application, by=by, idempotency_key=key, faults=faults, revision=application.revision)
        if act.version:
            self._keep_form(act.version)

    def withdraw(self) -> None:
        """The unit leaves."""
        application = self.application
        by = self.world.officers.chair(self.unit)
        desks.withdraw(
            application, by=by, note="领衔人岗位调整，工作室拟重新组建后再申报", revision=application.revision
        )

    def give_up(self) -> None:
        """The unit gives up before the paper; the naming chair has not answered yet."""
        application = self.application
        by = self.world.officers.chair(self.unit)
        note = "单位正在改制，工作室建制尚未确定，申请放弃本次命名"
        desks.give_up(application, by=by, note=note, revision=application.revision)

    # The desks

    def agree(self) -> None:
        """The unit's chair agrees."""
        self._sign(desks.agree, Role.CHAIR)

    def forward(self) -> None:
        """The recommender's chair recommends."""
        self._sign(desks.forward, Role.CHAIR)

    def pass_on(self) -> None:
        """The naming union's clerk passes it."""
        self._sign(desks.pass_qualification, Role.CLERK)

    def _sign(self, action: object, role: str) -> None:
        application = self.application
        by = self._at_desk(application, role)
        text = OPINIONS[Stage(application.state)]
        scan = self._scan(application, by) if self.has_papers and role == Role.CHAIR else None
        opinion = desks.Signature(text=text, signer=by.name, signed_on=clock.today(), scan=scan)
        action(application, by=by, opinion=opinion, revision=application.revision)  # type: ignore[operator] - one of the three above

    def _scan(self, application: Application, by: Account, slot: str = "scan") -> Attachment:
        content = BytesIO(evidence.picture_of("scan"))
        return attach_file(application, by=by, slot=slot, stream=content, name="盖章意见.png")

    def scan(self) -> None:
        """The stamped scan of a unit for which a clerk above filed."""
        application = self.application
        self._scan(application, self._clerk(application), slot="unit_scan")

    def look(self) -> None:
        """The clerk of the desk looks at every piece of evidence."""
        self._look(None)

    def look_at_some(self) -> None:
        """The clerk of the desk has begun to look."""
        self._look(2)

    def _look(self, most: int | None) -> None:
        application = self.application
        by = self._at_desk(application, Role.CLERK)
        rows = ConditionRow.objects.filter(version=application.versions.first(), condition__check_name=Check.EVIDENCE)
        files = {file.slot: file for file in application.attachments.filter(removed_at=None)}
        for row in list(rows.filter(verdict=Verdict.OPEN).select_related("condition", "version__application"))[:most]:
            own = files.get("rules") if row.condition.slot == "rules" else files.get(f"slot-{row.condition.slot}")
            look_at_evidence(row, by=by, verdict=Verdict.MET, attachment=own, page=1, revision=application.revision)

    def waive(self) -> None:
        """The naming chair waives the honour."""
        application = self.application
        rows = ConditionRow.objects.filter(version=application.versions.first(), verdict=Verdict.NOT_MET)
        row = rows.select_related("condition", "version__application").get(condition__check_name=Check.HONOUR)
        reason = "领衔人获区县级劳动模范，近三年成果突出，经主席办公会研究同意放宽"
        waive_condition(row, by=self._at_desk(application, Role.CHAIR), reason=reason, revision=application.revision)

    def refuse(self) -> None:
        """The chair of the desk refuses with a reason."""
        application = self.application
        reasons = {
            Stage.UNIT_REVIEW: "单位拟先推荐其他工作室，本工作室明年再报",
            Stage.RECOMMENDATION: "推荐前走访时工作室近一年活动记录不全，建议补齐后再报",
            Stage.QUALIFICATION: "领衔人荣誉未达到本批次要求，且未说明充分理由",
        }
        by = self._at_desk(application, Role.CHAIR)
        desks.refuse(application, by=by, note=reasons[Stage(application.state)], revision=application.revision)

    def return_it(self) -> None:
        """The desk's clerk returns it with a remark on the results."""
        application = self.application
        due = self.world.timeline.closing((self.world.timeline.today - clock.today()).days - 15)
        desks.return_application(
            application,
            by=self._at_desk(application, Role.CLERK),
            note="请核对成果数据后再报",
            remarks={SectionKey.RESULTS: "第一项成果的数据与检测记录不一致，请核对后修改"},
            due_at=due,
            revision=application.revision,
        )

    def send_back(self) -> None:
        """The city's clerk sends it back one desk."""
        application = self.application
        by = self._at_desk(application, Role.CLERK)
        desks.send_back(application, by=by, note="推荐意见未写明现场核查情况，请补充", revision=application.revision)

    def veto(self) -> None:
        """The naming chair stops it."""
        application = self.application
        by = self.world.officers.chair(self.world.calls.union_of(self.call))
        note = "主要成果的权属与外单位存在争议，法院尚在审理"
        desks.veto(application, by=by, ground=VetoGround.DISPUTE, note=note, revision=application.revision)
