"""What a rule may answer instead of acting."""

from django.utils.functional import Promise

Sentence = str | Promise


class Refusal(Exception):
    """A rule of the domain says no; `message` is a kind sentence, `field` names the form field it belongs to."""

    def __init__(self, message: Sentence, *, field: str | None = None, code: str = "") -> None:
        """Keep the sentence for the form."""
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code


class Stale(Refusal):
    """Somebody else was faster; the answer is 409 with what changed."""


class Forbidden(Exception):
    """Known, but not allowed; the answer is 403 with the reason."""

    def __init__(self, reason: Sentence) -> None:
        """Keep the reason for the page."""
        super().__init__(reason)
        self.reason = reason
