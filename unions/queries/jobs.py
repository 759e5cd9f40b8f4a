"""Jobs of the queue as their page shows them."""

from django.db.models import BigIntegerField, CharField, DateTimeField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from unions.models import Account, JobResult
from unions.permissions import keeps_root

ENDS = ("succeeded", "failed", "cancelled", "aborted")


def jobs_of(account: Account) -> QuerySet[ProcrastinateJob]:
    """The account's own jobs; all for administrators of the root. With instants, result and who started it."""
    rows = (
        ProcrastinateJob.objects.all() if keeps_root(account) else ProcrastinateJob.objects.filter(args__by=account.pk)
    )
    return rows.annotate(
        deferred_at=_instant("deferred"),
        started_at=_instant("started"),
        ended_at=_instant(*ENDS),
        result_text=_result("text"),
        result_url=_result("url"),
        starter=Cast(KeyTextTransform("by", "args"), BigIntegerField()),
    ).annotate(
        started_by=Subquery(Account.objects.filter(pk=OuterRef("starter")).values("name")[:1]),
    )


def _instant(*types: str) -> Subquery:
    events = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type__in=types)
    return Subquery(events.order_by("-at").values("at")[:1], output_field=DateTimeField())


def _result(field: str) -> Subquery:
    return Subquery(JobResult.objects.filter(pk=OuterRef("pk")).values(field)[:1], output_field=CharField())
