"""Jobs in words."""

from collections.abc import Mapping
from typing import Any

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
    return str(_names.get(job.task_name, job.task_name))


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


def result_of(job: Any) -> str:
    """What the job answered, or after how many tries it was given up."""
    if job.status == JobState.FAILED:
        return job.result_text or _("Given up after %(count)s tries") % {"count": job.attempts}
    return job.result_text or ""
