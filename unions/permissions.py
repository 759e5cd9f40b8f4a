"""Who may change the tree, accounts and appointments; `refuse_…` says why not."""

from django.utils.translation import gettext_lazy as _

from unions import clock
from unions.choices.lists import Reach
from unions.choices.people import Role
from unions.errors import Forbidden
from unions.models import Account, SavedView, Union

NOT_YOUR_UNION = _("Only an administrator of this union or of one above it may do this.")
NOT_ABOVE = _("Only an administrator of a union above may do this; your appointment ends at this union.")
NOT_YOUR_ACCOUNT = _(
    "This account also belongs to a union beyond your appointment. An administrator of the union above keeps it."
)
NOT_YOUR_CALENDAR = _("The calendar binds all unions; staff of the highest union here keep it.")
YOURSELF = _("This is your own account. Another administrator has to do this.")


def keeps(by: Account, union: Union) -> bool:
    """Whether an administrator's appointment reaches this union."""
    return by.scope.covers(union, Role.ADMINISTRATOR)


def keeps_above(by: Account, union: Union) -> bool:
    """Whether an administrator's appointment reaches the union above this one."""
    above = union.path_above
    return bool(above) and any(g.role == Role.ADMINISTRATOR and above.startswith(g.path) for g in by.scope.grants)


def keeps_root(by: Account) -> bool:
    """Whether an administrator's appointment stands at the root of the tree."""
    return any(path.count(".") == 1 for path in by.scope.paths((Role.ADMINISTRATOR,)))


def keeps_account(by: Account, account: Account) -> bool:
    """Whether home and every open appointment lie within the administrator's reach."""
    if (account.is_superuser or account.is_staff) and not keeps_root(by):
        return False
    known = getattr(account, "open_appointments", None)
    posts = account.appointments.open(clock.today()).select_related("union") if known is None else known
    unions = [post.union for post in posts]
    if account.home:
        unions.append(account.home)
    return all(keeps(by, union) for union in unions) and (bool(unions) or keeps_root(by) or _once_kept(by, account))


def _once_kept(by: Account, account: Account) -> bool:
    return Account.objects.administered_by(by).filter(pk=account.pk).exists()


def refuse_unless_keeps(by: Account, union: Union) -> None:
    """403 where the administrator's reach ends."""
    if not keeps(by, union):
        raise Forbidden(NOT_YOUR_UNION)


def refuse_unless_keeps_above(by: Account, union: Union) -> None:
    """403 for changes that need an administrator of the union above."""
    if not keeps_above(by, union):
        raise Forbidden(NOT_ABOVE if keeps(by, union) else NOT_YOUR_UNION)


def refuse_unless_keeps_account(by: Account, account: Account) -> None:
    """403 for accounts with an appointment or home beyond reach."""
    if not keeps_account(by, account):
        raise Forbidden(NOT_YOUR_ACCOUNT)


def refuse_oneself(by: Account, account: Account) -> None:
    """403 for what nobody does to the own account."""
    if by.pk == account.pk:
        raise Forbidden(YOURSELF)


def keeps_calendar(by: Account) -> bool:
    """Whether a clerk's, chair's or administrator's appointment stands at the root: working days bind everybody."""
    return any(path.count(".") == 1 for path in by.scope.paths((Role.CLERK, Role.CHAIR, Role.ADMINISTRATOR)))


def refuse_unless_keeps_calendar(by: Account) -> None:
    """403 for everybody but the root union's own staff."""
    if not keeps_calendar(by):
        raise Forbidden(NOT_YOUR_CALENDAR)


def shares_within(by: Account, union: Union) -> bool:
    """Whether saved views may be kept for everybody of this very union."""
    return by.scope.holds(union, Role.CLERK, Role.CHAIR, Role.ADMINISTRATOR)


def shares_with_everyone(by: Account) -> bool:
    """Whether saved views may be kept for every account: the root union's own staff, as with the calendar."""
    return keeps_calendar(by)


def changes_view(by: Account, view: SavedView) -> bool:
    """Whoever made a saved view, and those who may keep such ones for its union or for everyone."""
    if view.account_id == by.pk:
        return True
    if view.reach == Reach.UNION and view.union is not None:
        return shares_within(by, view.union)
    return view.reach == Reach.ALL and shares_with_everyone(by)
