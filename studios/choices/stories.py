"""The steps of a story: from which state to which, and whether a reason is asked."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from studios.choices.showcase import StoryState


class StoryStep(TextChoices):
    """What is done with a story; `source` and `target` are the whole table."""

    SUBMIT = "submit", pgettext_lazy("story", "Send for checking")
    TAKE_BACK = "take_back", pgettext_lazy("story", "Take back")
    RETURN = "return", pgettext_lazy("story", "Return")
    REVISE = "revise", pgettext_lazy("story", "Revise")
    PUBLISH = "publish", _("Publish")
    ARCHIVE = "archive", pgettext_lazy("story", "Archive")

    @property
    def source(self) -> StoryState:
        """The state in which it may be done."""
        return TABLE[self][0]

    @property
    def target(self) -> StoryState:
        """The state that follows."""
        return TABLE[self][1]

    @property
    def needs_note(self) -> bool:
        """Whether the writer must be told why."""
        return self is StoryStep.RETURN


TABLE: dict[str, tuple[StoryState, StoryState]] = {
    StoryStep.SUBMIT: (StoryState.DRAFT, StoryState.SUBMITTED),
    StoryStep.TAKE_BACK: (StoryState.SUBMITTED, StoryState.DRAFT),
    StoryStep.RETURN: (StoryState.SUBMITTED, StoryState.RETURNED),
    StoryStep.REVISE: (StoryState.RETURNED, StoryState.DRAFT),
    StoryStep.PUBLISH: (StoryState.SUBMITTED, StoryState.PUBLISHED),
    StoryStep.ARCHIVE: (StoryState.PUBLISHED, StoryState.ARCHIVED),
}
EDITED = (StoryState.DRAFT, StoryState.RETURNED)
SHOWN = (StoryState.PUBLISHED, StoryState.ARCHIVED)
