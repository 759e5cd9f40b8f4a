"""Creates, edits, deactivates accounts, resets passwords and ends sessions, for administrators of their subtree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from unions import clock
from unions.actions.appointments import make_appointment
from unions.actions.audit import record
from unions.actions.messages import send_messages
from unions.actions.sessions import end_sessions
from unions.choices.audit import Verb
from unions.choices.people import Language
from unions.errors import Refusal
from unions.models import Account, Appointment, Union
from unions.permissions import refuse_oneself, refuse_unless_keeps, refuse_unless_keeps_account
from unions.queries.accounts import union_of
from unions.values.one_time import one_time_password
from unions.values.usernames import username_from

USERNAME_TAKEN = _("Another account has this username.")
MOBILE_TAKEN = _("Another account has this mobile number.")


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed to a person once: the account and its one-time password, which is kept nowhere."""

    account: Account
    password: str
    appointments: tuple[Appointment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """An appointment to be made together with an account."""

    union: Union
    role: str
    starts_on: date
    ends_on: date | None = None


@transaction.atomic
def create_account(
    *,
    by: Account | None,
    name: str,
    username: str = "",
    mobile: str = "",
    email: str = "",
    home: Union | None = None,
    language: str = Language.CHINESE,
    posts: Iterable[Post] = (),
) -> Slip:
    """Make an account with its first appointments; without a username the name's pinyin serves."""
    posts = tuple(posts)
    _refuse_home(home, posts, by)
    account = Account(name=name, mobile=mobile or None, email=email, home=home, language=language)
    account.username = username or free_username(name)
    password = _give_password(account)
    _refuse_taken(account)
    _save(account)
    union = home or (posts[0].union if posts else None)
    record(Verb.ACCOUNT_CREATED, by=by, subject=account, union=union)
    made = [_appoint(account, post, by) for post in posts]
    return Slip(account, password, tuple(made))


@transaction.atomic
def edit_account(
    account: Account,
    *,
    by: Account,
    name: str,
    mobile: str = "",
    email: str = "",
    home: Union | None = None,
    language: str = Language.CHINESE,
) -> Account:
    """Change what an administrator may change of an account; the same again changes nothing."""
    row = _lock(account, by)
    before = _shown(row)
    if home and home.pk != row.home_id:
        refuse_unless_keeps(by, home)
    row.name, row.mobile, row.email, row.home, row.language = name, mobile or None, email, home, language
    changed = sorted(field for field, value in _shown(row).items() if value != before[field])
    if not changed:
        return row
    _refuse_taken(row)
    _save(row)
    record(Verb.ACCOUNT_EDITED, by=by, subject=row, union=union_of(row), details={"fields": changed})
    return row


@transaction.atomic
def reset_password(account: Account, *, by: Account | None) -> Slip:
    """Give a one-time password that must be changed at the next sign-in; all sessions end."""
    row = _lock(account, by)
    if by:
        refuse_oneself(by, row)
    if not row.is_active:
        raise Refusal(_("This account may not sign in. Reactivate it first."))
    password = _give_password(row)
    row.save(update_fields=["password", "must_change_password", "password_changed_at"])
    end_sessions(row, by=by)
    record(Verb.ACCOUNT_PASSWORD_RESET, by=by, subject=row, union=union_of(row))
    _tell(row, _("An administrator reset your password. If you did not ask for it, tell your union."))
    return Slip(row, password, tuple(row.appointments.open(clock.today()).select_related("union")))


@transaction.atomic
def deactivate_account(account: Account, *, by: Account) -> Account:
    """Stop an account from signing in; its sessions end, its appointments rest. Nobody does this to himself."""
    row = _lock(account, by)
    refuse_oneself(by, row)
    if row.is_active:
        row.is_active = False
        row.save(update_fields=["is_active"])
        end_sessions(row, by=by)
        record(Verb.ACCOUNT_DEACTIVATED, by=by, subject=row, union=union_of(row))
    return row


@transaction.atomic
def reactivate_account(account: Account, *, by: Account) -> Account:
    """Let an account sign in again."""
    row = _lock(account, by)
    if not row.is_active:
        row.is_active = True
        row.save(update_fields=["is_active"])
        record(Verb.ACCOUNT_REACTIVATED, by=by, subject=row, union=union_of(row))
        _tell(row, _("Your account may sign in again."))
    return row


@transaction.atomic
def end_account_sessions(account: Account, *, by: Account, only: int | None = None) -> int:
    """End one session of an account, or all of them; answers how many."""
    return end_sessions(_lock(account, by), by=by, only=only)


def free_username(name: str, taken: Iterable[str] = ()) -> str:
    """A username from the name's pinyin that nobody has."""
    stem = username_from(name, set())
    held = set(Account.objects.filter(username__startswith=stem).values_list("username", flat=True))
    return username_from(name, held | set(taken))


def _lock(account: Account, by: Account | None) -> Account:
    rows = Account.objects.select_for_update(no_key=True, of=("self",)).select_related("home")
    row = rows.get(pk=account.pk)
    if by:
        refuse_unless_keeps_account(by, row)
    return row


def _appoint(account: Account, post: Post, by: Account | None) -> Appointment:
    return make_appointment(
        account, by=by, union=post.union, role=post.role, starts_on=post.starts_on, ends_on=post.ends_on
    )


def _give_password(account: Account) -> str:
    password = one_time_password()
    account.set_password(password)
    account.must_change_password, account.password_changed_at = True, clock.now()
    return password


def _shown(account: Account) -> dict[str, object]:
    fields = ("name", "mobile", "email", "home_id", "language")
    return {field: getattr(account, field) for field in fields}


def _refuse_home(home: Union | None, posts: tuple[Post, ...], by: Account | None) -> None:
    if home is None and not posts and by is not None:
        raise Refusal(_("Name the home union or an appointment, otherwise nobody keeps this account."), field="home")
    if home and by:
        refuse_unless_keeps(by, home)


def _refuse_taken(account: Account) -> None:
    others = Account.objects.exclude(pk=account.pk)
    if others.filter(username__iexact=account.username).exists():
        raise Refusal(USERNAME_TAKEN, field="username")
    if account.mobile and others.filter(mobile=account.mobile).exists():
        raise Refusal(MOBILE_TAKEN, field="mobile")


def _save(account: Account) -> None:
    """Two administrators at once: the database's constraint decides, its answer is the same sentence."""
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        by_mobile = "mobile" in str(error)
        raise Refusal(
            MOBILE_TAKEN if by_mobile else USERNAME_TAKEN, field="mobile" if by_mobile else "username"
        ) from error


def _tell(account: Account, sentence: object) -> None:
    send_messages([account], lambda: str(sentence), url="/desk/")
