"""Help of the auditor, who reads and changes nothing, and of the administrator, who keeps accounts and sees no case."""

from django.utils.translation import gettext_lazy as _

from studios.ui.help import shared
from studios.ui.help.parts import Chapter, HelpPage, Step
from unions.choices.people import Role

READ_CASES = Step(
    "read-cases",
    _("Read the cases"),
    _(
        "Every case below your union, with each act, reason and version. Objectors stay unnamed, and scores closed until the panel closes."
    ),
    "cases",
    _("Telephone numbers and birth months stay masked: your task does not need them."),
)
READ_CALLS = Step(
    "read-calls",
    _("See how a call was run"),
    _("Conditions and their versions, extensions with reasons, panel, notices and decisions of a call."),
    "calls",
    _("Something looks wrong: write to the union that runs the call. You change nothing here yourself."),
    also=("decisions", "experts"),
)
READ_WORK = Step(
    "read-stories",
    _("Read what the public is told, and writes"),
    _(
        "Stories with their writers and checkers, requests and adoptions with their answers, and the words that found nothing."
    ),
    "desk_stories",
    _("A request stays without an answer: its row is marked overdue."),
    also=("requests", "adoptions", "search_misses"),
)
AUDITOR = HelpPage(
    "auditor",
    _("Auditor"),
    _("You read everything below your union and change nothing."),
    (
        Chapter("first", _("At first"), (shared.SIGN_IN,)),
        Chapter("read", _("Read"), (READ_CASES, READ_CALLS, shared.LISTS, shared.NAMED, READ_WORK)),
        Chapter("check", _("Check"), (shared.AUDIT, shared.JOBS)),
    ),
    roles=(Role.AUDITOR,),
    left_out={"visits": "told to experts", "reviews": "told to experts", "originals": "told to who takes paper in"},
)

UNIONS = Step(
    "unions",
    _("Keep the tree of unions"),
    _("Found, rename, move, merge or close a union on its page; a whole tree comes in from a sheet."),
    "unions",
    _("Two unions merge: work and accounts go to the one that stays. Cases under way lose nothing."),
    also=("unions_import",),
)
ACCOUNTS = Step(
    "accounts",
    _("Open accounts"),
    _(
        "One account for each person, singly or pasted from Excel; print the slips with the one-time passwords and hand them over."
    ),
    "accounts",
    _("Somebody left: deactivate the account. It stays in the record; never hand it on to a successor."),
    also=("account_new", "accounts_paste"),
)
APPOINT = Step(
    "appoint",
    _("Appoint to a role"),
    _("Account, union, role and first day; a deputy gets a last day too. The role reaches that union and all below."),
    "appointment_new",
    _("After a merger appointments wait to be confirmed: until you do, those people cannot act at the new union."),
    name=_("Make an appointment"),
    under="accounts",
    also=("appointments_pending",),
)
RESET = Step(
    "reset",
    _("Help somebody who cannot sign in"),
    _("Reset the password on the page of the account: a new one-time password is shown once, to be printed."),
    "account",
    _(
        "The telephone with the second step is lost: remove the second step at the same place, after you have made sure who asks."
    ),
    entry=_("one account"),
    under="accounts",
)
OUTBOX = Step(
    "outbox",
    _("Watch the e-mails"),
    _("What left, what waits and what failed. Messages in the system reach everybody without e-mail."),
    "outbox",
    _("Sending failed: put the address or the mail server right, then send again."),
)
DICTIONARIES = Step(
    "dictionaries",
    _("Keep the dictionaries"),
    _(
        "Honours, kinds of studio and result, skill grades and industries. An alias lets old ledgers find the present word."
    ),
    "admin:index",
    _("A word is no longer used: retire it. What was entered with it stays."),
)
ADMINISTRATOR = HelpPage(
    "administrator",
    _("Administrator of a union"),
    _("You keep unions, accounts and appointments of your union and of those below. You see no cases."),
    (
        Chapter("first", _("At first"), (shared.SIGN_IN,)),
        Chapter("people", _("Unions and people"), (UNIONS, ACCOUNTS, APPOINT, RESET)),
        Chapter("watch", _("Keep watch"), (OUTBOX, DICTIONARIES, shared.AUDIT, shared.JOBS)),
    ),
    roles=(Role.ADMINISTRATOR,),
    left_out={"visits": "told to experts", "reviews": "told to experts"},
)
