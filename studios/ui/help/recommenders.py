"""Help of the unions between unit and naming union: they check, rank and recommend."""

from django.utils.translation import gettext_lazy as _

from studios.ui.help import shared
from studios.ui.help.parts import Chapter, HelpPage, Step
from unions.choices.people import Role

PLACES = Step(
    "quotas",
    _("Know your places"),
    _(
        "How many cases you may recommend, how many are taken, and what was granted above. A case counts from the recommendation on; a return keeps its place."
    ),
    "call_quotas",
    _("The last place is gone: the chair of the naming union may grant one more, with a reason."),
    name=_("Quotas"),
    under="calls",
)
CHECK = Step(
    "check-case",
    _("Check the case, return what is not right"),
    _(
        "Conditions, evidence and answers stand at the left, your steps at the right. Return with remarks on the pages meant and a day by which to answer."
    ),
    "application",
    _("It comes from the unit that employs you: a colleague acts, or the union above."),
    entry=_("one case"),
    under="cases",
)
FILE_FOR = Step(
    "file-for",
    _("File for a unit that does not sign in"),
    _("Start the application as the unit would; everybody sees that it was filed for the unit."),
    "applications",
    _("The case cannot leave your desk: the unit's stamped scan is still missing."),
)
RECOMMEND = Step(
    "recommend",
    _("Recommend, or refuse"),
    _(
        "The chair writes the opinion and recommends; the place is counted at that moment. A refusal ends the case and its reason is read by the unit."
    ),
    "case_step",
    _("Recommended by mistake: recall the step while the naming union has not acted."),
    name=_("Recommend"),
    under="cases",
)
BATCH = Step(
    "batches",
    _("Rank the cases and hand them over together"),
    _(
        "Put the cases on the list, move them into their order, add report number and the stamped scan, hand over. All go, or none."
    ),
    "call_batches",
    _("A case is not ready: the list says why. Put it right or take it out, then hand over."),
    name=_("Recommendation summaries"),
    under="calls",
)
PAGE = HelpPage(
    "recommender",
    _("County or industrial union: clerk and chair"),
    _(
        "You check what your units file, rank it and recommend. For a call of your own, read the pages of the naming union too."
    ),
    (
        Chapter("first", _("At first"), (shared.SIGN_IN, shared.TO_DO)),
        Chapter(
            "call",
            _("When a call is open"),
            (shared.READ_CALL, PLACES, CHECK, FILE_FOR, RECOMMEND, BATCH, shared.ORIGINALS),
        ),
        Chapter(
            "all-year",
            _("All year round"),
            (*shared.ABOVE_UNITS, shared.LEDGER, shared.ANNUAL_LEDGER, *shared.OUTWARD, shared.AUDIT, shared.JOBS),
        ),
    ),
    roles=(Role.CLERK, Role.CHAIR),
    left_out={
        "experts": "a union with a call of its own reads the pages of the naming union, as the lead says",
        "paper_templates": "as for experts",
        "calendar": "kept by the federation",
        "visits": "told to experts; an officer comes to a visit by the message",
        "reviews": "told to experts",
    },
)
