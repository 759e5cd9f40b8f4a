"""How a story looks in public: its prose with tables that scroll, its short words, its programme and route."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from studios.choices.showcase import StoryKind, StoryState
from studios.choices.stories import SHOWN, StoryStep
from studios.models import Picture, SiteMeeting, Stop, Story, Talk
from studios.queries.pictures import as_pictures
from studios.values.prose import spoken
from unions import clock
from unions.errors import Sentence
from unions.templatetags.lists import region

SHORT = 120


def prose(html: str) -> SafeString:
    """The clean HTML of a text; a wide table scrolls by itself and can be reached by keyboard."""
    frame = format_html('<div class="tablewrap" {}>', region(label=""))
    framed = html.replace("<table>", f"{frame}<table>").replace("</table>", "</table></div>")
    return mark_safe(framed)  # noqa: S308 - cleaned or made by ourselves before it was kept


@dataclass(frozen=True)
class StoryView:
    """A story as its page shows it; `before` are the pictures that a correction will be shown with."""

    story: Story
    before: Sequence[Picture] = ()

    @property
    def prose(self) -> SafeString:
        return prose(self.story.body)

    @property
    def kind(self) -> StoryKind:
        return StoryKind(self.story.kind)

    @property
    def opening(self) -> str:
        """The summary, else the first words."""
        return self.story.summary or Truncator(spoken(self.story.body)).chars(SHORT)

    @property
    def pictures(self) -> list[Picture]:
        """The pictures in their order; before a correction is published, those of the story that it corrects too."""
        return [*self.before, *self.story.shown]  # type: ignore[attr-defined]

    @property
    def is_archived(self) -> bool:
        return self.story.state == StoryState.ARCHIVED

    @cached_property
    def meeting(self) -> SiteMeeting | None:
        """The site meeting, of a story of this kind."""
        return getattr(self.story, "meeting", None) if self.kind is StoryKind.SITE_MEETING else None

    @property
    def is_coming(self) -> bool:
        return self.meeting is not None and self.meeting.held_on >= clock.today()

    @property
    def programme(self) -> list[tuple[Talk, str]]:
        """Each talk with the address of its text, where that is published."""
        talks = self.meeting.programme if self.meeting else []  # type: ignore[attr-defined]
        return [
            (talk, talk.story.get_absolute_url() if talk.story and talk.story.state in SHOWN else "") for talk in talks
        ]

    @property
    def route(self) -> list[Stop]:
        """The stops; a studio is named where the public may read of it."""
        return self.meeting.route if self.meeting else []  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story in a list."""

    story: Story

    @property
    def photo(self) -> Picture | None:
        """Its first picture."""
        return next(iter(as_pictures(self.story.first_picture)), None)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a step asks, what it does, its button, and what is said when it is done."""

    question: Sentence
    effect: Sentence
    verb: Sentence
    done: Sentence
    kind: str = "primary"


STEP_WORDS = {
    StoryStep.SUBMIT: StepWords(
        gettext_lazy("Send this story for checking?"),
        gettext_lazy("Another clerk or chair of the union reads it. You can take it back until then."),
        StoryStep.SUBMIT.label,
        gettext_lazy("Sent. Those who may check it were told."),
    ),
    StoryStep.TAKE_BACK: StepWords(
        gettext_lazy("Take this story back?"),
        gettext_lazy("It is a draft again and waits for nobody."),
        StoryStep.TAKE_BACK.label,
        gettext_lazy("Taken back."),
    ),
    StoryStep.RETURN: StepWords(
        gettext_lazy("Return this story to its writer?"),
        gettext_lazy("The writer changes it and sends it again."),
        StoryStep.RETURN.label,
        gettext_lazy("Returned. The writer was told."),
    ),
    StoryStep.REVISE: StepWords(
        gettext_lazy("Make this story a draft again?"),
        gettext_lazy("It can be changed and sent again."),
        StoryStep.REVISE.label,
        gettext_lazy("It is a draft again."),
    ),
    StoryStep.PUBLISH: StepWords(
        gettext_lazy("Publish this story?"),
        gettext_lazy(
            "Everybody can read it at once. Later changes are corrections that are checked and shown as such."
        ),
        StoryStep.PUBLISH.label,
        gettext_lazy("Published."),
    ),
    StoryStep.ARCHIVE: StepWords(
        gettext_lazy("Move this story to the archive?"),
        gettext_lazy("It leaves the lists; its address stays and says that it is archived."),
        StoryStep.ARCHIVE.label,
        gettext_lazy("Archived."),
    ),
    "remove_picture": StepWords(
        gettext_lazy("Delete this picture?"),
        gettext_lazy("It leaves the page at once. The upload goes too; the record of it stays."),
        gettext_lazy("Delete"),
        gettext_lazy("The picture was deleted."),
        "danger",
    ),
    "discard": StepWords(
        gettext_lazy("Drop this draft?"),
        gettext_lazy("The text goes for good; what was done stays on record."),
        gettext_lazy("Drop the draft"),
        gettext_lazy("The draft was dropped."),
        "danger",
    ),
}
