"""Founds the first union and its administrator."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from unions import clock
from unions.actions.accounts import Post, create_account
from unions.actions.reference import load_reference
from unions.actions.unions import found_union
from unions.choices.people import Role
from unions.choices.tree import Level, UnionKind
from unions.errors import Refusal
from unions.values.text import clean_line
from unions.values.usernames import normalise_username


class Command(BaseCommand):
    """Begins a real installation; refuses where a union stands at the top already."""

    help = "Found the first union and its administrator; prints a one-time password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--union", required=True, help="name of the federation at the top of the tree")
        parser.add_argument("--code", required=True, help="two to six letters, for example DL")
        parser.add_argument("--admin", required=True, help="username of the administrator")
        levels = [level for level in Level.values if level != Level.UNIT]
        parser.add_argument("--level", default=Level.CITY.value, choices=levels, help="level of the union")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            slip = self._begin(options)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write(f"Username: {slip.account.username}\nOne-time password: {slip.password}")
        self.stdout.write("It must be changed at the first sign-in. It is kept nowhere.")

    @transaction.atomic
    def _begin(self, options: dict[str, Any]) -> Any:
        load_reference()
        name, username = clean_line(options["union"])[:80], normalise_username(options["admin"])
        facts = {"kind": UnionKind.FEDERATION, "level": options["level"]}
        union = found_union(by=None, parent=None, code=options["code"], name=name, **facts)
        post = Post(union=union, role=Role.ADMINISTRATOR, starts_on=clock.today())
        return create_account(by=None, name=username, username=username, posts=[post])
