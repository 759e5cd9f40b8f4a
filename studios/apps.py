"""Registers the work of studios."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudiosConfig(AppConfig):
    """The app of studios, calls and applications."""

    name = "studios"
    verbose_name = _("Studios and applications")
