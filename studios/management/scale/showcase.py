"""Lets the database work out what the public list and the search read."""

import time
from collections.abc import Callable

from studios.management.scale.databases import connect


def fill_showcase(name: str, told: Callable[[str], None]) -> None:
    """Rebuild every summary of the showcase from the register."""
    begin = time.monotonic()
    with connect(name) as server:
        server.execute("SET synchronous_commit = off; SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'")
        server.execute("ANALYZE")
        if server.execute("SELECT to_regproc('rebuild_showcase')").fetchone() != (None,):
            server.execute("SELECT rebuild_showcase()")
    told(f"showcase: {time.monotonic() - begin:.1f} s")
