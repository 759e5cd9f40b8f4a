"""What the lists and the page of a case read."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from studios.models import Act, Application, ApplicationVersion, ConditionRow, OpinionRecord
from unions import clock

SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Deadline:
    """The date that binds a case now, and how near it is."""

    due_at: datetime | None
    days_left: int | None

    @property
    def tone(self) -> str:
        """Colour role: danger when passed, amber within a week."""
        if self.days_left is None:
            return ""
        if self.days_left < 0:
            return "danger"
        return "amber" if self.days_left <= SOON_DAYS else ""


def deadline(application: Application) -> Deadline:
    """Whole days until the case's date; negative when it has passed."""
    if application.due_at is None:
        return Deadline(None, None)
    seconds = (application.due_at - clock.now()).total_seconds()
    return Deadline(application.due_at, int(seconds // 86400))


def days_waiting(application: Application) -> int:
    """Whole days since the case came to where it is."""
    return (clock.now() - application.state_since).days


def with_case_parts(rows: QuerySet[Application]) -> QuerySet[Application]:
    """The rows of a list with everything its cells show."""
    return rows.select_related("studio", "union", "call", "desk")


def timeline(application: Application) -> list[Act]:
    """Every act, newest first, with opinion, remarks and the version seen."""
    opinions = OpinionRecord.objects.select_related("scan", "version", "union")
    return list(
        application.acts.select_related("desk", "version", "by", "return_note")
        .prefetch_related(Prefetch("opinion_records", queryset=opinions), "return_note__remarks")
        .order_by("-at", "-pk")
    )


def condition_sheet(version: ApplicationVersion | None) -> list[ConditionRow]:
    """The rows of a version's sheet with who looked and who waived."""
    if version is None:
        return []
    rows = version.condition_rows.select_related("condition", "attachment", "looked_by", "waived_by")
    return list(rows.order_by("condition__position"))


def versions_of(application: Application) -> list[ApplicationVersion]:
    """All versions, newest first, with who submitted them."""
    return list(application.versions.select_related("submitted_by").order_by("-number"))
