"""Finds the account behind what was typed, and checks its password."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.core.exceptions import ValidationError

from unions.models import Account
from unions.values.mobiles import normalise_mobile
from unions.values.usernames import normalise_username


def find_account(typed: str) -> Account | None:
    """The account with this username (any case, full-width too) or mobile (any writing)."""
    for field, normalise in (("username", normalise_username), ("mobile", normalise_mobile)):
        try:
            wanted = normalise(typed)
        except ValidationError:
            continue
        return Account.objects.filter(**{field: wanted}).first()
    return None


class AccountBackend(AuthenticationBackend):
    """One kind of identifier for the library; an account that is closed fails like a wrong password."""

    def _authenticate_by_username(self, username: str, password: str) -> Account | None:
        return self._check_password(find_account(username), password)

    @classmethod
    def _stash_user(cls, user: Any) -> None:  # noqa: ARG003 - the library's signature
        """Keep no account that may not sign in: its answer is the one of a wrong password."""
        return
