"""Accounts of the people who work in the system."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from unions import clock
from unions.choices.people import Language
from unions.scope import Grant, Scope

if TYPE_CHECKING:
    from unions.models.union import Union


class AccountQuerySet(models.QuerySet["Account"]):
    """Which accounts."""

    def active(self) -> Self:
        """Accounts that may sign in."""
        return self.filter(is_active=True)

    def administered_by(self, account: Account) -> Self:
        """Accounts whose home or appointment lies where this account is administrator."""
        scope = account.scope
        return self.filter(scope.q("home__path", roles=("administrator",)) | Q(pk__in=_appointed_within(scope)))

    def holding(self, union: Union, *roles: str) -> Self:
        """Accounts that hold one of the roles at this very union today."""
        today = clock.today()
        return (
            self.active()
            .filter(
                Q(appointments__ends_on=None) | Q(appointments__ends_on__gte=today),
                appointments__ended_at=None,
                appointments__union=union,
                appointments__role__in=roles,
                appointments__starts_on__lte=today,
            )
            .distinct()
        )


def _appointed_within(scope: Scope) -> models.QuerySet[Account]:
    return Account.objects.filter(scope.q("appointments__union__path", roles=("administrator",))).values("pk")


class AccountManager(BaseUserManager["Account"].from_queryset(AccountQuerySet)):  # type: ignore[misc]
    """Finds accounts by username, and makes the first one."""

    def create_superuser(self, username: str, password: str, name: str = "", **extra: object) -> Account:
        """An account for Django's own commands; installations use `manage.py start`."""
        account = self.model(username=username, name=name or username, is_staff=True, is_superuser=True, **extra)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """One person's sign-in. `home` is the grassroots union that employs the person (own-case rule)."""

    username = models.CharField(_("username"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=40)
    mobile = models.CharField(_("mobile"), max_length=20, unique=True, null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    home = models.ForeignKey(
        "unions.Union", models.PROTECT, null=True, blank=True, related_name="staff", verbose_name=_("home union")
    )
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.CHINESE)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("keeps dictionaries"), default=False)
    must_change_password = models.BooleanField(_("must change password"), default=False)
    password_changed_at = models.DateTimeField(_("password changed"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=clock.now)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("username",)
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        indexes = [models.Index(fields=["name"], name="account_name")]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The person's name."""
        return self.name

    @cached_property
    def scope(self) -> Scope:
        """Grants in force today; one query, kept for the life of this object."""
        fields = ("union_id", "union__path", "role", "union__level", "union__name")
        rows = self.appointments.in_force(clock.today()).values_list(*fields)
        return Scope(tuple(Grant(*row) for row in rows)) if self.is_active else Scope()


class Preference(models.Model):
    """What an account chose: columns, page size and opening view of a list, when it is written to by e-mail."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="preferences")
    key = models.CharField(max_length=40)
    value = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="preference_once")]

    def __str__(self) -> str:
        return self.key
