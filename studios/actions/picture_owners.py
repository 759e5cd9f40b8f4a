"""What a picture belongs to, who adds pictures there and who publishes them."""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from studios.actions.results import require_open_text
from studios.choices.showcase import PictureUse
from studios.choices.stories import EDITED, SHOWN
from studios.models import Picture, Result, Story, Studio
from studios.permissions import keeps_story, keeps_studio, may_publish_page
from unions.errors import Forbidden, Refusal
from unions.models import Account, Union

MOST = 30


@dataclass(frozen=True, slots=True)
class Owner:
    """What a picture belongs to: a studio, one of its results, or a story."""

    studio: Studio | None = None
    result: Result | None = None
    story: Story | None = None

    @property
    def union(self) -> Union:
        """The union that keeps the file."""
        return self.story.union if self.story else self.home.union

    @property
    def home(self) -> Studio:
        """The studio."""
        if self.studio is None:
            raise ValueError("A picture belongs to a studio, a result or a story.")
        return self.studio

    def locked(self) -> Self:
        """The same under lock, as the database has it now."""
        if self.story:
            stories = Story.objects.select_for_update(of=("self",)).select_related("union")
            return type(self)(story=stories.get(pk=self.story.pk))
        rows = Studio.objects.select_for_update(of=("self",)).select_related("union__parent")
        result = Result.objects.get(pk=self.result.pk) if self.result else None
        return type(self)(rows.get(pk=self.home.pk), result)

    def is_kept_by(self, account: Account) -> bool:
        """Whether the account adds and cuts pictures here."""
        return keeps_story(account, self.story) if self.story else keeps_studio(account, self.home)

    def is_published_by(self, account: Account, *, writer: Account | None = None) -> bool:
        """Whether the account decides what stands on the page; a story is checked as a whole."""
        return self.studio is not None and may_publish_page(account, self.studio, writer=writer)

    def require_open(self) -> None:
        """Refuse changes of a story's pictures once it was handed in: what is checked is what is shown."""
        if self.story and self.story.state not in EDITED:
            raise Refusal(_("Pictures can be changed while the story is a draft."))

    def note_writer(self, by: Account) -> None:
        """Whoever adds to a story is one of its writers and does not check it."""
        if self.story:
            self.story.writers.add(by)

    def require_removable(self) -> None:
        """The same; but from a story that everybody reads a picture may go at once, for nothing new is shown by it."""
        if self.story is None or self.story.state not in SHOWN:
            self.require_open()

    def require_room(self, use: PictureUse) -> None:
        """Refuse pictures beyond the limit, of a secret result, and of a story that was handed in."""
        if (use == PictureUse.STORY) != (self.story is not None) or (use == PictureUse.RESULT) != (
            self.result is not None
        ):
            raise Refusal(_("Choose what the picture shows."), field="use")
        self.require_open()
        if self.result:
            require_open_text(self.result)
        if Picture.objects.filter(story=self.story, studio=self.studio).count() >= MOST:
            raise Refusal(_("There are %(most)s pictures here already. Remove one first.") % {"most": MOST})


def owner_of(picture: Picture) -> Owner:
    """What the picture belongs to."""
    return Owner(picture.studio, picture.result, picture.story)


def require_keeper(owner: Owner, by: Account) -> None:
    """Only those who keep the studio, or write the story, add and cut its pictures."""
    if not owner.is_kept_by(by):
        raise Forbidden(_("Pictures are added by those who keep the studio or write the story."))


def require_publisher(owner: Owner, by: Account, *, writer: Account | None) -> None:
    """Only the union above the unit puts pictures on the studio's page, and there somebody else than who added them."""
    if owner.is_published_by(by, writer=writer):
        return
    if owner.is_published_by(by):
        raise Refusal(_("You wrote this yourself. Somebody else reads it before it is published."))
    raise Forbidden(_("Pictures are published by the union above the unit."))


def require_either(owner: Owner, by: Account) -> None:
    """Those who add and those who publish alike take a picture away."""
    if not owner.is_published_by(by):
        require_keeper(owner, by)
