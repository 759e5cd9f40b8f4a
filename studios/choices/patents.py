"""Kinds of patent."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PatentKind(TextChoices):
    """What kind of right a patent number stands for."""

    INVENTION = "invention", _("Invention patent")
    UTILITY = "utility", _("Utility model patent")
    DESIGN = "design", _("Design patent")
