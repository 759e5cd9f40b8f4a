"""How rows are ordered so that the database reads as few of them as it can."""

from django.db.models import Func, OrderBy


def sorted_last(order: OrderBy, *others: str) -> tuple[OrderBy | str, ...]:
    """The same order, hidden from the database's planner: rows are found first, by what they must fit, then sorted.

    It would rather walk through the whole table in this order until enough rows fit, which takes long where few do.
    """
    hidden = order.copy()
    hidden.set_source_expressions([Func(order.expression, function="GREATEST")])
    return hidden, *others
