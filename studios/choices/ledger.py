"""Vocabulary of the ledger's import."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportState(TextChoices):
    """How far an import is."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Not imported")

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {"running": "blue", "done": "green", "failed": "danger"}[self.value]
