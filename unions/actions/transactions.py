"""One transaction for a whole action; what the database decides between two people becomes a sentence."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction

from unions.errors import Refusal

P = ParamSpec("P")
R = TypeVar("R")
# Serialization failure and deadlock: the database asks to try again. Nothing else is tried twice.
RETRIED = ("40001", "40P01")
PAUSES = (0.02, 0.1, 0.4)
log = logging.getLogger(__name__)


def one_transaction(action: Callable[P, R]) -> Callable[P, R]:
    """Run the action in one transaction, again when the database ended it for the sake of another.

    Within a transaction of the caller it takes part in that one, which alone can be begun anew.
    """
    whole = transaction.atomic(action)

    @wraps(action)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        for pause in () if connection.in_atomic_block else PAUSES:
            try:
                return whole(*args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", None) not in RETRIED:
                    raise
                log.warning("tried again: %s", getattr(action, "__name__", "step"))
                time.sleep(pause)
        return whole(*args, **kwargs)

    return wrapper


@contextmanager
def refusing(constraint: str, refusal: Refusal) -> Iterator[None]:
    """Answer with the refusal when this constraint decides between two people at once."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", None) != constraint:
            raise
        raise refusal from error
