"""Saved views of lists: a filter with its order, columns and page size, under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unions.choices.lists import Reach
from unions.choices.people import Role

if TYPE_CHECKING:
    from unions.models.account import Account


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Which views."""

    def visible_to(self, account: Account) -> Self:
        """One's own, those of the unions where one holds an appointment, and everyone's."""
        unions = account.scope.union_ids(*Role)
        return self.filter(
            Q(account=account) | Q(reach=Reach.UNION, union__in=unions) | Q(reach=Reach.ALL),
        )


class SavedView(models.Model):
    """A named look at a list; it holds what was asked, never what was found, so each reader sees the own scope."""

    key = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=40)
    reach = models.CharField(_("for whom"), max_length=10, choices=Reach, default=Reach.MINE)
    account = models.ForeignKey("unions.Account", models.CASCADE, related_name="saved_views")
    union = models.ForeignKey("unions.Union", models.CASCADE, null=True, blank=True, related_name="+")
    value = models.JSONField(default=dict)
    changed_at = models.DateTimeField(_("changed"))

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(fields=["account", "key", "name"], name="saved_view_once"),
            models.CheckConstraint(
                condition=Q(reach=Reach.UNION, union__isnull=False) | (~Q(reach=Reach.UNION) & Q(union=None)),
                name="saved_view_of_a_union",
            ),
        ]
        indexes = [models.Index(fields=["key", "reach"], name="saved_view_key")]

    def __str__(self) -> str:
        return self.name
