"""What a signed-in account has to do before anything else."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from unions.models import Account

PASSED = "second_step_of"
# Whoever came in by a code knows no password, so cannot be asked to change it; such an account holds no appointment.
BY_CODE = "came_by_code"
EVERY_LEVEL = "*"

SIGN_IN_PAGE = "account_login"
PASSWORD_PAGE = "account_change_password"  # noqa: S105 - a page's name
ENROLMENT_PAGE = "mfa_activate_totp"
PASSWORD_PAGES = frozenset({PASSWORD_PAGE, "account_logout"})
SECOND_STEP_PAGES = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        ENROLMENT_PAGE,
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
    }
)


def needs_second_step(account: Account) -> bool:
    """Whether any appointment in force asks for a one-time code (settings.TOTP_REQUIRED)."""
    return any(
        levels == EVERY_LEVEL or grant.level in levels
        for grant in account.scope.grants
        if (levels := settings.TOTP_REQUIRED.get(grant.role))
    )


def passed_second_step(account: Account, session: SessionBase) -> bool:
    """Whether this very session gave a code or enrolled; another session of the account does not count."""
    return session.get(PASSED) == account.pk


def page_owed(account: Account, session: SessionBase, page: str) -> str:
    """The name of the page to be sent to instead of this one; empty where nothing is owed."""
    if account.must_change_password and session.get(BY_CODE) != account.pk:
        return "" if page in PASSWORD_PAGES else PASSWORD_PAGE
    if page in SECOND_STEP_PAGES or not settings.TOTP_REQUIRED or not needs_second_step(account):
        return ""
    if passed_second_step(account, session):
        return ""
    is_enrolled = get_adapter().is_mfa_enabled(account, [Authenticator.Type.TOTP])
    return SIGN_IN_PAGE if is_enrolled else ENROLMENT_PAGE
