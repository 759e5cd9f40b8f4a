"""Studios, who leads them and who belongs to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from studios.choices.register import DesignationState, MemberRole, StudioState
from studios.models.designation import Designation

if TYPE_CHECKING:
    from unions.models import Account


def register_q(account: Account, prefix: str = "") -> Q:
    """Condition on rows of studios in scope (`prefix` leads to the studio): named, of one's own unit, or kept above.

    A studio of a practice call stands in no register.
    """
    own = Q(**{f"{prefix}union__in": account.scope.union_ids()})
    real = Q(**{f"{prefix}practice": None})
    named, kept = Q(**{f"{prefix}number__isnull": False}), Q(**{f"{prefix}union__logs_in": False})
    return account.scope.q(f"{prefix}union__path") & real & (named | own | kept)


class StudioQuerySet(models.QuerySet["Studio"]):
    """Which studios."""

    def public(self) -> Self:
        """Studios that were ever named: pages of revoked ones stay, with a banner."""
        return self.filter(number__isnull=False).filter(
            Exists(Designation.objects.filter(studio=OuterRef("pk")).exclude(state=DesignationState.CANCELLED))
        )

    def in_force(self) -> Self:
        """Studios with at least one designation in force, those that lists and counts show."""
        return self.public().filter(Exists(Designation.objects.in_force().filter(studio=OuterRef("pk"))))

    def visible_to(self, account: Account) -> Self:
        """Studios in scope; a unit's studio in preparation is shown above by name only."""
        return self.filter(account.scope.q("union__path"), practice=None)

    def readable_by(self, account: Account) -> Self:
        """Studios whose register may be read: above its unit only once it is named."""
        return self.filter(register_q(account))

    def with_parties(self) -> Self:
        """Studios with union, kind, industry, present leads and designations at hand."""
        leads = Leadership.objects.present().select_related("worker__person")
        return self.select_related("union", "kind", "industry__group").prefetch_related(
            Prefetch("leaderships", queryset=leads, to_attr="present_leads"),
            Prefetch("designations", queryset=Designation.objects.select_related("decision"), to_attr="namings"),
        )


class Studio(models.Model):
    """创新工作室: exists from its first draft; `number` (LX-DL-00231) is given at the first naming, for life."""

    number = models.CharField(_("number"), max_length=20, unique=True, null=True, blank=True, db_collation="C")
    name = models.CharField(_("name"), max_length=40)
    name_reason = models.CharField(_("reason for a free name"), max_length=200, blank=True)
    kind = models.ForeignKey("studios.StudioKind", models.PROTECT, related_name="studios", verbose_name=_("kind"))
    union = models.ForeignKey("unions.Union", models.PROTECT, related_name="studios", verbose_name=_("union"))
    employer = models.CharField(_("employer"), max_length=80, blank=True, help_text=_("Only for a joint union."))
    industry = models.ForeignKey(
        "unions.Industry", models.PROTECT, null=True, blank=True, related_name="studios", verbose_name=_("industry")
    )
    county = models.CharField(_("county"), max_length=40, blank=True)
    field_of_work = models.CharField(_("field of work"), max_length=60, blank=True)
    founded_on = models.DateField(_("founded"), null=True, blank=True, help_text=_("First day of the month."))
    address = models.CharField(_("address"), max_length=120, blank=True)
    contact_name = models.CharField(_("contact"), max_length=40, blank=True)
    contact_phone = models.CharField(_("office telephone"), max_length=30, blank=True)
    introduction = models.TextField(_("introduction"), max_length=500, blank=True)
    summary = models.TextField(_("summary"), max_length=2000, blank=True)
    area = models.DecimalField(_("area, m²"), max_digits=8, decimal_places=2, null=True, blank=True)
    equipment = models.TextField(_("equipment"), max_length=500, blank=True)
    has_sign = models.BooleanField(_("has a sign"), default=False)
    has_ledger = models.BooleanField(_("keeps a ledger"), default=False)
    funds = models.JSONField(_("funds of three years"), default=list, blank=True)
    practice = models.ForeignKey(
        "studios.Call",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="practice_studios",
        verbose_name=_("made for a practice call"),
    )
    cover = models.CharField(_("drawing"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=StudioState, default=StudioState.PREPARING)
    top_level = models.CharField(_("highest level"), max_length=10, blank=True, editable=False)
    search_text = models.TextField(editable=False, default="", blank=True)
    created_at = models.DateTimeField(_("created"))
    changed_at = models.DateTimeField(_("changed"))

    objects = StudioQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at", "-pk")
        verbose_name = _("studio")
        verbose_name_plural = _("studios")
        constraints = [
            models.UniqueConstraint(fields=["union", "name"], name="studio_name_once_a_union"),
            models.CheckConstraint(
                condition=Q(state=StudioState.PREPARING) | Q(number__isnull=False), name="studio_named_has_number"
            ),
            models.CheckConstraint(
                condition=Q(practice__isnull=True) | Q(number__isnull=True), name="studio_of_practice_has_no_number"
            ),
        ]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="studio_changed"),
            models.Index(F("industry").desc(nulls_last=True), F("id").desc(), name="studio_by_industry"),
            models.Index(F("founded_on").desc(nulls_last=True), F("id").desc(), name="studio_by_founded"),
            models.Index(fields=["county", "id"], name="studio_by_county"),
            models.Index(fields=["kind", "id"], name="studio_by_kind"),
            models.Index(fields=["state", "id"], name="studio_by_state"),
            models.Index(fields=["top_level", "id"], name="studio_by_level"),
            models.Index(fields=["name"], name="studio_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The public page, for named studios."""
        return reverse("studio", args=[self.number]) if self.number else ""

    @property
    def is_named(self) -> bool:
        """Whether name, unit and lead are locked."""
        return self.number is not None

    @property
    def employer_name(self) -> str:
        """The unit that the public reads."""
        return self.employer or self.union.employer_name


class FormerStudioName(models.Model):
    """A name that a studio had; old names still find it."""

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="former_names")
    name = models.CharField(_("name"), max_length=40)
    until_on = models.DateField(_("until"))

    class Meta:
        ordering = ("-until_on",)

    def __str__(self) -> str:
        return self.name


class LeadershipQuerySet(models.QuerySet["Leadership"]):
    """Which leaderships."""

    def present(self) -> Self:
        """Not ended."""
        return self.filter(ends_on=None)


class Leadership(models.Model):
    """领衔: model worker × studio, from–to; one or two at a time."""

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="leaderships", verbose_name=_("studio"))
    worker = models.ForeignKey(
        "studios.ModelWorker", models.PROTECT, related_name="leaderships", verbose_name=_("lead")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    is_acting = models.BooleanField(_("acting"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    objects = LeadershipQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["studio", "position"], condition=Q(ends_on=None), name="leadership_one_a_position"
            ),
            models.CheckConstraint(condition=Q(position__in=[1, 2]), name="leadership_at_most_two"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="leadership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker} {self.studio}"


class Member(models.Model):
    """成员: a person in a studio, from–to; `consented_on` lets the public read the name."""

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="members", verbose_name=_("studio"))
    person = models.ForeignKey("studios.Person", models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=10, choices=MemberRole, default=MemberRole.MEMBER)
    trade = models.CharField(_("trade"), max_length=40, blank=True)
    title = models.CharField(_("professional title"), max_length=40, blank=True)
    skill_grade = models.ForeignKey(
        "studios.SkillGrade", models.PROTECT, null=True, blank=True, verbose_name=_("skill grade")
    )
    joined_on = models.DateField(_("joined"), null=True, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True)
    consented_on = models.DateField(_("agreed to be named in public"), null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("member")
        verbose_name_plural = _("members")
        indexes = [models.Index(fields=["studio"], condition=Q(left_on=None), name="member_present")]
        constraints = [
            models.UniqueConstraint(
                fields=["studio", "person"], condition=Q(left_on=None), name="member_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    def is_present(self, day: date) -> bool:
        """Whether the person belongs to the studio on this day."""
        return self.left_on is None or self.left_on > day
