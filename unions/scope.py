"""Turns an account's appointments into the unions that it reaches."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from unions.choices.people import CASE_ROLES, Role


@dataclass(frozen=True, slots=True)
class Grant:
    """One appointment in force: a role at a union, reaching all below its path."""

    union_id: int
    path: str
    role: str
    level: str = ""
    union_name: str = ""

    def reaches(self, path: str) -> bool:
        """Whether the union with this path is the grant's union or below it."""
        return path.startswith(self.path)


@dataclass(frozen=True, slots=True)
class Scope:
    """All grants of one account; `q` is the one place where they become a condition."""

    grants: tuple[Grant, ...] = ()

    def paths(self, roles: Iterable[str] = CASE_ROLES) -> tuple[str, ...]:
        """Paths of the highest unions held in any of the roles."""
        held = sorted({g.path for g in self.grants if g.role in set(roles)})
        return tuple(p for p in held if not any(p != q and p.startswith(q) for q in held))

    def q(self, field: str = "path", roles: Iterable[str] = CASE_ROLES) -> Q:
        """Condition on rows whose `field` (a union path) lies in scope; nothing held matches nothing."""
        condition = Q(pk__in=[])
        for path in self.paths(roles):
            condition |= Q(**{f"{field}__startswith": path})
        return condition

    def covers(self, union: Any, *roles: str) -> bool:
        """Whether any of the roles (default: those that see cases) reaches this union."""
        wanted = set(roles or CASE_ROLES)
        return any(g.role in wanted and g.reaches(union.path) for g in self.grants)

    def holds(self, union: Any, *roles: str) -> bool:
        """Whether any of the roles is held at this very union."""
        return any(g.union_id == union.pk and g.role in set(roles) for g in self.grants)

    def union_ids(self, *roles: str) -> frozenset[int]:
        """Unions at which any of the roles is held directly."""
        wanted = set(roles or CASE_ROLES)
        return frozenset(g.union_id for g in self.grants if g.role in wanted)

    @property
    def roles(self) -> frozenset[str]:
        """Every role held anywhere."""
        return frozenset(g.role for g in self.grants)

    @property
    def is_administrator(self) -> bool:
        """Whether any administrator's appointment is held."""
        return Role.ADMINISTRATOR in self.roles
