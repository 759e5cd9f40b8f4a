"""Vocabulary of lists."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reach(TextChoices):
    """Who finds a saved view in the list."""

    MINE = "mine", _("Mine alone")
    UNION = "union", _("My union's")
    ALL = "all", _("Everyone's")
