"""Deals cases out to experts: k a case, within capacity, never a recused pair, specialists first, loads level.

The dealing itself knows no database: the same frame always gives the same plan. It works in three passes: what is
fixed stays; every case takes the least busy expert that it may have, scarce cases first; then chains of moves fill the
gaps that are left and level the loads.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from studios.choices.reviews import SheetState
from studios.models import Application, Assignment, Call, PanelSeat
from studios.queries.panels import experts_a_case
from studios.queries.recusals import barred_pairs, panel_cases

Pair = tuple[int, int]
MOST_MOVES = 20_000


@dataclass(frozen=True, slots=True)
class Frame:
    """What is given. Pairs are (case, seat); `best` are those of the expert's own field."""

    cases: tuple[int, ...]
    seats: tuple[int, ...]
    wanted: int
    capacity: Mapping[int, int | None] = field(default_factory=dict)
    barred: frozenset[Pair] = frozenset()
    fixed: frozenset[Pair] = frozenset()
    best: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """What comes out: all pairs with the fixed ones, load by seat, and how many experts each case still lacks."""

    pairs: frozenset[Pair]
    load: Mapping[int, int]
    gaps: Mapping[int, int]

    @property
    def new(self) -> int:
        """How many pairs there are."""
        return len(self.pairs)

    @property
    def spread(self) -> int:
        """Between the fullest seat and the emptiest."""
        return max(self.load.values(), default=0) - min(self.load.values(), default=0)


def deal(frame: Frame) -> Plan:
    """Deal the cases of a frame out."""
    dealer = _Dealer(frame)
    dealer.fill()
    dealer.mend()
    dealer.level()
    return Plan(frozenset(dealer.pairs), dict(dealer.load), dealer.gaps())


class _Dealer:
    """The state of one dealing; every choice is settled by load, then field, then the order given."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.pairs: set[Pair] = {p for p in frame.fixed if p[0] in set(frame.cases)}
        self.load = dict.fromkeys(frame.seats, 0)
        for _case, seat in frame.fixed:
            if seat in self.load:
                self.load[seat] += 1
        self.place = {key: n for n, key in enumerate((*frame.cases, *frame.seats))}
        self.order = {seat: n for n, seat in enumerate(frame.seats)}
        self.given = dict.fromkeys(frame.cases, 0)
        for case, _seat in self.pairs:
            self.given[case] += 1

    def fill(self) -> None:
        """Cases with the fewest possible experts choose first."""
        choices = {case: sum((case, s) not in self.frame.barred for s in self.frame.seats) for case in self.frame.cases}
        order = {case: n for n, case in enumerate(self.frame.cases)}
        for _round in range(self.frame.wanted):
            for case in sorted(self.frame.cases, key=lambda c: (choices[c], order[c])):
                if self.given[case] < self.frame.wanted and (seat := self._least_busy(case)) is not None:
                    self._give(case, seat)

    def _least_busy(self, case: int) -> int | None:
        free = [s for s in self.frame.seats if self._may(case, s) and self._has_room(s)]
        return min(free, key=lambda s: self._rank(case, s), default=None)

    def _rank(self, case: int, seat: int) -> tuple[bool, int, int]:
        return ((case, seat) not in self.frame.best, self.load[seat], self.order[seat])

    def _may(self, case: int, seat: int) -> bool:
        return (case, seat) not in self.pairs and (case, seat) not in self.frame.barred

    def _has_room(self, seat: int) -> bool:
        most = self.frame.capacity.get(seat)
        return most is None or self.load[seat] < most

    def _give(self, case: int, seat: int) -> None:
        self.pairs.add((case, seat))
        self.load[seat] += 1
        self.given[case] += 1

    def _move(self, case: int, old: int, new: int) -> None:
        self.pairs.discard((case, old))
        self.pairs.add((case, new))
        self.load[old] -= 1
        self.load[new] += 1

    def mend(self) -> None:
        """A case that lacks an expert pushes others along: a full seat hands one of its cases on to one with room."""
        for case in self.frame.cases:
            while self.given[case] < self.frame.wanted:
                starts = [s for s in self.frame.seats if self._may(case, s)]
                chain = self._chain(starts, ends=self._has_room)
                if chain is None:
                    break
                self._push(chain)
                self._give(case, chain[0][0])

    def level(self) -> None:
        """Move cases from fuller seats to emptier ones while that brings loads together."""
        for _n in range(MOST_MOVES):
            chain = self._leveling()
            if chain is None:
                return
            self._push(chain)

    def _leveling(self) -> list[tuple[int, int]] | None:
        for seat in sorted(self.frame.seats, key=lambda s: (-self.load[s], self.order[s])):
            limit = self.load[seat] - 1

            def is_emptier(other: int, limit: int = limit) -> bool:
                return self.load[other] < limit and self._has_room(other)

            chain = self._chain([seat], ends=is_emptier)
            if chain is not None:
                return chain
        return None

    def _chain(self, starts: list[int], *, ends: Callable[[int], bool]) -> list[tuple[int, int]] | None:
        """The shortest chain of seats (seat, case that it hands to the next); its last seat hands on nothing."""
        before: dict[int, tuple[int, int] | None] = dict.fromkeys(starts)
        queue = deque(starts)
        while queue:
            seat = queue.popleft()
            if ends(seat):
                return self._traced(before, seat)
            for case, other in self._hand_ons(seat, before):
                before[other] = (seat, case)
                queue.append(other)
        return None

    def _hand_ons(self, seat: int, seen: Mapping[int, object]) -> list[tuple[int, int]]:
        """Cases that the seat may hand on, each with a seat not yet seen; one case a seat, its own field last."""
        held = [c for c, s in self.pairs if s == seat and (c, s) not in self.frame.fixed]
        found: dict[int, int] = {}
        for other in self.frame.seats:
            if other in seen:
                continue
            movable = [c for c in held if self._may(c, other)]
            if movable:
                found[other] = min(movable, key=lambda c: self._loss(c, seat, other))
        return [(case, other) for other, case in found.items()]

    def _loss(self, case: int, old: int, new: int) -> tuple[int, int]:
        best = self.frame.best
        return (((case, old) in best) - ((case, new) in best), self.place[case])

    @staticmethod
    def _traced(before: Mapping[int, tuple[int, int] | None], last: int) -> list[tuple[int, int]]:
        chain = [(last, 0)]
        step = before[last]
        while step is not None:
            chain.append(step)
            step = before[step[0]]
        return chain[::-1]

    def _push(self, chain: list[tuple[int, int]]) -> None:
        """Hand on from the end, so that no seat ever holds more than it may."""
        for (seat, case), (other, _case) in reversed(list(pairwise(chain))):
            self._move(case, seat, other)

    def gaps(self) -> dict[int, int]:
        return {c: self.frame.wanted - n for c, n in self.given.items() if n < self.frame.wanted}


def frame_of(call: Call, *, wanted: int | None = None, renew: bool = True) -> Frame:
    """The frame of a call; what was handed in or fixed stays, with `renew=False` every present assignment does."""
    cases = list(panel_cases(call))
    seats = list(PanelSeat.objects.seated().filter(call=call).select_related("group").order_by("number"))
    kept = _kept(call, renew=renew)
    return Frame(
        cases=tuple(c.pk for c in cases),
        seats=tuple(s.pk for s in seats),
        wanted=wanted or experts_a_case(call),
        capacity={s.pk: s.capacity for s in seats},
        barred=frozenset(barred_pairs(call)) - kept,
        fixed=kept,
        best=best_pairs(call, cases),
    )


def _kept(call: Call, *, renew: bool) -> frozenset[Pair]:
    rows = Assignment.objects.live().filter(seat__call=call, application__in=panel_cases(call).values("pk"))
    settled = [SheetState.SUBMITTED, SheetState.TYPED]
    kept = rows.filter(is_fixed=True) | rows.filter(sheet__state__in=settled) if renew else rows
    return frozenset(kept.values_list("application", "seat"))


def _group(case: Application) -> str | None:
    industry = case.studio.industry
    return industry.group_id if industry else None


def best_pairs(call: Call, cases: Iterable[Application]) -> frozenset[Pair]:
    """Pairs where the case's industry group is among the expert's specialties or the panel group's own."""
    own = PanelSeat.objects.filter(call=call, expert__specialties__isnull=False)
    grouped = PanelSeat.objects.filter(call=call, group__industry_groups__isnull=False)
    fields: dict[str, set[int]] = {}
    for seat, code in (
        *own.values_list("pk", "expert__specialties"),
        *grouped.values_list("pk", "group__industry_groups"),
    ):
        fields.setdefault(code, set()).add(seat)
    return frozenset((case.pk, seat) for case in cases for seat in fields.get(_group(case) or "", ()))
