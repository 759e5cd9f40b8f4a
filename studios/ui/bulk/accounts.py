"""Accounts that may no longer sign in, may again, or are signed out everywhere."""

from collections.abc import Callable, Sequence
from functools import partial

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.ui.bulk.acts import BulkAct, Done, Refusals, Work, done_for, one_by_one
from unions.actions.accounts import deactivate_account, end_account_sessions, reactivate_account
from unions.choices.people import Role
from unions.errors import Sentence
from unions.models import Account
from unions.permissions import NOT_YOUR_ACCOUNT, YOURSELF, keeps_account

ADMINISTRATORS = (Role.ADMINISTRATOR,)


def mark_of(account: Account) -> str:
    """What is noticed when it changes: whether the account may sign in, its home and its appointments."""
    posts = (str(post.pk) for post in account.open_appointments)  # type: ignore[attr-defined]  # the list reads them
    return ".".join((str(int(account.is_active)), str(account.home_id), *posts))


def _not_to_deactivate(account: Account, by: Account) -> Sentence:
    if account.pk == by.pk:
        return YOURSELF
    if not keeps_account(by, account):
        return NOT_YOUR_ACCOUNT
    return "" if account.is_active else _("This account may not sign in as it is.")


def _not_to_reactivate(account: Account, by: Account) -> Sentence:
    if not keeps_account(by, account):
        return NOT_YOUR_ACCOUNT
    return _("This account may sign in already.") if account.is_active else ""


def _not_to_sign_out(rows: Sequence[Account], by: Account) -> Refusals:
    """Whose sessions are not ended; who has none is asked once for all."""
    signed_in = set(UserSession.objects.filter(user__in=rows).values_list("user", flat=True))
    notes = {row.pk: _not_your_session(row, by) for row in rows}
    return {
        pk: note or _("This account is signed in nowhere.") for pk, note in notes.items() if note or pk not in signed_in
    }


def _not_your_session(account: Account, by: Account) -> Sentence:
    if account.pk == by.pk:
        return _("This is your own account. End its sessions on its own page.")
    return "" if keeps_account(by, account) else NOT_YOUR_ACCOUNT


def _act(action: Callable[..., object], work: Work) -> Done:
    return done_for(work, lambda row: action(row, by=work.by))


DEACTIVATE = BulkAct(
    key="deactivate",
    label=gettext_lazy("Deactivate"),
    effect=gettext_lazy(
        "These people are signed out at once and may not sign in again. Appointments rest; nothing is deleted."
    ),
    refusals=one_by_one(_not_to_deactivate),
    run=partial(_act, deactivate_account),
    roles=ADMINISTRATORS,
    kind="danger",
)
REACTIVATE = BulkAct(
    key="reactivate",
    label=gettext_lazy("Reactivate"),
    effect=gettext_lazy("These people may sign in again with their old passwords; each is told."),
    refusals=one_by_one(_not_to_reactivate),
    run=partial(_act, reactivate_account),
    roles=ADMINISTRATORS,
)
SIGN_OUT = BulkAct(
    key="sign_out",
    label=gettext_lazy("End all sessions"),
    effect=gettext_lazy("These people are signed out wherever they are; they may sign in again."),
    refusals=_not_to_sign_out,
    run=partial(_act, end_account_sessions),
    roles=ADMINISTRATORS,
)
