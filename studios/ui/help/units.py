"""Help of a unit's union: its clerk, who fills in, and its chair, who signs."""

from django.utils.translation import gettext_lazy as _

from studios.ui.help import shared
from studios.ui.help.parts import Chapter, HelpPage, Step
from unions.choices.people import Role

REGISTER = Step(
    "register",
    _("Keep the studio's page in the register"),
    _(
        "Facts, leads, members, projects, results, apprentices and activities stand on one page. Enter them when they happen: the next application is filled from here."
    ),
    "desk_studio",
    _("Somebody of the same name is known: say once whether it is the same person."),
    entry=_("one studio"),
    under="desk_studios",
)
PUBLIC_PAGE = Step(
    "public-page",
    _("Write the studio's public page"),
    _(
        "Write block by block, add pictures, look at the preview and send it for publishing. Members are named only with their recorded consent."
    ),
    "studio_page",
    _("A block came back: the reason stands beside it. What was public stays public until then."),
    name=_("Public page"),
    under="desk_studios",
)
START = Step(
    "start",
    _("Start an application"),
    _("Choose the studio; what the register knows is filled in once. A new studio is entered on the same page."),
    "application_new",
    _("A blocking condition: the earlier application or naming that stands in the way is shown."),
    name=_("Start an application"),
    under="applications",
)
FILL = Step(
    "form",
    _("Fill in the eight pages"),
    _(
        "What you type is saved by itself; leave and come back as you like. Several people may write different pages at the same time."
    ),
    "application_form",
    _(
        "No network, or signed out: what you typed stays on the page and is offered again. If two saved the same page, you see both and choose."
    ),
    name=_("Application form"),
    under="applications",
)
SUBMIT = Step(
    "submit",
    _("Check and submit"),
    _(
        "All answers on one page, with what is still missing; each line leads to its field. Then the case is at your chair."
    ),
    "application_check",
    _("A hard condition is not met: you may still submit. Write why; the naming union decides on a waiver."),
    name=_("Check and submit"),
    under="applications",
)
FOLLOW = Step(
    "follow",
    _("Follow the case and change what is returned"),
    _(
        "The page of the case shows where it is, until when, and every act with its reason. If it is returned, change the pages with remarks, then hand it to the chair."
    ),
    "application",
    _("A date passes at a desk: the case stays, both sides are told. Only a draft that was not submitted ends."),
    entry=_("one case"),
    under="cases",
)
AGREE = Step(
    "agree",
    _("Agree or not, with the unit's opinion"),
    _(
        "Read the case, write the opinion, add the stamped scan where the call asks for it, and agree. The case goes to the next desk."
    ),
    "application",
    _("Something is wrong: return it with remarks on the pages meant. Not agreeing ends the case and needs a reason."),
    entry=_("one case"),
    under="cases",
)
SIGN_AGAIN = Step(
    "chair-cases",
    _("Resubmit, recall, withdraw"),
    _(
        "After a return the clerk hands you the changes; you resubmit. Opinions already given stay, with the version they were given on."
    ),
    "cases",
    _(
        "Signed too early: recall the step while the next desk has not acted. Withdrawing ends the case and needs a reason."
    ),
    also=("applications",),
)

ABOVE = {
    "experts": "the pool belongs to naming unions",
    "paper_templates": "papers are drafted above the units",
    "calendar": "kept by the federation",
    "mailings": "written above the units",
    "search_misses": "shown above the units",
    "originals": "taken in above the units",
    "pages_waiting": "published above the units",
    "visits": "told to experts; an officer comes to a visit by the message",
    "reviews": "told to experts",
}
CLERK = HelpPage(
    "unit-clerk",
    _("Clerk of a unit's union"),
    _("You keep the register of your studios, fill in applications and answer what comes back."),
    (
        Chapter("first", _("At first"), (shared.SIGN_IN, shared.TO_DO)),
        Chapter(
            "all-year",
            _("All year round"),
            (REGISTER, shared.LISTS, shared.CHECK_RESULT, PUBLIC_PAGE, shared.LETTERS, shared.STORIES),
        ),
        Chapter("call", _("When a call is open"), (shared.READ_CALL, START, FILL, SUBMIT)),
        Chapter("after", _("While the case is on its way, and after"), (FOLLOW, shared.NAMED, shared.JOBS)),
    ),
    roles=(Role.CLERK,),
    left_out=ABOVE | {"ledger_upload": "the union above imports the ledger of its units"},
)
CHAIR = HelpPage(
    "unit-chair",
    _("Chair of a unit's union"),
    _("You sign for the unit: agree to an application, confirm changes, vouch for results."),
    (
        Chapter("first", _("At first"), (shared.SIGN_IN, shared.TO_DO)),
        Chapter("call", _("When a call is open"), (shared.READ_CALL, AGREE, SIGN_AGAIN)),
        Chapter(
            "all-year",
            _("All year round"),
            (
                shared.CHECK_RESULT,
                shared.LETTERS,
                shared.STORIES,
                shared.LISTS,
                shared.NAMED,
                shared.AUDIT,
                shared.JOBS,
            ),
        ),
    ),
    roles=(Role.CHAIR,),
    left_out=ABOVE,
)
