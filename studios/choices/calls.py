"""Vocabulary of calls, conditions and applications."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DecisionVerb(TextChoices):
    """The verb of a call, used throughout (a regulation of 2022 restricts what may be "named")."""

    NAME = "命名", pgettext_lazy("decision", "name")
    RECOGNISE = "认定", _("recognise")
    SELECT = "选树", _("select")
    SUPPORT = "支持建设", _("support")


class CallState(TextChoices):
    """A call is drafted, open for applications, then closed when all is decided."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {"draft": "", "open": "green", "closed": ""}[self.value]


class Stage(TextChoices):
    """States of an application that belong to a path, in their fixed order, then the side states."""

    DRAFT = "draft", _("Draft")
    UNIT_REVIEW = "unit_review", _("Unit review")
    RECOMMENDATION = "recommendation", _("Recommendation")
    QUALIFICATION = "qualification", _("Qualification check")
    PANEL = "panel", _("Expert panel")
    VISIT = "visit", _("Site visit")
    MEETING = "meeting", _("Meeting")
    NOTICE = "notice", _("Public notice")
    DECISION = "decision", _("Awaiting decision paper")
    NAMED = "named", _("Named")
    RETURNED = "returned", _("Returned for changes")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    NOT_AGREED = "not_agreed", _("Not agreed by the unit")
    NOT_RECOMMENDED = "not_recommended", _("Not recommended")
    UNQUALIFIED = "unqualified", _("Not qualified")
    NOT_SELECTED = "not_selected", _("Not selected")
    EXPIRED = "expired", _("Not filed in time")

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        if self in FINAL_REFUSALS:
            return "danger"
        return {"named": "green", "returned": "amber", "draft": "", "withdrawn": "", "expired": "amber"}.get(
            self.value, "blue"
        )


PATH = (
    Stage.UNIT_REVIEW,
    Stage.RECOMMENDATION,
    Stage.QUALIFICATION,
    Stage.PANEL,
    Stage.VISIT,
    Stage.MEETING,
    Stage.NOTICE,
    Stage.DECISION,
)
REVIEWING = (Stage.PANEL, Stage.VISIT, Stage.MEETING, Stage.NOTICE)
ALWAYS_ON = (Stage.UNIT_REVIEW, Stage.QUALIFICATION, Stage.DECISION)
FINAL_REFUSALS = (Stage.NOT_AGREED, Stage.NOT_RECOMMENDED, Stage.UNQUALIFIED, Stage.NOT_SELECTED)
FINAL = (Stage.NAMED, Stage.WITHDRAWN, *FINAL_REFUSALS, Stage.EXPIRED)


class Severity(TextChoices):
    """Blocking ones stop creation, hard ones stop qualification, soft ones are shown."""

    BLOCKING = "blocking", _("Blocking")
    HARD = "hard", _("Hard")
    SOFT = "soft", _("Soft")

    @property
    def tone(self) -> str:
        """Colour role of the tag."""
        return {"blocking": "danger", "hard": "amber", "soft": ""}[self.value]


class Check(TextChoices):
    """The library of condition checks; `evidence` is the only one that a person answers."""

    ALREADY_APPLYING = "already_applying", _("The studio does not apply twice in this call")
    ALREADY_NAMED = "already_named", _("The studio does not hold this level or a higher one")
    LEAD_APPLYING = "lead_applying", _("The lead does not lead another applying studio")
    HONOUR = "honour", _("The lead holds an honour that counts")
    LEAD_IN_POST = "lead_in_post", _("The lead is in post")
    YEARS_TO_RETIREMENT = "years_to_retirement", _("Years until the lead retires")
    YEARS_IN_OPERATION = "years_in_operation", _("Years in operation")
    TEAM_SIZE = "team_size", _("Team size")
    SKILLED_SHARE = "skilled_share", _("Share of engineers and skilled workers, per cent")
    PROJECTS_A_YEAR = "projects_a_year", _("Approved projects a year")
    RESULTS_IN_YEARS = "results_in_years", _("Results in the last years")
    ACTIVITIES_A_YEAR = "activities_a_year", _("Activities a year")
    LOWER_DESIGNATION = "lower_designation", _("Designation of a lower tier, years")
    EVIDENCE = "evidence", _("Evidence, looked at by a person")


class Verdict(TextChoices):
    """What a check found."""

    MET = "met", _("Met")
    NOT_MET = "not_met", _("Not met")
    OPEN = "open", _("Not looked at yet")
    WAIVED = "waived", _("Waived")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")

    @property
    def tone(self) -> str:
        """Colour role of the verdict's tag."""
        return {"met": "green", "not_met": "danger", "open": "amber", "waived": "gold", "not_applicable": ""}[
            self.value
        ]

    @property
    def is_settled(self) -> bool:
        """Whether a hard row with this verdict lets the application pass."""
        return self in (Verdict.MET, Verdict.WAIVED, Verdict.NOT_APPLICABLE)


class StepName(TextChoices):
    """The steps of the table in domain rules §4 that are recorded as acts."""

    OPEN = "open", _("Opened")
    SUBMIT = "submit", _("Submitted")
    EXPIRE = "expire", _("Expired")
    AGREE = "agree", _("Unit agreed")
    NOT_AGREE = "not_agree", _("Unit did not agree")
    FORWARD = "forward", _("Recommended")
    SEND_BACK = "send_back", _("Sent back one desk")
    RETURN = "return", _("Returned for changes")
    RESUBMIT = "resubmit", _("Resubmitted")
    PROPOSE = "propose", _("Changes finished")
    NOT_RECOMMEND = "not_recommend", _("Not recommended")
    WAIVE = "waive", _("Condition waived")
    PASS = "pass", _("Passed")
    NOT_QUALIFY = "not_qualify", _("Not qualified")
    RECALL = "recall", _("Recalled")
    WITHDRAW = "withdraw", _("Withdrawn")
    GIVE_UP = "give_up", _("Gave up")
    CONFIRM_GIVE_UP = "confirm_give_up", _("Giving up confirmed")
    VETO = "veto", _("Vetoed")
    NAME = "name", _("Named")
    REOPEN = "reopen", _("Reopened")
    EXTEND = "extend", _("Date extended")
    CLOSE_PANEL = "close_panel", _("Panel closed")
    CLOSE_VISITS = "close_visits", _("Visits closed")
    FREEZE = "freeze", _("Chosen by the meeting")
    KEEP = "keep", _("List frozen")
    PROMOTE = "promote", _("Moved up from the reserve")
    NOT_SELECT = "not_select", _("Not selected")
    SETTLE_OBJECTION = "settle_objection", _("Objection settled")
    UPHOLD_OBJECTION = "uphold_objection", _("Objection upheld")
    NOTICE_OVER = "notice_over", _("Notice period over")


# What a desk decides: unique per application, stage, desk and version. Sending back decides nothing.
DECISIVE = (
    StepName.AGREE,
    StepName.NOT_AGREE,
    StepName.FORWARD,
    StepName.RETURN,
    StepName.NOT_RECOMMEND,
    StepName.PASS,
    StepName.NOT_QUALIFY,
    StepName.CLOSE_PANEL,
    StepName.CLOSE_VISITS,
    StepName.VETO,
    StepName.NAME,
)


class VetoGround(TextChoices):
    """Grounds on which a naming chair may veto."""

    FORGED = "forged", _("Forged material")
    NO_HONOUR = "no_honour", _("The lead does not hold the honour")
    DISHONESTY = "dishonesty", _("The unit is on the list of serious dishonesty")
    ACCIDENT = "accident", _("Serious accident or labour violation")
    DISPUTE = "dispute", _("Open dispute over the main result")
    SECRET = "secret", _("A state secret")
    TOO_FEW = "too_few", _("Fewer than three members")
    DORMANT = "dormant", _("Twelve months without activity")
