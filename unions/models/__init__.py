"""People and authority."""

from unions.models.account import Account, Preference
from unions.models.appointment import Appointment
from unions.models.audit import AuditEvent, AuditHead
from unions.models.calendar import CalendarDay, CalendarYear
from unions.models.history import HISTORIES, keep_history
from unions.models.industry import Industry, IndustryGroup
from unions.models.job import JobResult
from unions.models.message import Message
from unions.models.outbox import Mailing, MailingTemplate
from unions.models.union import FormerName, Union, UnionChange
from unions.models.view import SavedView

__all__ = [
    "HISTORIES",
    "Account",
    "Appointment",
    "AuditEvent",
    "AuditHead",
    "CalendarDay",
    "CalendarYear",
    "FormerName",
    "Industry",
    "IndustryGroup",
    "JobResult",
    "Mailing",
    "MailingTemplate",
    "Message",
    "Preference",
    "SavedView",
    "Union",
    "UnionChange",
    "keep_history",
]
