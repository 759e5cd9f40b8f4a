"""What this installation decides about signing in, where the library's own choice differs."""

from datetime import datetime
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from unions import clock
from unions.actions.passwords import change_password
from unions.models import Account
from unions.sign_in.backends import find_account
from unions.sign_in.stamps import signed_in_at
from unions.values.sealing import seal, unseal

SEEDS = "second-step"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators, never by visitors; tries are counted per account."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Username, mobile or password is not right. Check them and try again."),
        "too_many_login_attempts": _(
            "Too many tries. Wait a quarter of an hour, or ask the administrator of your union for a new password."
        ),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The current password is not right."),
        "rate_limited": _("Too many tries. Wait a quarter of an hour and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count tries per account, however its name is written and whatever host is asked."""
        typed = credentials.get("username") or ""
        account = find_account(typed)
        return f"account:{account.pk}" if account else f"unknown:{typed.strip().lower()}"

    def set_password(self, user: Account, password: str) -> None:
        """Change the password as the domain does: recorded, and no longer forced."""
        change_password(user, password, by=user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On to work; the page of the password has nothing more to say."""
        return settings.LOGIN_REDIRECT_URL

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just signed in need not say the password again."""
        began = signed_in_at(self.request.session)
        return not began or _seconds_since(began) > app_settings.REAUTHENTICATION_TIMEOUT


def _seconds_since(instant: datetime) -> float:
    return (clock.now() - instant).total_seconds()


class MFAAdapter(DefaultMFAAdapter):
    """Second step by one-time codes; its seeds are encrypted where they are stored."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right or was used already. Wait for the next one."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a seed for the database."""
        return seal(text, purpose=SEEDS)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a seed; a seed sealed with another secret key fits no code."""
        return unseal(encrypted_text, purpose=SEEDS) or ""
