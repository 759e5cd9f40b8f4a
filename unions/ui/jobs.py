"""Jobs in words."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from unions import clock
from unions.choices.jobs import TASKS, JobState
from unions.errors import Sentence

_names: dict[str, Sentence] = dict(TASKS)


def name_tasks(names: Mapping[str, Sentence]) -> None:
    """Say in words what an app's tasks do; called when the application is ready."""
    _names.update(names)


def name_of(job: Any) -> str:
    """What the job does."""
    return words_of(job.task_name)


def words_of(name: str) -> str:
    """What the task of this name does."""
    return str(_names.get(name, name))


def state_of(job: Any) -> JobState:
    """The state with its label and tone."""
    return JobState(job.status)


def elapsed(job: Any) -> str:
    """Time from start to end, or until now."""
    if job.started_at is None:
        return ""
    seconds = max(0, round(((job.ended_at or clock.now()) - job.started_at).total_seconds()))
    if seconds < 60:
        return _("%(seconds)s s") % {"seconds": seconds}
    return _("%(minutes)s min %(seconds)s s") % {"minutes": seconds // 60, "seconds": seconds % 60}


def progress_of(job: Any) -> str:
    """How many of how many are done; nothing for a job that does not count."""
    return f"{job.done} / {job.total}" if job.total else ""


def result_of(job: Any) -> str:
    """What the job answered, or after how many tries it was given up."""
    if job.status == JobState.FAILED:
        return job.result_text or _("Given up after %(count)s tries") % {"count": job.attempts}
    return job.result_text or ""


def is_stopping(job: Any) -> bool:
    """Whether a job at work was asked to stop."""
    return job.status == JobState.DOING and job.abort_requested


def may_cancel(job: Any) -> bool:
    """Whether a cancel button has something to do."""
    return "by" in job.args and not state_of(job).is_over and not is_stopping(job)


def rhythm(cron: str) -> str:
    """How often the clock starts a task; the hour of daily work is the office's, the queue counts in UTC."""
    minute, hour = cron.split()[:2]
    if hour != "*":
        at = datetime.combine(clock.today(), time(int(hour), int(minute)), UTC)
        return _("daily at %(time)s") % {"time": f"{localtime(at):%H:%M}"}
    if minute == "*":
        return _("every minute")
    return _("every %(count)s minutes") % {"count": minute.removeprefix("*/")}
