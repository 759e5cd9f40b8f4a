"""Time the pages that need no choice, in process: the public's, and those of a clerk of the topmost union."""

import time
from collections.abc import Iterable, Iterator
from statistics import median
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.models import Count
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from studios.models import Call, Studio
from unions import clock
from unions.choices.people import Role
from unions.models import Appointment

RUNS = 5
OK = 200
# Sign-in pages are bound to their limits, and the administration is Django's own.
LEFT_OUT = ("accounts/", "admin/", "en/")


class Command(BaseCommand):
    """Print milliseconds (median and longest), queries and size of each page."""

    help = __doc__

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Time the pages on the database as it is."""
        clerk = Appointment.objects.in_force(clock.today()).filter(role=Role.CLERK).order_by("union__path").first()
        if clerk is None:
            raise CommandError("There is no demo city here yet: run make demo first.")
        public, desk = Client(), Client()
        desk.force_login(clerk.account)
        self.stdout.write(f"{'median':>9}{'longest':>9}{'queries':>9}{'kB':>7}  page")
        for address in addresses():
            client = desk if is_private(public, address) else public
            self.stdout.write(line(client, address))


def addresses() -> list[str]:
    """Return the address of every page without parameters, with the first studio's page and a search besides."""
    found = [f"/{route}" for route in routes(get_resolver().url_patterns) if not route.startswith(LEFT_OUT)]
    if studio := Studio.objects.public().order_by("pk").first():
        found += [f"/studios/{studio.number}/", "/studios/?q=焊接"]
    scored = Call.objects.annotate(cases=Count("applications__assignments__sheet")).order_by("-cases", "pk").first()
    if scored and scored.cases:
        found.append(reverse("call_board", args=[scored.pk]))
    return sorted(set(found))


def routes(patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Walk the address table for routes that take no parameter."""
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if "<" in route or "(" in route or "^" in route:
            continue
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def is_private(public: Client, address: str) -> bool:
    """Say whether the public does not get a page."""
    return public.get(address).status_code != OK


def line(client: Client, address: str) -> str:
    """Time one page and return its line; one that does not answer with a page says what it answers."""
    # The first request warms up and is counted; the timed ones run without the counting.
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        size = length(answer)
    # Counted at once: the next request empties the log.
    queries = len(captured)
    if answer.status_code != OK:
        return f"{answer.status_code:>9}{'':>25}  {address}"
    times = [milliseconds(client, address) for _run in range(RUNS)]
    return f"{median(times):>6.1f} ms{max(times):>6.1f} ms{queries:>9}{size / 1000:>7.1f}  {address}"


def milliseconds(client: Client, address: str) -> float:
    """Time one request to the last byte of its answer."""
    begin = time.perf_counter()
    length(client.get(address))
    return (time.perf_counter() - begin) * 1000


def length(response: HttpResponseBase) -> int:
    """Return the bytes of an answer, read to its end."""
    return sum(len(part) for part in response)
