"""The work of studios."""

from studios.models.application import Application, ApplicationDesk, Section
from studios.models.attachment import Attachment
from studios.models.call import Call, CallStage, Extension, Opinion, Slot
from studios.models.condition import Condition, ConditionRow, RuleSet
from studios.models.decision import Decision
from studios.models.designation import Designation, StudioSerial
from studios.models.dictionary import Honour, ResultKind, SkillGrade, StudioKind
from studios.models.dossier import Act, ApplicationVersion, OpinionRecord, Remark, ReturnNote
from studios.models.figures import ReportedFigures
from studios.models.history import HISTORIES
from studios.models.person import HonourAward, ModelWorker, Person, PersonMatch
from studios.models.project import Project
from studios.models.result import Benefit, Result
from studios.models.studio import FormerStudioName, Leadership, Member, Studio
from studios.models.training import Activity, Apprenticeship

__all__ = [
    "HISTORIES",
    "Act",
    "Activity",
    "Application",
    "ApplicationDesk",
    "ApplicationVersion",
    "Apprenticeship",
    "Attachment",
    "Benefit",
    "Call",
    "CallStage",
    "Condition",
    "ConditionRow",
    "Decision",
    "Designation",
    "Extension",
    "FormerStudioName",
    "Honour",
    "HonourAward",
    "Leadership",
    "Member",
    "ModelWorker",
    "Opinion",
    "OpinionRecord",
    "Person",
    "PersonMatch",
    "Project",
    "Remark",
    "ReportedFigures",
    "Result",
    "ResultKind",
    "ReturnNote",
    "RuleSet",
    "Section",
    "SkillGrade",
    "Slot",
    "Studio",
    "StudioKind",
    "StudioSerial",
]
