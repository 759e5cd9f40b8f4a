"""Lists of many rows: how far they are counted, what may be missing in an order, how far a worker is with them."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model
from django.urls import reverse
from django.utils.http import urlencode

# Rows are counted, and pages offered, up to here: counting every row of a huge list costs more than the list.
MOST_COUNTED = 10_000
# A workbook of more rows takes longer than two seconds: the worker writes it.
MOST_AT_ONCE = 3_000
FOLLOWED = 200


def may_be_missing(model: type[Model], path: str) -> bool:
    """Whether the field at the end of a path, or a link on the way, may be empty."""
    for name in path.split("__"):
        columns = {f.name: f for f in model._meta.concrete_fields} | {"pk": model._meta.pk}
        if name not in columns or columns[name].null:
            return True
        model = columns[name].related_model or model
    return False


def worker_url(address: str) -> str:
    """Where the worker is asked for the sheet at an address."""
    return f"{reverse('list_sheet')}?{urlencode({'address': address})}"


class BoundedPaginator(Paginator):
    """Counts no further than the bound, over keys alone; pages beyond it are left to filters and sorts."""

    @cached_property
    def counted(self) -> int:
        """How many rows there are, one more than the bound when there are more."""
        return self.object_list.order_by().values("pk")[: MOST_COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        """How many rows the pages hold."""
        return min(self.counted, MOST_COUNTED)


def followed(rows: Iterator[Any], total: int, follow: Callable[[int, int], None]) -> Iterator[Any]:
    """The rows, saying every now and then how many are through."""
    for number, row in enumerate(rows):
        if number % FOLLOWED == 0:
            follow(number, total)
        yield row
    follow(total, total)
