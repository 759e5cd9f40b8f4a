"""Does one thing to many rows."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from unions.actions.transactions import one_transaction
from unions.errors import Refusal, Stale


@one_transaction
def act_on_rows(steps: Sequence[tuple[str, Callable[[], Any]]]) -> int:
    """Take all steps or none; each is the row's own action, which checks, records and tells as ever. Answers how many.

    The first refusal names its row and undoes the whole.
    """
    for subject, step in steps:
        try:
            step()
        except Refusal as refusal:
            words = _("%(row)s: %(reason)s Nothing was done.") % {"row": subject, "reason": refusal.message}
            raise (Stale if isinstance(refusal, Stale) else Refusal)(words) from refusal
    return len(steps)
