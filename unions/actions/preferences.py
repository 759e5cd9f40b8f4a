"""Keeps what an account chose for its lists."""

from typing import Any

from django.db import transaction

from unions.models import Account, Preference


@transaction.atomic
def save_preference(*, by: Account, key: str, **chosen: Any) -> Preference:
    """Keep one's own columns, page size or default view of a list; nobody else is told and nothing is audited."""
    Account.objects.select_for_update().get(pk=by.pk)
    held = Preference.objects.filter(account=by, key=key[:40]).first()
    value = {name: what for name, what in ((held.value if held else {}) | chosen).items() if what is not None}
    return Preference.objects.update_or_create(account=by, key=key[:40], defaults={"value": value})[0]
