"""The union tree and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unions.choices.people import Role
from unions.choices.tree import Level, Ownership, UnionChangeKind, UnionKind, UnionState

if TYPE_CHECKING:
    from unions.models.account import Account


class UnionQuerySet(models.QuerySet["Union"]):
    """Which unions."""

    def active(self) -> Self:
        """Unions that neither merged nor closed."""
        return self.filter(state=UnionState.ACTIVE)

    def grassroots(self) -> Self:
        """Unions with an employer (or joint ones)."""
        return self.filter(kind=UnionKind.GRASSROOTS)

    def visible_to(self, account: Account) -> Self:
        """Unions that the account's case roles reach."""
        return self.filter(account.scope.q("path"))

    def administered_by(self, account: Account) -> Self:
        """Unions whose accounts this account keeps."""
        return self.filter(account.scope.q("path", roles=("administrator",)))

    def at_or_below(self, union: Union) -> Self:
        """The union and all below it."""
        return self.filter(path__startswith=union.path)

    def in_records_of(self, account: Account) -> Self:
        """Unions whose page the account may read: case roles and administrators alike."""
        return self.filter(account.scope.q("path", roles=tuple(Role)))

    def called(self, text: str) -> Self:
        """Unions with this code or name, now or formerly."""
        former = FormerName.objects.filter(Q(name=text) | Q(code=text.upper())).values("union")
        return self.filter(Q(code=text.upper()) | Q(name=text) | Q(pk__in=former))

    def at_or_above(self, union: Union) -> Self:
        """The union and its chain up to the root."""
        return self.filter(pk__in=union.path_ids)


class Union(models.Model):
    """A trade union: federation, industrial or grassroots; `path` ("1.4.12.") holds the chain from the root."""

    code = models.CharField(_("code"), max_length=30, unique=True, db_collation="C")
    name = models.CharField(_("name"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=UnionKind)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("union above")
    )
    path = models.CharField(_("path"), max_length=200, db_collation="C", editable=False, default="")
    state = models.CharField(_("state"), max_length=10, choices=UnionState, default=UnionState.ACTIVE)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor")
    )
    employer = models.CharField(_("employer"), max_length=80, blank=True)
    is_joint = models.BooleanField(_("joint union of several employers"), default=False)
    industry = models.ForeignKey(
        "unions.Industry", models.PROTECT, null=True, blank=True, related_name="unions", verbose_name=_("industry")
    )
    county = models.CharField(_("county"), max_length=40, blank=True)
    ownership = models.CharField(_("ownership"), max_length=20, choices=Ownership, blank=True)
    credit_code = models.CharField(_("credit code"), max_length=18, blank=True, db_collation="C")
    members_count = models.PositiveIntegerField(_("union members"), null=True, blank=True)
    office_phone = models.CharField(_("office telephone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    logs_in = models.BooleanField(
        _("works in the system itself"), default=True, help_text=_("If not, a union above may file for it.")
    )

    objects = UnionQuerySet.as_manager()

    class Meta:
        ordering = ("path",)
        verbose_name = _("union")
        verbose_name_plural = _("unions")
        indexes = [
            models.Index(fields=["path"], name="union_path"),
            models.Index(fields=["name"], name="union_name"),
            models.Index(fields=["kind", "level"], name="union_kind_level"),
            models.Index(fields=["employer"], name="union_employer"),
            # Those whose letters the desks above answer.
            models.Index(fields=["path"], name="union_offline", condition=Q(logs_in=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(credit_code=""), name="union_credit_code_unique"
            ),
            models.CheckConstraint(
                condition=Q(state=UnionState.ACTIVE) | Q(state=UnionState.CLOSED) | Q(successor__isnull=False),
                name="union_merged_has_successor",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path_ids(self) -> list[int]:
        """Primary keys from the root down to this union."""
        return [int(part) for part in self.path.split(".") if part]

    @property
    def path_above(self) -> str:
        """Path of the union above; empty for the root."""
        return self.path.removesuffix(f"{self.pk}.")

    @property
    def root_code(self) -> str:
        """Code of the chain's root, the part of a studio number between LX and the serial."""
        return self.code.split("-", maxsplit=1)[0]

    @property
    def is_active(self) -> bool:
        """Neither merged nor closed."""
        return self.state == UnionState.ACTIVE

    @property
    def is_grassroots(self) -> bool:
        """Whether it is a unit's union."""
        return self.kind == UnionKind.GRASSROOTS

    @property
    def employer_name(self) -> str:
        """What the public calls the unit."""
        return self.employer or self.name

    @property
    def tier(self) -> str:
        """`county` for county federations and industrial unions alike (domain rules §4), else the level."""
        return Level.COUNTY if self.kind == UnionKind.INDUSTRIAL else self.level


class FormerName(models.Model):
    """A name or code that a union had, so that old papers still find it."""

    union = models.ForeignKey(Union, models.CASCADE, related_name="former_names", verbose_name=_("union"))
    name = models.CharField(_("name"), max_length=80)
    code = models.CharField(_("code"), max_length=30, blank=True, db_collation="C")
    until_on = models.DateField(_("until"))

    class Meta:
        ordering = ("-until_on", "-pk")
        indexes = [models.Index(fields=["name"], name="former_name"), models.Index(fields=["code"], name="former_code")]

    def __str__(self) -> str:
        return self.name


class UnionChange(models.Model):
    """One event in a union's life, kept for ever."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="changes", verbose_name=_("union"))
    kind = models.CharField(_("kind"), max_length=20, choices=UnionChangeKind)
    happened_on = models.DateField(_("date"))
    before = models.CharField(_("before"), max_length=200, blank=True)
    after = models.CharField(_("after"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ("-recorded_at", "-pk")

    def __str__(self) -> str:
        return f"{self.union} {self.get_kind_display()}"
