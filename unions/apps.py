"""Registers people and authority."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnionsConfig(AppConfig):
    """The app of unions, accounts and authority."""

    name = "unions"
    verbose_name = _("Unions and accounts")
