"""Vocabulary of the outbox."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MailingState(TextChoices):
    """A bulk message is drafted, then sent or thrown away."""

    DRAFT = "draft", pgettext_lazy("bulk message", "Draft")
    SENT = "sent", pgettext_lazy("bulk message", "Sent")
    DISCARDED = "discarded", pgettext_lazy("bulk message", "Discarded")

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {"draft": "amber", "sent": "green", "discarded": ""}[self.value]


class MailState(TextChoices):
    """Where the e-mail of a message stands."""

    NONE = "none", _("In the application only")
    WAITING = "waiting", pgettext_lazy("e-mail", "Waiting")
    SENT = "sent", _("E-mailed")
    FAILED = "failed", _("Not delivered")

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {"none": "", "waiting": "blue", "sent": "green", "failed": "danger"}[self.value]


class MailRhythm(TextChoices):
    """When an account is written to by e-mail; messages in the application come at once whatever it chooses."""

    AT_ONCE = "at_once", _("Each message at once")
    DAILY = "daily", _("One e-mail a day with all that is unread")
    NEVER = "never", _("No e-mail")
