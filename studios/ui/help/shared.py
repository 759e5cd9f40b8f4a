"""Steps that several roles do alike."""

from django.utils.translation import gettext_lazy as _

from studios.ui.help.parts import Step

SIGN_IN = Step(
    "sign-in",
    _("Sign in and choose a password"),
    _(
        "Sign in with the username and the one-time password of your slip; the first thing asked is a password of your own, of twelve characters or more."
    ),
    "account_login",
    _("After five wrong tries wait fifteen minutes. Forgotten: the administrator of your union prints a new slip."),
    name=_("Sign in"),
    also=("account_change_password",),
)
TO_DO = Step(
    "to-do",
    _("See what waits for you"),
    _(
        "After signing in you see the cases at your desk, the longest waiting first, and what else is due. Messages tell you of each new one."
    ),
    "desk",
    _("A case is missing: it has moved on, or a colleague has acted. “Cases” finds it by number, studio or unit."),
    also=("messages",),
)
LISTS = Step(
    "lists",
    _("Find, sort and take lists along"),
    _(
        "Each list can be filtered and sorted, shows the columns you choose, and goes to Excel. Save what you need again as a view."
    ),
    "desk_studios",
    _("A list looks too short: a filter is still on. Take it off above the table."),
    also=(
        "workers",
        "persons",
        "desk_members",
        "projects",
        "desk_results",
        "apprenticeships",
        "activities",
        "designations",
    ),
)
READ_CALL = Step(
    "calls",
    _("Read the call"),
    _("A call says who may apply, by when and with what evidence, and which way an application goes."),
    "calls",
    _("A date has passed: only a chair of the naming union extends it, for all or for one union, with a reason."),
)
CHECK_RESULT = Step(
    "result-check",
    _("Check results for the unit"),
    _(
        "The studio reports, the unit checks, the union above confirms. Only confirmed results are called verified and count."
    ),
    "desk_result",
    _(
        "The result came back: the reason stands on its page. Change what is asked for and check it again. Of a secret result only the metadata is entered."
    ),
    entry=_("one result"),
    under="desk_results",
)
CONFIRM_RESULT = Step(
    "result-confirm",
    _("Confirm results of the units below"),
    _(
        "Read problem, novelty, evidence and benefit, then confirm or return. What is alike can be confirmed together from the list."
    ),
    "desk_results",
    _("The sum is not certified by the unit's finance department: return it and say so. It counts in no total before."),
)
LETTERS = Step(
    "letters",
    _("Answer what the public writes"),
    _(
        "Units ask a studio for help, or say that they use a result. Answer a request by the day shown; say of each adoption whether it is so."
    ),
    "requests",
    _("The studio cannot help: say so in the answer, which the sender reads by the receipt number."),
    also=("adoptions",),
)
STORIES = Step(
    "stories",
    _("Write and check stories"),
    _(
        "Write down an experience, a site meeting or a method, or take the text from a Word file. A chair who wrote none of it checks and publishes it."
    ),
    "desk_stories",
    _("Something published is wrong: begin a correction. The public reads the old text until the new one is out."),
)
PUBLISH_PAGES = Step(
    "pages",
    _("Publish what units write about their studios"),
    _("Compare the new text with what is public, then publish or return it with a reason. Nobody publishes their own."),
    "pages_waiting",
    _("A person is named: the consent must be recorded. Without it the name does not appear."),
)
SEARCHES = Step(
    "searches",
    _("Learn what the public does not find"),
    _("The words that found nothing, and how often. They show which studio, result or word the pages lack."),
    "search_misses",
    _("A studio exists and was not found: add the word to its introduction or its field of work."),
)
LEDGER = Step(
    "ledger",
    _("Take over a ledger from Excel"),
    _(
        "Upload the workbook as your office keeps it. Each row that cannot be taken is named with its cell; nothing is written before you import the good rows."
    ),
    "ledger_upload",
    _(
        "A header is not known: say once what it means. Rows are at fault: download the marked workbook, correct it there, upload it again."
    ),
)
ORIGINALS = Step(
    "originals",
    _("Take paper originals in"),
    _(
        "The list shows whose copies and stamps are missing. Record on the page of the case what came in; a stamp given later is added there as a scan."
    ),
    "originals",
    _(
        "Paper came from before a change that asked for new stamps: it does not count. Ask for new copies from the list."
    ),
)
ANNUAL_LEDGER = Step(
    "annual-ledger",
    _("Print the annual ledger"),
    _("Choose union, year and format; the ledger of all studios is written in the background, from the register."),
    "annual_ledger",
    _("A figure is wrong: correct it in the register and have the ledger written again."),
    name=_("Annual ledger"),
    under="desk_studios",
)
CALENDAR = Step(
    "calendar",
    _("Keep the calendar of working days"),
    _(
        "Notices and dates count working days. Enter each year's holidays and make-up Saturdays as soon as they are announced."
    ),
    "calendar",
    _("The coming year is missing: a notice that reaches into it cannot be published until the calendar is entered."),
)
MAILINGS = Step(
    "mailings",
    _("Write to many unions at once"),
    _(
        "Choose who gets it, by call or union, see every recipient, then send. Templates keep words that you need each year."
    ),
    "mailings",
    _("Somebody has no e-mail: the message waits in the system. Who has not read it is shown."),
)
AUDIT = Step(
    "audit",
    _("See who did what"),
    _("Every act that changes or reveals something stands here with person, time and subject, and cannot be changed."),
    "audit",
    _("An act by somebody who has left: tell the administrator, who ends the appointment."),
)
JOBS = Step(
    "jobs",
    _("Follow long work"),
    _("Imports and large exports run in the background. Their page shows how far they are and keeps the result."),
    "jobs",
    _("A job stopped: its page says why. Nothing half-written stays; start it again."),
)
NAMED = Step(
    "designations",
    _("Know what holds after naming"),
    _(
        "Level, decision, plaque number, and until when it is valid; six months before, re-verification is marked as due."
    ),
    "designations",
    _("The plaque shows a mistake: tell the naming union. What was published is changed by a correction alone."),
    also=("decisions",),
)
# What a union above the units does all year, whoever acts there.
ABOVE_UNITS = (CONFIRM_RESULT, PUBLISH_PAGES, STORIES, LETTERS, LISTS, NAMED)
OUTWARD = (SEARCHES, MAILINGS)
