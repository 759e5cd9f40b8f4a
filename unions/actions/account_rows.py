"""Creates the accounts of pasted rows, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from unions.actions.accounts import Post, Slip, create_account
from unions.models import Account, Union


@dataclass(slots=True, kw_only=True)
class NewAccount:
    """One person of the rows; `line` is the first row that names the person."""

    line: int
    name: str
    mobile: str
    username: str
    posts: list[Post]

    @property
    def home(self) -> Union | None:
        """A grassroots union at which the person is appointed is the home."""
        return next((p.union for p in self.posts if p.union.is_grassroots), None)


@transaction.atomic
def create_accounts(rows: Sequence[NewAccount], *, by: Account) -> list[Slip]:
    """Accounts with their appointments and one-time passwords; typed usernames first, made ones around them."""
    made = {}
    for row in sorted(rows, key=lambda r: (not r.username, r.line)):
        made[row.line] = create_account(
            by=by, name=row.name, mobile=row.mobile, username=row.username, home=row.home, posts=row.posts
        )
    return [made[line] for line in sorted(made)]
