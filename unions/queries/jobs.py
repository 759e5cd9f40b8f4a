"""Jobs of the queue as their pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from unions import clock
from unions.choices.jobs import JobState
from unions.models import Account, JobResult
from unions.permissions import keeps_root

ENDS = ("succeeded", "failed", "cancelled", "aborted")
# A job of the clock carries its period; it stands on the page of periodic work.
PERIOD = "timestamp"


def jobs_of(account: Account) -> QuerySet[ProcrastinateJob]:
    """The account's own jobs; for administrators of a root all of its people that the clock did not start."""
    rows = with_facts(ProcrastinateJob.objects.exclude(args__has_key=PERIOD))
    if not keeps_root(account):
        return rows.filter(args__by=account.pk)
    own = Account.objects.administered_by(account).values("pk")
    elsewhere = Account.objects.exclude(pk__in=own).exclude(home=None, appointments=None)
    return rows.exclude(starter__isnull=False, starter__in=elsewhere.values("pk"))


def with_facts(rows: QuerySet[ProcrastinateJob]) -> QuerySet[ProcrastinateJob]:
    """Jobs with instants, progress, result and who started them."""
    return rows.annotate(
        deferred_at=_instant("deferred"),
        started_at=_instant("started"),
        ended_at=_instant(*ENDS),
        result_text=_result("text"),
        result_url=_result("url"),
        done=_result("done", IntegerField()),
        total=_result("total", IntegerField()),
        has_faults=Exists(JobResult.objects.filter(pk=OuterRef("pk")).exclude(faults={})),
        starter=Cast(KeyTextTransform("by", "args"), BigIntegerField()),
    ).annotate(
        started_by=Subquery(Account.objects.filter(pk=OuterRef("starter")).values("name")[:1]),
    )


def _instant(*types: str) -> Subquery:
    events = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type__in=types)
    return Subquery(events.order_by("-at").values("at")[:1], output_field=DateTimeField())


def _result(field: str, kind: CharField | IntegerField | None = None) -> Subquery:
    rows = JobResult.objects.filter(pk=OuterRef("pk"))
    return Subquery(rows.values(field)[:1], output_field=kind or CharField())


def waited_since(job: int) -> datetime | None:
    """When the job was asked for."""
    return ProcrastinateEvent.objects.filter(job=job, type="deferred").values_list("at", flat=True).first()


def failed_untold() -> QuerySet[ProcrastinateJob]:
    """Jobs of people that were given up since yesterday and of which their owner was not told."""
    told = JobResult.objects.filter(pk=OuterRef("pk"), told_at__isnull=False)
    late = ProcrastinateEvent.objects.filter(
        job=OuterRef("pk"), type=JobState.FAILED, at__gt=clock.now() - timedelta(days=1)
    )
    rows = ProcrastinateJob.objects.filter(Exists(late), ~Exists(told), status=JobState.FAILED, args__has_key="by")
    return rows.order_by("pk")


def is_known() -> Exists:
    """Whether the queue still holds the job of a result."""
    return Exists(ProcrastinateJob.objects.filter(pk=OuterRef("pk")))


@dataclass(frozen=True, slots=True)
class PeriodicWork:
    """A task that the clock starts: its times, its last run and when it runs next."""

    name: str
    cron: str
    last: ProcrastinateJob | None
    next_at: datetime


def periodic_work() -> list[PeriodicWork]:
    """Every periodic task with its last and next run, the next ones first; one query."""
    registered = app.periodic_registry.periodic_tasks.values()
    last = {job.task_name: job for job in _last_runs({p.task.name for p in registered})}
    now = clock.now().timestamp()
    rows = [
        PeriodicWork(
            name=p.task.name,
            cron=p.cron,
            last=last.get(p.task.name),
            next_at=datetime.fromtimestamp(p.croniter.get_next(float, start_time=now), UTC),
        )
        for p in registered
    ]
    return sorted(rows, key=lambda row: (row.next_at, row.name))


def _last_runs(names: Iterable[str]) -> Iterable[ProcrastinateJob]:
    """The latest job of each task that has begun."""
    begun = ProcrastinateJob.objects.filter(task_name__in=names).exclude(status=JobState.TODO)
    return with_facts(begun.order_by("task_name", "-pk").distinct("task_name"))
