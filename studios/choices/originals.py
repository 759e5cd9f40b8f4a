"""Vocabulary of paper originals."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import Stage


class StampOf(TextChoices):
    """Whose stamp a paper bears; the value is the stage at which it is given."""

    UNIT = Stage.UNIT_REVIEW.value, _("Stamp of the unit")
    RECOMMENDER = Stage.RECOMMENDATION.value, _("Stamp of the recommender")
    NAMING = Stage.QUALIFICATION.value, _("Stamp of the naming union")

    @property
    def slot(self) -> str:
        """Where a scan of this stamp is kept that comes by itself, not with the opinion."""
        return {"unit_review": "unit_scan", "recommendation": "recommender_scan"}.get(self.value, "naming_scan")


class Lack(TextChoices):
    """What the stamped paper of a case lacks; the value is used in addresses."""

    NAMING = "naming", _("Copies missing at the naming union")
    RECOMMENDER = "recommender", _("Copies missing at the recommender")
    STAMPS = "stamps", _("A stamp is missing")
    NOTHING = "nothing", _("All copies received")

    @property
    def tone(self) -> str:
        """Colour role of the tag."""
        return "green" if self is Lack.NOTHING else "amber"
