"""The jobs of the studios in words."""

from django.utils.translation import gettext_lazy as _

from unions.ui.jobs import name_tasks


def register_tasks() -> None:
    """Name them once; called when the application is ready."""
    name_tasks(
        {
            "studios.expire_drafts": _("Let drafts expire whose date has passed"),
            "studios.make_form_pdf": _("Set the application form as PDF"),
            "studios.remind_desks": _("Remind desks of cases that wait long"),
            "studios.write_paper": _("Write a paper"),
            "studios.tell_overdue": _("Tell both sides of dates that passed"),
        }
    )
