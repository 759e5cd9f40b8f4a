"""Registers people and authority."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnionsConfig(AppConfig):
    """The app of unions, accounts and authority."""

    name = "unions"
    verbose_name = _("Unions and accounts")

    def ready(self) -> None:
        """Connect sign-in events and navigation; both need the models."""
        from unions.sign_in import events  # noqa: PLC0415 - the one place where imports have to wait
        from unions.ui import menu, own_selections, selections  # noqa: PLC0415 - as above

        events.connect()
        selections.register("unions", own_selections.officers_below)
        menu.register_items()
