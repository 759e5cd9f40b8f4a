"""The jobs of the studios in words."""

from django.utils.translation import gettext_lazy as _

from unions.ui.jobs import name_tasks


def register_tasks() -> None:
    """Name them once; called when the application is ready."""
    name_tasks(
        {
            "studios.expire_drafts": _("Let drafts expire whose date has passed"),
            "studios.make_form_pdf": _("Set the application form as PDF"),
        }
    )
