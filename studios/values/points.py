"""The arithmetic of review in decimals: half up to two places, shares of 100, weights, bonus, means and ranks.

Every figure on paper is rounded once, and what follows from it is reckoned from the rounded figure, so that anybody
can check a total by hand.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
HALF_POINT = Decimal("0.5")
FULL = Decimal(100)
# With this many valid totals the highest and the lowest are dropped.
TRIMMED_FROM = 5


def half_up(value: Decimal) -> Decimal:
    """Two decimals, halves up."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def half_steps(points: Decimal) -> Decimal:
    """The nearest half point, halves of it up."""
    return (points * 2).quantize(Decimal(1), rounding=ROUND_HALF_UP) / 2


def share(points: Decimal, most: Decimal) -> Decimal:
    """Points out of the most that could be given, as 0–100; where nothing could be given the full share."""
    if most <= 0:
        return half_up(FULL)
    return half_up(FULL * points / most)


def mean(totals: Sequence[Decimal]) -> Decimal | None:
    """The plain mean."""
    return half_up(sum(totals, Decimal(0)) / len(totals)) if totals else None


def trimmed(totals: Sequence[Decimal]) -> list[Decimal]:
    """The totals that count: with five or more the highest and the lowest are dropped."""
    rising = sorted(totals)
    return rising[1:-1] if len(rising) >= TRIMMED_FROM else rising


def panel_points(totals: Sequence[Decimal]) -> Decimal | None:
    """What the panel gives: the mean of the totals that count."""
    return mean(trimmed(totals))


def median(totals: Sequence[Decimal]) -> Decimal | None:
    """The middle total, or the mean of the two in the middle."""
    rising, half = sorted(totals), len(totals) // 2
    if not rising:
        return None
    return half_up(rising[half] if len(rising) % 2 else (rising[half - 1] + rising[half]) / 2)


def spread(totals: Sequence[Decimal]) -> Decimal | None:
    """Highest less lowest."""
    return max(totals) - min(totals) if totals else None


def weighted(panel: Decimal, visit: Decimal | None, visit_weight: int) -> Decimal:
    """Panel and visit by their weights in per cent; without a visit the panel weighs all."""
    if visit is None:
        return half_up(panel)
    return half_up((panel * (100 - visit_weight) + visit * visit_weight) / 100)


def final_points(
    panel: Decimal, visit: Decimal | None = None, *, visit_weight: int = 30, bonus: Decimal = Decimal(0)
) -> Decimal:
    """The weighted total, bonus added after it, at most 100."""
    return min(half_up(weighted(panel, visit, visit_weight) + bonus), half_up(FULL))


def ranks(totals: Sequence[Decimal | None]) -> list[int | None]:
    """Ranks 1, 2, 2, 4 in the order given; what has no total has no rank."""
    known = [t for t in totals if t is not None]
    first: dict[Decimal, int] = {}
    for rank, total in enumerate(sorted(known, reverse=True), start=1):
        first.setdefault(total, rank)
    return [None if total is None else first[total] for total in totals]


def proportional(
    points: Decimal,
    figure: Decimal,
    target: Decimal,
    *,
    floor: Decimal | None = None,
    cap: Decimal | None = None,
) -> Decimal:
    """`points × figure ÷ target`: nothing below the floor, at most the cap (the points unless set), never negative."""
    most = points if cap is None else min(cap, points)
    if figure <= 0 or (floor is not None and figure < floor):
        return half_up(Decimal(0))
    return min(half_up(points * figure / target), half_up(most)) if target > 0 else half_up(most)


def by_table(table: Sequence[tuple[Decimal, Decimal]], figure: Decimal, *, points: Decimal, listed: Decimal) -> Decimal:
    """The points of the highest row that the figure reaches, nothing below the first.

    The rows were written for `listed` points; where the criterion has other points they grow or shrink with them.
    """
    reached = [given for least, given in table if figure >= least]
    given = max(reached, default=Decimal(0))
    return min(half_up(given * points / listed), half_up(points)) if listed > 0 else half_up(given)
