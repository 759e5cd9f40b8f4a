"""Help of the naming union's clerk: prepares a call and takes it from the check to the plaques."""

from django.utils.translation import gettext_lazy as _

from studios.ui.help import shared
from studios.ui.help.parts import Chapter, HelpPage, Step
from unions.choices.people import Role

CALL = Step(
    "call",
    _("Prepare the call"),
    _(
        "Copy last year's call: dates move by the same pattern of working days, and what differs is shown. Wording, conditions, evidence slots and opinions are set here."
    ),
    "call_edit",
    _(
        "It cannot be opened yet: the page lists what is missing. Practise first with a practice call, which is wiped afterwards."
    ),
    entry=_("one call"),
    under="calls",
)
QUOTAS = Step(
    "set-quotas",
    _("Give places to the recommending unions"),
    _("Type the places or paste them from Excel, by union and, where you like, by kind of studio."),
    "call_quotas",
    _(
        "More was recommended than there are places: nobody is pushed out. The chair grants more, or the last case waits."
    ),
    name=_("Quotas"),
    under="calls",
)
RUBRIC = Step(
    "rubric",
    _("Set the rubric and the way of review"),
    _(
        "Begin with the default rubric or last year's; the points must come to 100. Score, vote or deliberation is chosen in the review settings."
    ),
    "call_rubric",
    _(
        "Sheets have been handed in: the rubric is fixed. Before that a change makes a new version, and experts open their cases again."
    ),
    name=_("Rubric"),
    under="calls",
)
QUALIFY = Step(
    "qualify",
    _("Check who qualifies"),
    _(
        "Go through the condition sheet: what the program found, what you looked at yourself and on which page. Pass when each hard row is met or waived."
    ),
    "application",
    _("A hard row is not met: return the case, or ask the chair for a waiver or a refusal."),
    entry=_("one case"),
    under="cases",
)
EXPERTS = Step(
    "experts",
    _("Keep the pool of experts"),
    _(
        "Enter field, title and unit once; they give the conflicts that the program finds. Make an account, or a one-day code later."
    ),
    "experts",
    _(
        "The same name stands in the register: say whether it is the same person. Only a confirmed match keeps an expert off a case."
    ),
)
PANEL = Step(
    "panel",
    _("Invite the panel and deal out the cases"),
    _(
        "Make groups, invite, then deal out; conflicts found or declared are left out by themselves. Reminders go out from the same page."
    ),
    "call_panel",
    _("A case has too few experts: “Gaps” names it. Invite one more, or choose the cases of a seat by hand."),
    name=_("Expert panel"),
    under="calls",
)
SHEETS = Step(
    "paper-sheets",
    _("Type score sheets that came on paper"),
    _("Type the sheet and add its scan; a second person compares and confirms it."),
    "call_paper_sheets",
    _("Typed and scan differ: type it anew. It counts in no total until a second person has confirmed it."),
    name=_("Paper sheets"),
    under="calls",
)
BOARD = Step(
    "board",
    _("Watch the review on the board"),
    _("Who has handed in, ranks, wide spreads and cases with too few sheets. Remind experts from here."),
    "call_board",
    _("Experts are far apart on a case: put it to reconsideration and record the outcome."),
    name=_("Board"),
    under="calls",
)
VISITS = Step(
    "visits",
    _("Plan site visits"),
    _(
        "Choose cases, day and a team of at least two; print the schedule. Findings, points and photos come from the team."
    ),
    "call_visits",
    _(
        "A visit cannot take place: call it off with the reason and plan another. Close the visits when all are reported."
    ),
    name=_("Site visits"),
    under="calls",
)
DEPARTMENTS = Step(
    "departments",
    _("Ask other departments"),
    _("Send the list of candidates to safety, tax, labour and others, and record each reply with its day and scan."),
    "call_consultations",
    _("A department objects to a candidate: the finding stands open at the case until you record how it was settled."),
    name=_("Departmental review"),
    under="calls",
)
NOTICE = Step(
    "notices",
    _("Draft the public notice"),
    _("List, dates and text come from the call; the last day is counted in working days. The chair publishes it."),
    "call_notices",
    _("A name is wrong after publishing: correct the notice. The old version stays and the change is seen."),
    name=_("Public notices"),
    under="calls",
)
OBJECTIONS = Step(
    "objections",
    _("Register and sift objections"),
    _(
        "Register what came by letter, telephone or visit and print the receipt. Decide on acceptance within two working days; ask the unit for its reply."
    ),
    "call_objections",
    _("Who objected is seen at your desk alone; each look is recorded. Never copy it into a text that goes out."),
    name=_("Objections"),
    under="calls",
)
PAPERS = Step(
    "papers",
    _("Write the papers"),
    _(
        "Notice, minutes, decision, plaque list and letters are filled from the call. Templates are Word files that you change in WPS and upload; a form of another office is filled from the page of a case."
    ),
    "call_papers",
    _("A field stays empty or a template is refused: try it with the sample; what is wrong is named."),
    name=_("Papers"),
    under="calls",
    also=("paper_templates",),
)
PLAQUES = Step(
    "plaques",
    _("Order plaques"),
    _(
        "After the decision the order list carries name, number and code of each plaque. Record the order and what came in."
    ),
    "decisions",
    _("A plaque was revoked or replaced: record its return at the designation."),
)
ARCHIVE = Step(
    "archive",
    _("Pack the call for the archive"),
    _(
        "One ZIP with forms, scans, evidence, papers and the course of every case, numbered and with an index. A single case is packed from its own page."
    ),
    "call_package",
    _("It is gone after three days, and nobody else can fetch it: put it together again."),
    name=_("Package for the archive"),
    under="calls",
)
PAGE = HelpPage(
    "naming-clerk",
    _("Clerk of the naming union"),
    _("You prepare the call, check, run the review and draft every paper."),
    (
        Chapter("first", _("At first"), (shared.SIGN_IN, shared.TO_DO, shared.CALENDAR)),
        Chapter("prepare", _("Before the call"), (CALL, QUOTAS, RUBRIC)),
        Chapter(
            "check",
            _("Check and review"),
            (QUALIFY, shared.ORIGINALS, EXPERTS, PANEL, SHEETS, BOARD, VISITS, DEPARTMENTS),
        ),
        Chapter("publish", _("Notice and decision"), (NOTICE, OBJECTIONS, PAPERS, PLAQUES, ARCHIVE)),
        Chapter(
            "all-year",
            _("All year round"),
            (*shared.ABOVE_UNITS, shared.LEDGER, shared.ANNUAL_LEDGER, *shared.OUTWARD, shared.JOBS),
        ),
    ),
    roles=(Role.CLERK,),
    left_out={
        "applications": "a naming union applies for nothing; filing for a unit is told to the recommender",
        "visits": "told to experts; an officer comes to a visit by the message",
        "reviews": "told to experts",
    },
)
