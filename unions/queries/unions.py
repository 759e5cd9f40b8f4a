"""Finds unions by what people call them."""

from unions.models import Union
from unions.models.union import UnionQuerySet


def unions_called(text: str, among: UnionQuerySet) -> list[Union]:
    """Living unions with this code or name, now or formerly; one with this very code or name hides the former ones."""
    found = list(among.active().called(text).distinct()[:6])
    exact = [u for u in found if u.code == text.upper()] or [u for u in found if u.name == text]
    return exact or found
