"""Vocabulary of the outbox."""

from django.db.models import TextChoices
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
