"""Objections as sheets of a package: words for the handling desk, course or outcome for others, nobody who objects.

The objector's identity is never exported (domain rules §2).
"""

import re
from collections.abc import Callable
from enum import IntEnum
from functools import reduce

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from studios.models import Application, Call, Objection
from studios.permissions import handles_objections_of
from studios.values.packing.sheets import Sheet, moment_text
from unions.choices.people import DESK_ROLES
from unions.models import Account

STRUCK = "＊＊＊"
MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
SHORTEST_STRUCK = 2


class _Reach(IntEnum):
    """How far an account reads an objection; each holds the ones before."""

    NOTHING = 0
    OUTCOME = 1
    HEARING = 2
    COURSE = 3
    WORDS = 4


def objections_to_case(application: Application, account: Account) -> Sheet:
    """Those to one case, the earliest first."""
    return _sheet(_rows(application.call).filter(application=application), account)


def objections_to_call(call: Call, account: Account) -> Sheet:
    """Those to any case of the call that the account reads, and to the whole list for those in scope."""
    cases = Application.objects.readable_by(account).filter(call=call)
    in_scope = Q(pk__in=Objection.objects.visible_to(account).filter(notice__call=call).values("pk"))
    return _sheet(_rows(call).filter(in_scope | Q(application__in=cases.values("pk"))), account)


def strike_objectors(application: Application) -> Callable[[str], str]:
    """What takes everybody who objects to a case out of a text about it, such as the reason of a step."""
    found = list(Objection.objects.filter(application=application))
    return lambda text: reduce(_without_objector, found, text)


def _rows(call: Call) -> QuerySet[Objection]:
    rows = Objection.objects.filter(notice__call=call).order_by("received_at", "pk")
    return rows.select_related("notice__call__union", "application__union", "application__studio", "application__call")


def _reach(account: Account, objection: Objection) -> _Reach:
    """As its pages show it: to the handling desk, to those in scope of the naming union, to the unit that was asked."""
    call, case = objection.notice.call, objection.application
    if handles_objections_of(account, call, case):
        return _Reach.WORDS
    if account.scope.covers(call.union):
        return _Reach.COURSE
    if case is None:
        return _Reach.NOTHING
    if objection.hearing_at and account.scope.holds(case.union, *DESK_ROLES):
        return _Reach.HEARING
    return _Reach.OUTCOME if objection.settled_at else _Reach.NOTHING


def _sheet(rows: QuerySet[Objection], account: Account) -> Sheet:
    """What the account reads of each, one under the other."""
    head = [_("Number"), pgettext("archive", "Field"), _("Content")]
    found = [(o, reach) for o in rows if (reach := _reach(account, o))]
    return Sheet(
        _("Objections"), head, [[str(o), *pair] for o, reach in found for pair in _course(o, reach) if pair[1]]
    )


def _course(objection: Objection, reach: _Reach) -> list[tuple[str, str]]:
    case = objection.application

    def words(least: _Reach, text: str) -> str:
        return _without_objector(text, objection) if reach >= least else ""

    return [
        (_("Candidate"), f"{case.number} {case.studio.name}" if case else _("The whole list")),
        (_("Came in on"), moment_text(objection.received_at)),
        (_("Channel"), objection.get_channel_display() if reach >= _Reach.COURSE else ""),
        (_("Objection and facts"), words(_Reach.WORDS, objection.text)),
        (_("Reason for accepting it or not"), words(_Reach.COURSE, objection.sift_reason)),
        (_("What the unit is asked"), words(_Reach.HEARING, objection.hearing_text)),
        (_("Reply of the unit"), words(_Reach.HEARING, objection.unit_reply)),
        (_("State"), str(objection.standing.label)),
        (pgettext("objection", "Finding"), words(_Reach.HEARING, objection.finding)),
        (_("Reply to the objector"), words(_Reach.WORDS, objection.reply)),
        (_("Settled on"), moment_text(objection.settled_at)),
    ]


def _without_objector(text: str, objection: Objection) -> str:
    """The words with name and contact of whoever objects struck out, and every mobile number."""
    for said in (objection.objector_name, objection.contact):
        if len(said) >= SHORTEST_STRUCK:
            text = text.replace(said, STRUCK)
    return MOBILE.sub(STRUCK, text)
