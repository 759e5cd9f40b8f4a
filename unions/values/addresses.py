"""Which addresses belong to those who are signed in."""

PRIVATE = ("/desk/", "/admin/", "/ui/", "/review/", "/visits/")


def is_private(path: str) -> bool:
    """Whether the path lies at the desk, with experts and visitors, in the dictionaries or at the components page."""
    return path.startswith(PRIVATE)
