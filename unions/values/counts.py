"""Counts that end at a bound."""

# Who has so much to do does not count it, and to count on, the whole country would have to be read.
MOST_COUNTED = 99


def bounded(number: int) -> str:
    """The number as far as it is counted: 99+ beyond."""
    return f"{number}" if number <= MOST_COUNTED else f"{MOST_COUNTED}+"
