"""Lists the accounts of the demo city with their passwords."""

from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.management.base import BaseCommand, CommandError

from studios.management.demo_city.accounts import EXPERT, PASSWORDS, is_demo_data
from studios.models import Expert
from unions import clock
from unions.models import Account, Appointment

CHANGED = "(changed)"


class Command(BaseCommand):
    """One account a line, tab-separated, no header: username, password, role, union code."""

    help = "List the demo city's accounts: username, password, role, union code. Refuses outside demo data."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_demo_data():
            raise CommandError("This is not the demo city: its accounts are nobody else's to read.")
        known: dict[str, str] = {}
        for post in first_posts():
            password = password_of(post.account, known)
            self.stdout.write(f"{post.account.username}\t{password}\t{post.role}\t{post.union.code}")
        for expert in Expert.objects.exclude(account=None).select_related("account", "union").order_by("pk"):
            password = password_of(expert.account, known)
            self.stdout.write(f"{expert.account.username}\t{password}\t{EXPERT}\t{expert.union.code}")


def first_posts() -> list[Appointment]:
    """The first appointment in force of every account that may sign in, by the tree and then by role."""
    rows = Appointment.objects.in_force(clock.today()).filter(account__is_active=True)
    first: dict[int, Appointment] = {}
    for post in rows.select_related("account", "union").order_by("pk"):
        first.setdefault(post.account_id, post)
    return sorted(first.values(), key=lambda post: (post.union.code, post.role, post.account.username))


def password_of(account: Account, known: dict[str, str]) -> str:
    """The password of the account's making, while it holds; accounts of one role share a hash, so few are computed."""
    if account.password not in known:
        fitting = (word for word in PASSWORDS.values() if check_password(word, account.password))
        known[account.password] = next(fitting, CHANGED)
    return known[account.password]
