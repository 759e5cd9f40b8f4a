"""Help of the naming union's leader: what only a signature does."""

from django.utils.translation import gettext_lazy as _

from studios.ui.help import shared
from studios.ui.help.naming_clerks import EXPERTS
from studios.ui.help.parts import Chapter, HelpPage, Step
from unions.choices.people import Role

OPEN = Step(
    "open-call",
    _("Open the call, extend a date"),
    _(
        "Read wording, dates, conditions and quotas on one page, then open it. Later you may extend a date for all or for one union, with a reason."
    ),
    "call_edit",
    _(
        "Opened with a mistake: wording and conditions can still be changed, and the change is seen. Level, year and path stay; dates are only extended."
    ),
    entry=_("one call"),
    under="calls",
)
GRANT = Step(
    "grant",
    _("Grant a place above the quota"),
    _("The quota of a union shows its cases and what is left; grant more with a reason that is kept."),
    "quota_grant",
    _("It is not needed after all: nothing has to be undone, an unused place simply stays free."),
    name=_("Grant places"),
    under="calls",
)
DECIDE_CASE = Step(
    "decide-case",
    _("Waive, refuse or veto"),
    _(
        "On the page of the case you waive a hard condition, refuse for lack of qualification, or veto on a ground of the list. Each needs a reason."
    ),
    "application",
    _("A decision was wrong and the call is not closed: reopen the case with a reason."),
    entry=_("one case"),
    under="cases",
)
CLOSE = Step(
    "close-panel",
    _("Close the panel"),
    _("When each case has its sheets, close the panel: scores are fixed, and the next stage begins."),
    "call_board_close",
    _("A case has too few sheets: the page names it. Remind, or have a paper sheet typed."),
    name=_("Close the panel"),
    under="calls",
)
MEETING = Step(
    "meeting",
    _("Decide at the meeting and freeze the list"),
    _(
        "The list stands in rank with the cut line; changes of place are recorded with their reason. Freezing it, with the record's number, settles who is chosen and who is in reserve."
    ),
    "call_meeting",
    _("A chosen case falls away: move the first of the reserve up."),
    name=_("Meeting"),
    under="calls",
)
PUBLISH = Step(
    "publish-notice",
    _("Publish the notice"),
    _("Read it as the public will, see the last day in working days, publish."),
    "notice_desk",
    _("The calendar does not reach the last day: have the year entered first."),
    entry=_("one notice"),
    under="calls",
)
SETTLE = Step(
    "settle",
    _("Settle objections"),
    _(
        "Within ten working days: finding and reply. Upheld, the case leaves the list and the notice is corrected; not upheld, it stays."
    ),
    "objection",
    _("It is upheld in part: say whether the corrected notice is shown again for a full period."),
    entry=_("one objection"),
    under="calls",
)
NAME = Step(
    "name",
    _("Name by a decision"),
    _(
        "Enter number, date and signed file; all chosen studios are named at once, or none. Numbers of studios and plaques are given, and the public page appears."
    ),
    "call_name",
    _("The document number is refused: every fault of it is named beside the field."),
    name=_("Write the decision"),
    under="calls",
)
REVOKE = Step(
    "decisions",
    _("Read decisions, revoke"),
    _("Decisions stay with their file. Revoking is a decision of its own, for all of its studios or for some."),
    "decisions",
    _("The studio's page does not vanish: it stays, with a banner, and the plaque check says revoked."),
)
REPORT = Step(
    "report",
    _("Report to the leadership"),
    _("Figures of the call on one page, with charts and tables, made for printing."),
    "call_report",
    _("A figure surprises you: the table below each chart names what is counted."),
    name=_("Report for the leadership"),
    under="calls",
)
PAGE = HelpPage(
    "naming-chair",
    _("Chair of the naming union"),
    _("You sign: open, waive, grant, freeze, publish, name and revoke."),
    (
        Chapter("first", _("At first"), (shared.SIGN_IN, shared.TO_DO)),
        Chapter("call", _("The call"), (OPEN, GRANT, DECIDE_CASE)),
        Chapter("review", _("Review and meeting"), (EXPERTS, CLOSE, MEETING)),
        Chapter("publish", _("Notice and decision"), (PUBLISH, SETTLE, NAME, REVOKE, REPORT)),
        Chapter(
            "all-year",
            _("All year round"),
            (*shared.ABOVE_UNITS, shared.CALENDAR, *shared.OUTWARD, shared.AUDIT, shared.JOBS),
        ),
    ),
    roles=(Role.CHAIR,),
    left_out={
        "originals": "told to who takes paper in",
        "applications": "a naming union applies for nothing",
        "paper_templates": "kept by the clerk",
        "visits": "told to experts; an officer comes to a visit by the message",
        "reviews": "told to experts",
    },
)
