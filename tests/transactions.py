"""A test is one transaction; what notes once a transaction is told where the next one would begin."""

from django.db import connection


def new_transaction() -> None:
    """Let what follows count as a transaction of its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lingxian.wide_change', '', true), set_config('lingxian.studio_change', '', true)"
        )
