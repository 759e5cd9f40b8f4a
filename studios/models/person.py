"""Persons, model workers and their honours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studios.choices.register import Education, PoliticalStatus
from unions.choices.people import Sex

if TYPE_CHECKING:
    from unions.models import Account


class PersonQuerySet(models.QuerySet["Person"]):
    """Which persons."""

    def visible_to(self, account: Account) -> Self:
        """Persons whose home union is in scope."""
        return self.filter(account.scope.q("home__path"))


class Person(models.Model):
    """人员: whom model workers, members, apprentices and authors point to. No identity numbers are kept."""

    name = models.CharField(_("name"), max_length=40)
    name_key = models.CharField(_("pinyin"), max_length=120, blank=True, db_collation="C", editable=False)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    birth_month = models.DateField(
        _("birth month"), null=True, blank=True, help_text=_("Stored as the first day of the month.")
    )
    mobile = models.CharField(_("mobile"), max_length=20, blank=True)
    home = models.ForeignKey(
        "unions.Union", models.PROTECT, null=True, blank=True, related_name="persons", verbose_name=_("home union")
    )
    political_status = models.CharField(_("political status"), max_length=16, choices=PoliticalStatus, blank=True)
    education = models.CharField(_("education"), max_length=12, choices=Education, blank=True)
    account = models.OneToOneField(
        "unions.Account", models.SET_NULL, null=True, blank=True, related_name="person", verbose_name=_("account")
    )
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("name_key", "pk")
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        indexes = [
            models.Index(fields=["name", "birth_month"], name="person_name_birth"),
            models.Index(fields=["name_key"], name="person_name_key"),
        ]

    def __str__(self) -> str:
        return self.name


class PersonMatch(models.Model):
    """Namesakes of one birth month, possibly the same person; a clerk confirms or denies once."""

    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    is_same = models.BooleanField(_("the same person"), null=True)
    by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="person_match_once"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="person_match_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class ModelWorker(models.Model):
    """劳模: a person who leads, or may lead, a studio."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="model_worker", verbose_name=_("person"))
    trade = models.CharField(_("trade"), max_length=40, blank=True)
    title = models.CharField(_("professional title"), max_length=40, blank=True)
    skill_grade = models.ForeignKey(
        "studios.SkillGrade", models.PROTECT, null=True, blank=True, verbose_name=_("skill grade")
    )
    is_in_post = models.BooleanField(_("in post"), default=True)
    merits = models.TextField(_("merits"), max_length=1000, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["is_in_post", "id"], name="worker_by_post"),
            models.Index(fields=["trade", "id"], name="worker_by_trade"),
        ]
        verbose_name = _("model worker")
        verbose_name_plural = _("model workers")

    def __str__(self) -> str:
        return str(self.person)


class HonourAward(models.Model):
    """One honour that a model worker received."""

    worker = models.ForeignKey(ModelWorker, models.CASCADE, related_name="awards", verbose_name=_("model worker"))
    honour = models.ForeignKey("studios.Honour", models.PROTECT, related_name="awards", verbose_name=_("honour"))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    document = models.CharField(_("document"), max_length=60, blank=True)

    class Meta:
        ordering = ("honour__position", "year")
        constraints = [
            models.UniqueConstraint(fields=["worker", "honour", "year"], name="honour_award_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.honour} {self.year or ''}".strip()
