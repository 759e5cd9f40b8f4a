"""Stories, news, site meetings and the history page."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from studios.choices.showcase import StoryKind, StoryState
from unions.choices.people import DESK_ROLES, Role
from unions.models import Account


class StoryQuerySet(models.QuerySet["Story"]):
    """Which stories."""

    def public(self) -> Self:
        """Published ones; archived ones keep their address and say that they are old."""
        return self.filter(state__in=[StoryState.PUBLISHED, StoryState.ARCHIVED])

    def visible_to(self, account: Account) -> Self:
        """Stories of unions in scope."""
        return self.filter(account.scope.q("union__path"))

    def to_check_by(self, account: Account) -> Self:
        """Sent for checking at the account's own unions, by others than the account."""
        sent = self.filter(state=StoryState.SUBMITTED, union__in=account.scope.union_ids(*DESK_ROLES))
        return sent.exclude(writers=account)

    def to_publish_by(self, account: Account) -> Self:
        """Those of them that the account may publish: as chair, or as clerk where no chair is left who wrote none."""
        writers = Story.writers.through.objects.filter(story=OuterRef(OuterRef("pk"))).values("account")
        others = Account.objects.holding(OuterRef("union"), Role.CHAIR).exclude(pk__in=writers)
        is_chair = Q(union__in=account.scope.union_ids(Role.CHAIR))
        return self.to_check_by(account).filter(is_chair | ~Exists(others))

    def to_revise_by(self, account: Account) -> Self:
        """Returned to the account, which wrote them."""
        mine = self.filter(state=StoryState.RETURNED, union__in=account.scope.union_ids(*DESK_ROLES))
        return mine.filter(writers=account)


class Story(models.Model):
    """A text for the public: clean HTML in `body`, written in Word or as plain text, checked by a second person.

    What was published stays as it is until a correction was checked: a story of its own that `corrects` the first,
    is copied into it when it is published, and goes.
    """

    union = models.ForeignKey("unions.Union", models.PROTECT, related_name="stories", verbose_name=_("union"))
    kind = models.CharField(_("kind"), max_length=12, choices=StoryKind)
    title = models.CharField(_("title"), max_length=80)
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    body = models.TextField(_("text"), max_length=60000)
    source = models.CharField(_("source"), max_length=80, blank=True)
    author = models.CharField(_("written by"), max_length=40, blank=True)
    studios = models.ManyToManyField(
        "studios.Studio", related_name="stories", blank=True, verbose_name=_("studios told of")
    )
    state = models.CharField(_("state"), max_length=10, choices=StoryState, default=StoryState.DRAFT)
    note = models.CharField(_("reason of the return"), max_length=300, blank=True)
    word = models.ForeignKey(
        "studios.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Word file")
    )
    corrects = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="corrections")
    correction = models.CharField(_("what was corrected"), max_length=200, blank=True)
    corrected_at = models.DateTimeField(_("corrected"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    writers = models.ManyToManyField("unions.Account", related_name="+", blank=True, verbose_name=_("writers"))
    made_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("begun"))
    changed_at = models.DateTimeField(_("changed"))
    checked_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "-pk")
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [
            models.Index(fields=["state", "kind", "-published_at"], name="story_state"),
            models.Index(fields=["-changed_at", "-id"], name="story_changed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["published", "archived"])
                | Q(published_at__isnull=False, checked_by__isnull=False),
                name="story_published_was_checked",
            ),
            models.UniqueConstraint(fields=["corrects"], name="story_one_correction_at_a_time"),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(state__in=["published", "archived"]),
                name="story_correction_is_copied",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("story", args=[self.pk])

    def get_desk_url(self) -> str:
        """The page of those who write and check it."""
        return reverse("desk_story", args=[self.pk])

    @property
    def standing(self) -> StoryState:
        """The state with its label and tone."""
        return StoryState(self.state)


class SiteMeeting(models.Model):
    """现场会: where and when, the tour's route, and the programme."""

    story = models.OneToOneField(Story, models.CASCADE, primary_key=True, related_name="meeting")
    held_on = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=80)
    host = models.CharField(_("host"), max_length=80, blank=True)
    people_count = models.PositiveIntegerField(_("people"), null=True, blank=True)

    def __str__(self) -> str:
        return str(self.story)


class Stop(models.Model):
    """One stop of the tour, in order."""

    meeting = models.ForeignKey(SiteMeeting, models.CASCADE, related_name="stops")
    position = models.PositiveSmallIntegerField(_("position"))
    studio = models.ForeignKey(
        "studios.Studio", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("studio")
    )
    place = models.CharField(_("place"), max_length=80)
    what = models.CharField(_("what is shown"), max_length=200, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="stop_once_a_position")]

    def __str__(self) -> str:
        return self.place


class Talk(models.Model):
    """One item of the programme: who spoke of what."""

    meeting = models.ForeignKey(SiteMeeting, models.CASCADE, related_name="talks")
    position = models.PositiveSmallIntegerField(_("position"))
    starts_at = models.TimeField(_("time"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=120)
    speaker = models.CharField(_("speaker, unit"), max_length=80, blank=True)
    story = models.ForeignKey(
        Story, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("text of the talk")
    )

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="talk_once_a_position")]

    def __str__(self) -> str:
        return self.title
