"""Members who agreed to be named or leave, and pairs of master and apprentice that end, on one day."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.apprenticeships import save_apprenticeship
from studios.actions.consents import give_consent
from studios.actions.members import save_member
from studios.actions.upkeep import NOT_KEEPING, version_of
from studios.choices.showcase import ConsentWay
from studios.models import Apprenticeship, Member
from studios.permissions import keeps_studio
from studios.ui.bulk.acts import CONSENT, ENDING, LEAVING, BulkAct, Done, Work, done_for, one_by_one
from unions import clock
from unions.choices.people import Role
from unions.errors import Sentence
from unions.models import Account


def _not_agreeing(member: Member, account: Account) -> Sentence:
    if note := _not_leaving(member, account):
        return note
    return _("This member has agreed already.") if member.consented_on else ""


def _agree(work: Work) -> Done:
    facts = {"given_on": work.words["given_on"], "how": ConsentWay.WRITING.value, "by": work.by}
    return done_for(work, lambda row: give_consent(row, **facts))


def _not_leaving(member: Member, account: Account) -> Sentence:
    if not keeps_studio(account, member.studio):
        return NOT_KEEPING
    return _("This member has left already.") if member.left_on else ""


def _leave(work: Work) -> Done:
    def step(row: Member) -> Member:
        values = {"joined_on": row.joined_on, "left_on": work.words["left_on"]}
        return save_member(row.studio, values, by=work.by, member=row, version=version_of(row))

    return done_for(work, step)


def _not_ending(pair: Apprenticeship, account: Account) -> Sentence:
    if not keeps_studio(account, pair.studio):
        return NOT_KEEPING
    return _("This pair has ended already.") if pair.ends_on and pair.ends_on <= clock.today() else ""


def _end(work: Work) -> Done:
    def step(row: Apprenticeship) -> Apprenticeship:
        values = {"master": row.master, "starts_on": row.starts_on, "ends_on": work.words["ends_on"]}
        return save_apprenticeship(row.studio, values, by=work.by, apprenticeship=row, version=version_of(row))

    return done_for(work, step)


AGREE = BulkAct(
    key="agree",
    label=gettext_lazy("Record consents"),
    effect=gettext_lazy("These members wrote that they may be named in public. A signed paper is added one by one."),
    refusals=one_by_one(_not_agreeing),
    run=_agree,
    roles=(Role.CLERK,),
    asks=CONSENT,
)
LEAVE = BulkAct(
    key="leave",
    label=gettext_lazy("End membership"),
    effect=gettext_lazy("These members leave their teams on the day below; the entries stay as history."),
    refusals=one_by_one(_not_leaving),
    run=_leave,
    roles=(Role.CLERK,),
    asks=LEAVING,
)
END = BulkAct(
    key="end",
    label=gettext_lazy("End apprenticeship"),
    effect=gettext_lazy("These pairs end with the month below; grades are entered pair by pair."),
    refusals=one_by_one(_not_ending),
    run=_end,
    roles=(Role.CLERK,),
    asks=ENDING,
)
