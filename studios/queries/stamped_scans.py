"""Stamped scans of a case and what can be said of each."""

from studios.models import Application, StampedScan


def stamped_scans(application: Application) -> list[StampedScan]:
    """All of a case in the order of their upload, with file, version and who compared."""
    rows = application.stamped_scans.filter(file__removed_at=None)
    return list(rows.select_related("file", "version", "matched_by"))
