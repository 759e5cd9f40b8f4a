"""The work of studios."""

from studios.models.adoption import Adoption, CooperationRequest
from studios.models.application import Application, ApplicationDesk, Section
from studios.models.attachment import Attachment
from studios.models.call import Call, CallStage, Extension, Opinion, Slot
from studios.models.condition import Condition, ConditionRow, RuleSet
from studios.models.decision import Decision
from studios.models.designation import Designation, StudioSerial
from studios.models.dictionary import Honour, ResultKind, SkillGrade, StudioKind
from studios.models.dossier import Act, ApplicationVersion, OpinionRecord, Remark, ReturnNote, StampedScan
from studios.models.figures import ReportedFigures
from studios.models.history import HISTORIES
from studios.models.ledger import LedgerAnswer, LedgerImport
from studios.models.meeting import Meeting, MeetingChange, MeetingLine
from studios.models.notice import NoticeLine, Objection, PublicNotice
from studios.models.original import OriginalReceipt
from studios.models.package import ArchivePackage
from studios.models.panel import Assignment, Expert, PanelGroup, PanelSeat, Recusal
from studios.models.paper import Paper, PaperTemplate, PlaqueOrder
from studios.models.person import HonourAward, ModelWorker, Person, PersonMatch
from studios.models.picture import Picture
from studios.models.profile import Alliance, Consent, ProfileBlock, ServiceOffer
from studios.models.project import Project
from studios.models.quota import BatchLine, Quota, QuotaGrant, QuotaPlace, RecommendationBatch
from studios.models.result import Benefit, Result
from studios.models.rubric import AutomaticPoints, Band, Criterion, ReviewPlan, Rubric, RubricGroup
from studios.models.score import Reconsideration, ScoreLine, ScoreSheet
from studios.models.showcase import FacetBits, PublicChange, ResultEntry, SearchMiss, ShowcaseEntry
from studios.models.story import SiteMeeting, Stop, Story, Talk
from studios.models.studio import FormerStudioName, Leadership, Member, Studio
from studios.models.training import Activity, Apprenticeship
from studios.models.visit import Consultation, DepartmentFinding, SiteVisit, VisitLine, Visitor
from studios.models.words import ResultWords, StoryWords

__all__ = [
    "HISTORIES",
    "Act",
    "Activity",
    "Adoption",
    "Alliance",
    "Application",
    "ApplicationDesk",
    "ApplicationVersion",
    "Apprenticeship",
    "ArchivePackage",
    "Assignment",
    "Attachment",
    "AutomaticPoints",
    "Band",
    "BatchLine",
    "Benefit",
    "Call",
    "CallStage",
    "Condition",
    "ConditionRow",
    "Consent",
    "Consultation",
    "CooperationRequest",
    "Criterion",
    "Decision",
    "DepartmentFinding",
    "Designation",
    "Expert",
    "Extension",
    "FacetBits",
    "FormerStudioName",
    "Honour",
    "HonourAward",
    "Leadership",
    "LedgerAnswer",
    "LedgerImport",
    "Meeting",
    "MeetingChange",
    "MeetingLine",
    "Member",
    "ModelWorker",
    "NoticeLine",
    "Objection",
    "Opinion",
    "OpinionRecord",
    "OriginalReceipt",
    "PanelGroup",
    "PanelSeat",
    "Paper",
    "PaperTemplate",
    "Person",
    "PersonMatch",
    "Picture",
    "PlaqueOrder",
    "ProfileBlock",
    "Project",
    "PublicChange",
    "PublicNotice",
    "Quota",
    "QuotaGrant",
    "QuotaPlace",
    "RecommendationBatch",
    "Reconsideration",
    "Recusal",
    "Remark",
    "ReportedFigures",
    "Result",
    "ResultEntry",
    "ResultKind",
    "ResultWords",
    "ReturnNote",
    "ReviewPlan",
    "Rubric",
    "RubricGroup",
    "RuleSet",
    "ScoreLine",
    "ScoreSheet",
    "SearchMiss",
    "Section",
    "ServiceOffer",
    "ShowcaseEntry",
    "SiteMeeting",
    "SiteVisit",
    "SkillGrade",
    "Slot",
    "StampedScan",
    "Stop",
    "Story",
    "StoryWords",
    "Studio",
    "StudioKind",
    "StudioSerial",
    "Talk",
    "VisitLine",
    "Visitor",
]
