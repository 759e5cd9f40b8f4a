"""The jobs of the studios in words."""

from django.utils.translation import gettext_lazy as _

from unions.ui.jobs import name_tasks


def register_tasks() -> None:
    """Name them once; called when the application is ready."""
    name_tasks(
        {
            "studios.act_on_rows": _("Act on many selected rows"),
            "studios.check_sheet": _("Check a long sheet"),
            "studios.end_notices": _("End public notices whose last day has passed"),
            "studios.import_ledger": _("Import a ledger"),
            "studios.expire_drafts": _("Let drafts expire whose date has passed"),
            "studios.fold_changes": _("Add up the notes of public changes"),
            "studios.forget_misses": _("Forget what was searched in vain long ago"),
            "studios.make_form_pdf": _("Set the application form as PDF"),
            "studios.make_picture": _("Draw a picture in its sizes"),
            "studios.pack_archive": _("Pack files for the archive"),
            "studios.reconcile_showcase": _("Compare the public list with the register"),
            "studios.remind_before_dates": _("Remind before dates"),
            "studios.remind_desks": _("Remind desks of cases that wait long"),
            "studios.remind_of_days": _("Remind of objections, visits and ends of notices"),
            "studios.remind_of_requests": _("Remind of cooperation requests"),
            "studios.sweep_packages": _("Remove packages whose days are over"),
            "studios.sweep_pictures": _("Clear away pictures without a file"),
            "studios.tell_overdue": _("Tell both sides of dates that passed"),
            "studios.tell_wanting": _("Tell of public notices that want correction"),
            "studios.wipe_practice": _("Wipe a practice call"),
            "studios.write_edits": _("Write an edited sheet"),
            "studios.write_ledger": _("Write an annual ledger"),
            "studios.write_paper": _("Write a paper"),
        }
    )
