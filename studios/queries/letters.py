"""Letters of the public: found by their receipt, and how many working days a studio takes for its first answer."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import (
    Aggregate,
    Case,
    Count,
    FloatField,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import TruncDate

from studios.choices.showcase import RequestState
from studios.models import Adoption, CooperationRequest, Result
from unions import clock

# Working days until the first answer is due.
ANSWER_DAYS = 5
# Answer times tell of the last year, and of no more letters than this.
SPAN = timedelta(days=365)
MOST_RECKONED = 2_000


class WorkingDays(Func):
    """Working days from one day to another by the calendar; the first day does not count."""

    template = (
        "(SELECT count(*)::int FROM (VALUES (%(expressions)s)) AS span (first, last),"
        " generate_series(span.first + 1, span.last, interval '1 day') AS day (at)"
        " LEFT JOIN unions_calendarday c ON c.day = day.at::date"
        " WHERE coalesce(c.is_working, extract(isodow FROM day.at) < 6))"
    )
    output_field = IntegerField()


class Median(Aggregate):
    """The middle value; between two of them their mean."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """Cooperation requests of the last year: how many came in, wait, are overdue; median working days to the answer."""

    received: int
    waiting: int
    overdue: int
    answered: int
    median: float | None


def with_answer_days(rows: QuerySet[CooperationRequest]) -> QuerySet[CooperationRequest]:
    """Requests with `answer_days`, the working days until the first answer; None while there is none."""
    return rows.annotate(answer_days=_answer_days())


def _answer_days() -> Case:
    days = WorkingDays(TruncDate("received_at"), TruncDate("answered_at"))
    return Case(When(answered_at__isnull=False, then=days), default=None, output_field=IntegerField())


def answer_times(rows: QuerySet[CooperationRequest]) -> AnswerTimes:
    """How fast these requests were answered, in one statement."""
    recent = rows.filter(received_at__gte=clock.now() - SPAN).order_by("-received_at", "-pk")
    found = with_answer_days(recent)[:MOST_RECKONED].aggregate(
        received=Count("pk"),
        waiting=Count("pk", filter=Q(state=RequestState.RECEIVED)),
        overdue=Count("pk", filter=Q(state=RequestState.RECEIVED, due_on__lt=clock.today())),
        answered=Count("answer_days"),
        median=Median("answer_days"),
    )
    return AnswerTimes(**found)


def median_of_studio(studio: str = "pk") -> Subquery:
    """The median of the studio at this path, as a column of a list of studios."""
    recent = CooperationRequest.objects.filter(
        studio=OuterRef(studio), answered_at__isnull=False, received_at__gte=clock.now() - SPAN
    )
    medians = recent.order_by().values("studio").annotate(median=Median(_answer_days()))
    return Subquery(medians.values("median"), output_field=FloatField())


def letter_of(receipt: str) -> Adoption | CooperationRequest | None:
    """The letter with this receipt; `shown_result` is the title of its result while the public may read it."""
    public = Result.objects.public().filter(pk=OuterRef("result")).values("title")
    models: tuple[type[Adoption | CooperationRequest], ...] = (Adoption, CooperationRequest)
    for model in models:
        rows = model.objects.select_related("studio").annotate(shown_result=Subquery(public))
        if found := rows.filter(receipt=receipt).first():
            return found
    return None
