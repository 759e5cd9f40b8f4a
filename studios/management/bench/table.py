"""The table of a timing: one line a page and size, the ratio between sizes, and whether each goal is met."""

from collections.abc import Iterator
from dataclasses import dataclass

from studios.management.bench.measuring import Figures
from studios.management.bench.pages import Goal

HEADS = ("page", "studios", "rows", "queries", "p50 ms", "p95 ms", "SQL ms", "304 ms", "kB", "× smallest", "goal")
RATIO = 2.0


@dataclass(frozen=True, slots=True)
class Line:
    """One page at one size."""

    page: str
    studios: int
    rows: int
    figures: Figures
    goal: Goal | None
    shown: str = ""


def cells(lines: list[Line]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each line, pages together, sizes rising."""
    first: dict[str, float] = {}
    for line in sorted(lines, key=lambda line: (line.page, line.studios)):
        found = line.figures
        if not found.is_page:
            yield (line.shown or line.page, str(line.studios), str(line.rows), *[""] * 7, f"answers {found.status}")
            continue
        ratio = found.p50 / first.setdefault(line.page, found.p50)
        yield (
            line.shown or line.page,
            f"{line.studios:,}",
            f"{line.rows:,}",
            str(found.queries),
            f"{found.p50:.1f}",
            f"{found.p95:.1f}",
            f"{found.sql:.1f}",
            f"{found.again:.1f}" if found.again else "",
            f"{found.size / 1000:.1f}",
            f"{ratio:.1f}" + (" missed" if ratio > RATIO else ""),
            verdict(line),
        )


def verdict(line: Line) -> str:
    """Say which goal there is, and whether it is met."""
    goal = line.goal
    if goal is None:
        return ""
    parts = [f"≤ {goal.ms:g} ms"]
    parts += [f"{goal.queries} queries"] if goal.queries else []
    parts += [f"{goal.kilobytes:g} kB"] if goal.kilobytes else []
    return f"{'met' if line.figures.meets(goal) else 'missed'} ({', '.join(parts)})"


def markdown(lines: list[Line]) -> str:
    """Return the table as Markdown."""
    rows = [HEADS, tuple("---" for _head in HEADS), *cells(lines)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def plain(lines: list[Line]) -> str:
    """Return the table for a terminal."""
    rows = [HEADS, *cells(lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
