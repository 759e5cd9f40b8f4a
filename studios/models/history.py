"""Which rows of the register keep their history, and which personal columns stay out of it (erasure clears the rest)."""

from studios.models.adoption import Adoption, CooperationRequest
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
from studios.models.picture import Picture
from studios.models.profile import Alliance, ProfileBlock, ServiceOffer
from studios.models.project import Project
from studios.models.quota import Quota
from studios.models.result import Benefit, Result
from studios.models.rubric import Criterion, ReviewPlan
from studios.models.score import ScoreLine, ScoreSheet
from studios.models.story import SiteMeeting, Story
from studios.models.studio import Leadership, Member, Studio
from studios.models.training import Activity, Apprenticeship
from unions.models import keep_history

HISTORIES = {
    Activity: (),
    Adoption: ("contact_name", "contact_phone"),
    Alliance: (),
    Application: ("explanations", "overdue_told_at", "reminded_at", "soon_told_at", "state_before"),
    Apprenticeship: (),
    Benefit: (),
    Call: (),
    Condition: (),
    CooperationRequest: ("contact_name", "contact_phone", "text", "answer"),
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
    Picture: (),
    ProfileBlock: ("draft",),
    Project: (),
    PublicNotice: ("content",),
    Quota: (),
    ReportedFigures: (),
    Result: (),
    ResultKind: (),
    ReviewPlan: (),
    ScoreLine: (),
    ScoreSheet: (),
    ServiceOffer: (),
    SiteMeeting: (),
    SkillGrade: (),
    Story: ("body",),
    Studio: ("contact_name", "contact_phone"),
    StudioKind: (),
}
keep_history(HISTORIES)
