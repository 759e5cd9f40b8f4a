"""Dealing out: never a recused pair, k a case, capacity, level loads, gaps said, always the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studios.queries.balance import Frame, deal

CASES = tuple(range(1, 13))
SEATS = tuple(range(101, 108))


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    cases = CASES[: draw(st.integers(0, len(CASES)))]
    seats = SEATS[: draw(st.integers(0, len(SEATS)))]
    pairs = [(c, s) for c in cases for s in seats]
    barred = frozenset(draw(st.lists(st.sampled_from(pairs), max_size=30))) if pairs else frozenset()
    free = [p for p in pairs if p not in barred]
    fixed = frozenset(draw(st.lists(st.sampled_from(free), max_size=6))) if free else frozenset()
    best = frozenset(draw(st.lists(st.sampled_from(pairs), max_size=30))) if pairs else frozenset()
    capacity = {s: draw(st.one_of(st.none(), st.integers(0, 9))) for s in seats}
    return Frame(cases, seats, draw(st.integers(1, 5)), capacity, barred, fixed, best)


def most_pairs(frame: Frame) -> int:
    """The most that can be given by augmenting paths, written apart from the code that is tested."""
    owner: dict[tuple[int, int], int] = {}
    fixed_load = {s: sum(1 for _c, t in frame.fixed if t == s) for s in frame.seats}
    room = {s: max(0, (99 if (m := frame.capacity.get(s)) is None else m) - fixed_load[s]) for s in frame.seats}
    held: dict[int, set[int]] = {s: set() for s in frame.seats}

    def place(case: int, seen: set[int]) -> bool:
        for seat in frame.seats:
            pair = (case, seat)
            if seat in seen or pair in frame.barred or pair in frame.fixed or case in held[seat]:
                continue
            seen.add(seat)
            if len(held[seat]) < room[seat]:
                held[seat].add(case)
                return True
            for other in sorted(held[seat]):
                if place(other, seen):
                    held[seat].discard(other)
                    held[seat].add(case)
                    return True
        return False

    del owner
    for case in frame.cases:
        given_already = sum(1 for c, _s in frame.fixed if c == case)
        for _n in range(max(0, frame.wanted - given_already)):
            if not place(case, set()):
                break
    return sum(len(cases) for cases in held.values()) + len(frame.fixed)


@settings(max_examples=300, deadline=None)
@given(frames())
def test_no_plan_breaks_a_rule(frame: Frame) -> None:
    plan = deal(frame)
    assert not plan.pairs & frame.barred
    assert frame.fixed <= plan.pairs
    fixed_load = {s: sum(1 for _c, t in frame.fixed if t == s) for s in frame.seats}
    for seat in frame.seats:
        assert plan.load[seat] == sum(1 for _c, s in plan.pairs if s == seat)
        most = frame.capacity.get(seat)
        assert most is None or plan.load[seat] <= max(most, fixed_load[seat])
    for case in frame.cases:
        count = sum(1 for c, _s in plan.pairs if c == case)
        by_hand = sum(1 for c, _s in frame.fixed if c == case)
        assert count <= max(frame.wanted, by_hand)
        assert plan.gaps.get(case, 0) == max(0, frame.wanted - count)


@settings(max_examples=150, deadline=None)
@given(frames())
def test_no_gap_is_left_that_could_be_filled(frame: Frame) -> None:
    assert len(deal(frame).pairs) >= most_pairs(frame)


@settings(max_examples=100, deadline=None)
@given(frames())
def test_the_same_frame_gives_the_same_plan(frame: Frame) -> None:
    assert deal(frame) == deal(frame)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 30), st.integers(1, 9), st.integers(1, 5), st.data())
def test_loads_differ_by_one_where_nothing_stands_in_the_way(n: int, m: int, k: int, data: st.DataObject) -> None:
    cases, seats = tuple(range(n)), tuple(range(100, 100 + m))
    pairs = [(c, s) for c in cases for s in seats]
    best = frozenset(data.draw(st.lists(st.sampled_from(pairs), max_size=40))) if pairs else frozenset()
    plan = deal(Frame(cases, seats, k, best=best))
    assert plan.spread <= 1
    assert sum(plan.gaps.values()) == n * max(0, k - m)


@settings(max_examples=100, deadline=None)
@given(frames())
def test_no_single_move_would_level_the_loads_further(frame: Frame) -> None:
    plan = deal(frame)
    for case, seat in plan.pairs - frame.fixed:
        for other in frame.seats:
            most = frame.capacity.get(other)
            has_room = most is None or plan.load[other] < most
            if (case, other) not in plan.pairs | frame.barred and has_room:
                assert plan.load[other] >= plan.load[seat] - 1


def test_specialists_come_first_where_loads_allow() -> None:
    best = frozenset({(1, 101), (2, 101), (3, 102), (4, 102)})
    plan = deal(Frame((1, 2, 3, 4), (101, 102), 1, best=best))
    assert plan.pairs == best


def test_what_cannot_be_given_is_named() -> None:
    barred = frozenset({(1, 101), (1, 102)})
    plan = deal(Frame((1, 2), (101, 102), 2, barred=barred))
    assert plan.gaps == {1: 2}
    assert plan.pairs == {(2, 101), (2, 102)}


def test_a_thousand_cases_are_dealt_in_seconds() -> None:
    cases, seats = tuple(range(1000)), tuple(range(5000, 5040))
    barred = frozenset((c, 5000 + c % 40) for c in cases)
    best = frozenset((c, 5000 + (c * 7) % 10) for c in cases)
    plan = deal(Frame(cases, seats, 5, dict.fromkeys(seats, 130), barred, best=best))
    assert not plan.gaps
    assert plan.spread <= 1
