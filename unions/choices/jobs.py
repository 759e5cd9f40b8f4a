"""Vocabulary of jobs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    """States of the queue in words."""

    TODO = "todo", _("Waiting")
    DOING = "doing", _("At work")
    SUCCEEDED = "succeeded", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    ABORTED = "aborted", _("Stopped")

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens."""
        return self in ENDED

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {"todo": "", "doing": "blue", "succeeded": "green", "failed": "danger"}.get(self.value, "amber")


# A job in one of these states does nothing more.
ENDED = (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED, JobState.ABORTED)

# Tasks by their registered name; apps above add theirs with `unions.ui.jobs.name_tasks`.
TASKS = {
    "unions.mail_digests": _("Send the day's digests by e-mail"),
    "unions.mail_messages": _("Send messages by e-mail"),
    "unions.recover_stalled_jobs": _("Take back jobs of a worker that ended"),
    "unions.remind_of_calendar": _("Remind of a calendar that is missing"),
    "unions.remove_old_jobs": _("Forget old jobs"),
    "unions.tell_failed_jobs": _("Tell of jobs that were given up"),
    "unions.write_list_sheet": _("Write the Excel of a list"),
}
