"""Times one page in process: to the last byte, its queries, and its SQL alone."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from statistics import quantiles

from django.db import DatabaseError, connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studios.management.bench.pages import Goal, Page

OK, NOT_MODIFIED = 200, 304
SORTS = re.compile(r'aria-sort[^>]*><a href="[^"]*[?&;]sort=-?([\w]+)')
SELECTS = re.compile(r'<select name="(\w+)"[^>]*>(.*?)</select>', re.DOTALL)
OPTION = re.compile(r'<option value="([^"]+)"')
SEARCHES = re.compile(r'<input type="search" name="(\w+)"')
WORDS_OF = {"unit": "机械", "county": "澜州"}
FEW = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """What a page took: milliseconds at the median and for nineteen of twenty, queries, their time alone, bytes.

    `again` is the median for a reader who has the page already and asks by its ETag; 0 where there is none.
    """

    status: int
    p50: float = 0
    p95: float = 0
    queries: int = 0
    sql: float = 0
    size: int = 0
    again: float = 0

    @property
    def is_page(self) -> bool:
        """Whether there was a page to time."""
        return self.status == OK

    def meets(self, goal: Goal) -> bool:
        """Whether every goal is met."""
        return (
            self.p50 <= goal.ms
            and (goal.queries is None or self.queries <= goal.queries)
            and (goal.kilobytes is None or self.size / 1000 <= goal.kilobytes)
        )


def measure(client: Client, address: str, runs: int) -> Figures:
    """Time one address: the first request warms up, the second is counted, the others are timed without counting."""
    if (status := client.get(address).status_code) != OK:
        return Figures(status)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        size = length(answer)
    statements = [query["sql"] for query in captured.captured_queries]
    times = sorted(milliseconds(lambda: length(client.get(address))) for _run in range(runs))
    p95 = quantiles(times, n=20, method="inclusive")[-1] if runs > 1 else times[-1]
    again = by_etag(client, address, answer.headers.get("ETag", ""), runs)
    return Figures(status, times[len(times) // 2], p95, len(statements), sql_alone(statements), size, again)


def by_etag(client: Client, address: str, etag: str, runs: int) -> float:
    """Time what a reader gets who has the page already; 0 when the page is sent anew."""
    headers = {"If-None-Match": etag}
    if not etag or client.get(address, headers=headers).status_code != NOT_MODIFIED:
        return 0
    return sorted(milliseconds(lambda: client.get(address, headers=headers)) for _run in range(runs))[runs // 2]


def variations(client: Client, page: Page) -> Iterator[str]:
    """Yield the addresses of a list under each of its sorts (both ways), each filter and each search."""
    html = client.get(page.address).content.decode()
    for key in dict.fromkeys(SORTS.findall(html)):
        yield f"{page.address}?sort={key}"
        yield f"{page.address}?sort=-{key}"
    for name, options in SELECTS.findall(html):
        if name != "size":
            yield from (f"{page.address}?{name}={unescape(value)}" for value in OPTION.findall(options)[:6])
    for name in SEARCHES.findall(html):
        yield f"{page.address}?{name}={WORDS_OF.get(name, '焊接')}"
        yield f"{page.address}?{name}=查无此事"


def worst(client: Client, page: Page) -> tuple[str, Figures] | None:
    """Return the slowest variation of a list, each timed a few times."""
    taken = {address: milliseconds(lambda a=address: length(client.get(a))) for address in variations(client, page)}
    # What was slow may only have been cold: the slowest few are timed again.
    slow = sorted(taken, key=taken.__getitem__)[-FEW:]
    found = [(address, measure(client, address, FEW)) for address in slow]
    return max(found, key=lambda pair: pair[1].p50, default=None)


def bare(runs: int) -> float:
    """Time the emptiest view there is, behind the same middleware."""
    return measure(Client(), reverse("healthz"), runs).p50


def sql_alone(statements: list[str]) -> float:
    """Add up what the statements take when nothing else runs."""
    return sum(milliseconds(lambda s=statement: _execute(s)) for statement in statements)


def _execute(statement: str) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()
    except DatabaseError:
        return


def milliseconds(work: Callable[[], object]) -> float:
    """Time one piece of work."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def length(response: HttpResponseBase) -> int:
    """Return the bytes of an answer, read to its end."""
    return sum(len(part) for part in response)
