"""What visitors searched and did not find in the last weeks: words, how often, days before the seeding."""

from datetime import date, timedelta

from studios.actions.search_misses import count_miss

MISSES = """
氢能 6 2
无人机 5 3
氢能 4 4
数字孪生 3 5
钎焊炉 1 6
无人机 4 9
激光清洗 2 12
海上风电 5 13
氢能 3 16
养老护理 2 20
hydrogen 1 24
海上风电 2 27
"""


def add_misses(today: date) -> None:
    """Count them on their days."""
    for line in MISSES.split("\n"):
        if line:
            words, times, ago = line.split()
            for _time in range(int(times)):
                count_miss(words, on=today - timedelta(days=int(ago)))
