"""Checks the audit record's chain."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from unions.queries.audit import verify_chain


class Command(BaseCommand):
    """Walks the chain, names the first bad row and ends with 1 if there is one."""

    help = "Walk the audit record's chain and name the first bad row."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the last hash too: kept elsewhere, it shows a record that was replaced whole."""
        chain = verify_chain()
        if chain.fault:
            message = f"Row {chain.bad_position} {chain.fault}. {chain.count} rows before it are whole."
            raise CommandError(message, returncode=1)
        self.stdout.write(f"{chain.count} rows, the chain is whole. Last hash {chain.last_hash}")
