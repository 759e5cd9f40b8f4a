"""Keeps what an account chose for its lists."""

from unions.models import Account, Preference


def save_preference(*, by: Account, key: str, columns: list[str], size: int) -> Preference:
    """Keep one's own columns and page size for a list; nobody else is told and nothing is audited."""
    value = {"columns": columns, "size": size}
    return Preference.objects.update_or_create(account=by, key=key[:40], defaults={"value": value})[0]
