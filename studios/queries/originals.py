"""Paper originals: how many copies of a case are in, which stamps they bear, and what is missing.

Papers and stamps from before a change that asked for new ones (domain rules §4, renewal) count for nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest, TruncDate

from studios.choices.calls import FINAL_REFUSALS, Stage
from studios.choices.originals import Lack, StampOf
from studios.models import (
    Application,
    ApplicationDesk,
    OpinionRecord,
    OriginalReceipt,
    ReturnNote,
    StampedScan,
)
from unions.models import Account, Union

# Nothing on paper is awaited of these.
GONE = (Stage.DRAFT, Stage.WITHDRAWN, Stage.EXPIRED, *FINAL_REFUSALS)
CURRENT = Q(version__number__gt=OuterRef("renewed"))


def cases_with_paper(account: Account) -> QuerySet[Application]:
    """Submitted cases in sight of calls that ask for paper, but for those that ended without a naming."""
    rows = Application.objects.visible_to(account).filter(version_count__gt=0, call__paper_copies__gt=0)
    return with_originals(rows.exclude(state__in=GONE))


def with_originals(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Cases with the copies received at the last recommender and the naming union, the three stamps, and what lacks."""
    renewals = ReturnNote.objects.filter(
        act__application=OuterRef("pk"),
        act__undone_at=None,
        renew_stamps=True,
        act__version__number__lt=OuterRef("version_count"),
    )
    desks = ApplicationDesk.objects.filter(application=OuterRef("pk"), stage=Stage.RECOMMENDATION).order_by("-position")
    rows = rows.annotate(
        copies_due=F("call__paper_copies"),
        renewed=Coalesce(Subquery(_most(renewals, "act__application", Max("act__version__number"))), 0),
        recommender_desk=Subquery(desks.values("pk")[:1]),
        recommender_name=Subquery(desks.values("union__name")[:1]),
    )
    rows = rows.annotate(
        at_recommender=_copies(desk=OuterRef("recommender_desk")),
        at_naming=_copies(desk__stage=Stage.QUALIFICATION),
        last_on=Subquery(_most(_receipts(), "application", Max("received_on"))),
        unit_stamp=_stamped(StampOf.UNIT),
        recommender_stamp=_stamped(StampOf.RECOMMENDER),
        naming_stamp=_stamped(StampOf.NAMING),
    )
    return rows.annotate(copies_missing=Greatest(F("copies_due") - F("at_naming"), 0))


def _most(rows: QuerySet[Any], case: str, found: Any) -> QuerySet[Any]:
    """One value for the case that the rows are of."""
    return rows.order_by().values(case).annotate(found=found).values("found")


def _receipts() -> QuerySet[OriginalReceipt]:
    return OriginalReceipt.objects.standing().filter(CURRENT, application=OuterRef("pk"))


def _copies(**of: Any) -> Coalesce:
    return Coalesce(Subquery(_most(_receipts().filter(**of), "application", Sum("copies"))), 0)


def _stamped(stamp: StampOf) -> Greatest:
    """The newest day on which this stamp was seen: with an opinion, on a scan by itself, or on paper that came in."""
    opinions = OpinionRecord.objects.filter(CURRENT, application=OuterRef("pk"), act__stage=stamp, act__undone_at=None)
    scanned = _most(opinions.filter(scan__isnull=False), "application", Max("signed_on"))
    on_paper = _most(_receipts().filter(stamps__contains=[stamp.value]), "application", Max("received_on"))
    scans = StampedScan.objects.filter(
        Q(version=None) | CURRENT, application=OuterRef("pk"), file__slot=stamp.slot, file__removed_at=None
    )
    by_itself = _most(scans, "application", Max(TruncDate("file__uploaded_at")))
    return Greatest(Subquery(scanned), Subquery(on_paper), Subquery(by_itself))


LACKS: dict[str, Q] = {
    Lack.NAMING: Q(copies_missing__gt=0),
    Lack.RECOMMENDER: Q(recommender_desk__isnull=False, at_recommender__lt=F("copies_due"), copies_missing__gt=0),
    Lack.STAMPS: Q(unit_stamp=None) | Q(recommender_stamp=None, recommender_desk__isnull=False) | Q(naming_stamp=None),
    Lack.NOTHING: Q(copies_missing=0),
}


def counts_of(rows: QuerySet[Application]) -> dict[str, int]:
    """How many of the cases there are, and how many lack what, each as the list shows it; one query."""
    sums = {f"n_{lack}": Count("pk", filter=where) for lack, where in LACKS.items()}
    found = rows.order_by().aggregate(n_all=Count("pk"), **sums)
    return {name.removeprefix("n_"): number for name, number in found.items()}


def units_lacking(call: Any) -> QuerySet[Any]:
    """The units of a call's cases of which copies are missing at the naming union."""
    rows = with_originals(Application.objects.filter(call=call, version_count__gt=0).exclude(state__in=GONE))
    return rows.filter(LACKS[Lack.NAMING]).values("union")


def recommenders_in(rows: QuerySet[Application]) -> QuerySet[Union]:
    """The unions that recommend any of the cases."""
    desks = ApplicationDesk.objects.filter(union=OuterRef("pk"), stage=Stage.RECOMMENDATION)
    return Union.objects.filter(Exists(desks.filter(application__in=rows.values("pk")))).order_by("path")


@dataclass(frozen=True, slots=True)
class PlaceOfPaper:
    """A desk that takes paper in, with its receipts, the newest last."""

    desk: ApplicationDesk
    receipts: list[OriginalReceipt]
    copies_due: int

    @property
    def copies(self) -> int:
        """Copies that count."""
        return sum(row.copies for row in self.receipts if row.struck_at is None and not row.is_outdated)  # type: ignore[attr-defined]

    @property
    def missing(self) -> int:
        """Copies that are still to come."""
        return max(0, self.copies_due - self.copies)


@dataclass(frozen=True, slots=True)
class PaperOfCase:
    """The paper of one case: where it is, and the day of each stamp."""

    places: list[PlaceOfPaper]
    stamps: list[tuple[StampOf, date | None]]
    entries: int

    @property
    def desks(self) -> list[ApplicationDesk]:
        """The desks that take the paper in, in the order of the way."""
        return [place.desk for place in self.places]


def paper_of_case(application: Application) -> PaperOfCase:
    """What the page of a case says of its paper."""
    return papers_of([application])[application.pk]


def papers_of(cases: Sequence[Application]) -> dict[int, PaperOfCase]:
    """The paper of some cases by their keys; three queries, however many there are."""
    receipts = OriginalReceipt.objects.select_related("version", "by", "struck_by", "desk")
    rows = with_originals(Application.objects.filter(pk__in=[case.pk for case in cases])).prefetch_related(
        Prefetch("original_receipts", receipts), Prefetch("desks", ApplicationDesk.objects.above_unit())
    )
    return {row.pk: _paper(row) for row in rows}


def _paper(facts: Any) -> PaperOfCase:
    """From a case with what `with_originals` adds."""
    receipts = list(facts.original_receipts.all())
    for row in receipts:
        row.is_outdated = row.version.number <= facts.renewed
    places = [
        PlaceOfPaper(desk, [row for row in receipts if row.desk_id == desk.pk], facts.copies_due)
        for desk in facts.desks.all()
    ]
    stamps = [(StampOf.UNIT, facts.unit_stamp), (StampOf.NAMING, facts.naming_stamp)]
    if facts.recommender_desk is not None:
        stamps.insert(1, (StampOf.RECOMMENDER, facts.recommender_stamp))
    return PaperOfCase(places, stamps, entries_of(receipts))


def entries_of(rows: Sequence[OriginalReceipt]) -> int:
    """How many entries were made: it rises with each receipt and each correction, so that two people notice each other."""
    return len(rows) + sum(row.struck_at is not None for row in rows)
