"""Which rows of the register keep their history, and which personal columns stay out of it (erasure clears the rest)."""

from studios.models.application import Application
from studios.models.call import Call
from studios.models.condition import Condition
from studios.models.decision import Decision
from studios.models.designation import Designation
from studios.models.dictionary import Honour, ResultKind, SkillGrade, StudioKind
from studios.models.figures import ReportedFigures
from studios.models.meeting import MeetingLine
from studios.models.notice import PublicNotice
from studios.models.person import HonourAward, ModelWorker, Person
from studios.models.project import Project
from studios.models.quota import Quota
from studios.models.result import Benefit, Result
from studios.models.rubric import Criterion, ReviewPlan
from studios.models.score import ScoreLine, ScoreSheet
from studios.models.studio import Leadership, Member, Studio
from studios.models.training import Activity, Apprenticeship
from unions.models import keep_history

HISTORIES = {
    Activity: (),
    Application: ("explanations", "overdue_told_at", "reminded_at", "state_before"),
    Apprenticeship: (),
    Benefit: (),
    Call: (),
    Condition: (),
    Criterion: (),
    Decision: (),
    Designation: (),
    Honour: (),
    HonourAward: (),
    Leadership: (),
    Member: (),
    MeetingLine: (),
    ModelWorker: ("merits",),
    Person: ("mobile", "birth_month", "name_key"),
    Project: (),
    PublicNotice: ("content",),
    Quota: (),
    ReportedFigures: (),
    Result: (),
    ResultKind: (),
    ReviewPlan: (),
    ScoreLine: (),
    ScoreSheet: (),
    SkillGrade: (),
    Studio: ("contact_name", "contact_phone"),
    StudioKind: (),
}
keep_history(HISTORIES)
