"""Help of the public: find, check, ask, object."""

from django.utils.translation import gettext_lazy as _

from studios.ui.help.parts import Chapter, HelpPage, Step

FIND = Step(
    "find",
    _("Find a studio"),
    _(
        "Type a name, a trade, a problem or pinyin, and narrow it by level, place and industry. The address keeps your choice, so it can be sent on."
    ),
    "studios",
    _("Nothing is found: take a filter off, or use a shorter word."),
    also=("search",),
)
STUDIO = Step(
    "studio",
    _("Read a studio's page and ask for help"),
    _(
        "What it solved, who leads it, what it offers. “Ask the studio” sends your question to its union; you get a receipt number."
    ),
    "studio",
    _("Something on the page is wrong: tell the union named on it."),
    entry=_("one studio"),
    under="studios",
)
RESULTS = Step(
    "results",
    _("Use a result, and say so"),
    _(
        "Verified results tell problem, method and benefit. If your unit uses one, say so on its page: “We use this too”."
    ),
    "results",
    _("A result is missing: it is not confirmed yet, or secret."),
    also=("methods",),
)
PLAQUE = Step(
    "plaque-check",
    _("Check a plaque"),
    _("Scan the code on the plaque or type it: the answer says whether the designation holds."),
    "plaque_check",
    _(
        "The answer is “unknown”: compare the ten characters, then call the union that is said to have named the studio."
    ),
)
NOTICES = Step(
    "public-notices",
    _("Read a notice and object"),
    _(
        "While a notice runs, anybody may object on its page, by letter, telephone or visit. Your name is seen by the handling desk alone."
    ),
    "notices",
    _("You lost track of your objection: ask with its receipt number how it stands."),
    also=("objection_query", "public_decisions"),
)
APPLY = Step(
    "apply",
    _("See how to apply"),
    _("Each open call tells who may apply, what is needed, and by when. Your unit's union files the application."),
    "calls_public",
    _("Your unit's union has no account: the union above files for it."),
)
LETTER = Step(
    "letter",
    _("Ask how your letter stands"),
    _("With the receipt number you see whether a question was answered, and the answer."),
    "letter_query",
    _("The number is lost: call the union. Letters are not found by name."),
)
READ = Step(
    "read-on",
    _("Read stories and figures"),
    _(
        "Experience, site meetings and the history of the movement; figures by place and industry, and the data to download."
    ),
    "stories",
    _("A figure seems old: each page says from which day it is."),
    also=("movement_history", "statistics", "open_data"),
)
PAGE = HelpPage(
    "public",
    _("Visitors of the site"),
    _("No account is needed to find, check, ask or object."),
    (
        Chapter("find", _("Find and check"), (FIND, STUDIO, RESULTS, PLAQUE)),
        Chapter("part", _("Take part"), (NOTICES, APPLY, LETTER, READ)),
    ),
    left_out={
        "home": "leads to all of these",
        "accessibility": "a statement",
        "privacy": "a statement",
        "site_map": "a list",
        "help_overview": "the help itself",
    },
)
