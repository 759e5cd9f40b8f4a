"""Which addresses belong to those who are signed in."""

PRIVATE = ("/desk/", "/admin/", "/ui/")


def is_private(path: str) -> bool:
    """Whether the path lies at the desk, the dictionaries or the components page."""
    return path.startswith(PRIVATE)
