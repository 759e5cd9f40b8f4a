"""What a rule may answer instead of acting."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class Refusal(Exception):
    """A rule of the domain says no; `message` is a kind sentence, `field` names the form field it belongs to.

    `see` is the label and address of a page that shows why.
    """

    def __init__(
        self, message: Sentence, *, field: str | None = None, code: str = "", see: tuple[Sentence, str] | None = None
    ) -> None:
        """Keep the sentence for the form."""
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code
        self.see = see


class Stale(Refusal):
    """Somebody else was faster; the answer is 409 with what changed."""


class Forbidden(Exception):
    """Known, but not allowed; the answer is 403 with the reason."""

    def __init__(self, reason: Sentence) -> None:
        """Keep the reason for the page."""
        super().__init__(reason)
        self.reason = reason


class CalendarMissing(Refusal):
    """A day lies in a year whose working days were not entered yet."""

    def __init__(self, year: int) -> None:
        """Say what to do."""
        super().__init__(
            format_lazy(
                _("The working-day calendar of {year} is missing. Enter it on the calendar page, then try again."),
                year=year,
            ),
            code="calendar_missing",
        )
        self.year = year
