"""Registers the work of studios."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudiosConfig(AppConfig):
    """The app of studios, calls and applications."""

    name = "studios"
    verbose_name = _("Studios and applications")

    def ready(self) -> None:
        """Say what happens to studios and cases when a union merges or closes, and offer the work in the navigation."""
        from studios.actions.successions import follow_name, hand_over_work, holds_work  # noqa: PLC0415 - models must be loaded
        from studios.choices.reviews import PaperKind  # noqa: PLC0415
        from studios.documents.samples import add_sample  # noqa: PLC0415
        from studios.forms.application.case_form import sample_case_form  # noqa: PLC0415
        from studios.forms.sheets.registers import offer_registers  # noqa: PLC0415
        from studios.ui import navigation  # noqa: PLC0415
        from studios.ui.bulk.lists import offer_lists  # noqa: PLC0415
        from studios.ui.jobs import register_tasks  # noqa: PLC0415
        from studios.ui.selections import register_sources  # noqa: PLC0415
        from unions.actions.successions import register  # noqa: PLC0415

        register("studios", holds=holds_work, hand_over=hand_over_work, follow_name=follow_name)
        register_tasks()
        register_sources()
        offer_registers()
        offer_lists()
        add_sample(PaperKind.CASE_FORM, sample_case_form)
        navigation.register_items()
