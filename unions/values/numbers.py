"""Numbers as addresses and hidden fields carry them."""


def whole_number(text: str | None, *, digits: int = 9) -> int | None:
    """The number of at most so many ASCII digits; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= digits else None
