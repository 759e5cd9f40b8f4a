"""Help of an expert: from the code to the last sheet."""

from django.utils.translation import gettext_lazy as _

from studios.ui.help.parts import Chapter, HelpPage, Step

ENTER = Step(
    "enter",
    _("Enter with the code"),
    _("Type the one-day code that you were given. With a username and password, sign in instead."),
    "seat_enter",
    _("The code is used up or its day is over: the office gives you another."),
    name=_("Review with a one-day code"),
)
DECLARE = Step(
    "declare",
    _("Declare conflicts first"),
    _("Tick every case whose people or unit you are tied to, and pledge confidentiality. Then your cases open."),
    "reviews",
    _("You cannot take part: decline the invitation, so that the office can ask somebody else."),
    also=("review_declare",),
)
QUEUE = Step(
    "queue",
    _("Choose the next case"),
    _(
        "Your cases with their state and the day until which you have time. A case that you are recused from shows as a number alone."
    ),
    "review_queue",
    _("No case is there: none has been dealt out to you yet. You are told when there is."),
    name=_("My review"),
    under="reviews",
)
SCORE = Step(
    "score",
    _("Read and score side by side"),
    _(
        "Material at the left, the rubric at the right: first the band, then the points. Automatic points are there already. Keep the sheet or hand it in and go on."
    ),
    "review_case",
    _("Only now you see that you are tied to the case: step aside. What you wrote is not counted."),
    entry=_("one case"),
    under="reviews",
)
SUMMARY = Step(
    "summary",
    _("Look over all your scores"),
    _("Your totals in order, with what is left. Change a sheet until the panel closes."),
    "review_summary",
    _("Two cases seem out of order: open them again from here and compare."),
    name=_("My scores"),
    under="reviews",
)
VISIT = Step(
    "my-visits",
    _("Report a site visit"),
    _(
        "On the day: who was there, what was seen, points of the criteria judged on site, photos. It works on a telephone."
    ),
    "visits",
    _("The network fails on site: what you typed stays on the page. Send it when the network is back."),
)
PAGE = HelpPage(
    "expert",
    _("Expert"),
    _("You score what is assigned to you; nobody sees your scores before the panel closes."),
    (
        Chapter("enter", _("Come in"), (ENTER, DECLARE)),
        Chapter("score", _("Score"), (QUEUE, SCORE, SUMMARY)),
        Chapter("visit", _("On site"), (VISIT,)),
    ),
)
