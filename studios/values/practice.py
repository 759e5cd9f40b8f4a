"""What a practice call and its studios are told apart by: a mark in every name, and numbers of their own."""

MARK = "（演练）"
# Application numbers of practice calls; the real ones keep theirs without a gap.
SERIAL = "YL"


def marked(name: str, *, most: int) -> str:
    """The name with the mark at its end, once; what is too long loses its own last characters, never the mark."""
    bare = name.removesuffix(MARK)
    return f"{bare[: most - len(MARK)]}{MARK}"
