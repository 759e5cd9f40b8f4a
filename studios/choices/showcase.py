"""Vocabulary of what the public finds: blocks of a studio's page, services, adopters, requests, stories, pictures."""

from typing import Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unions.errors import Sentence


class SearchKind(TextChoices):
    """What a search finds."""

    STUDIO = "studio", _("Studios")
    LEAD = "lead", _("Leads")
    RESULT = "result", _("Results")
    METHOD = "method", _("Working methods")
    STORY = "story", _("Stories")

    @property
    def one(self) -> Sentence:
        """What one hit is called."""
        return {
            "studio": _("Studio"),
            "lead": _("Lead"),
            "result": _("Result"),
            "method": _("Working method"),
            "story": _("Story"),
        }[self.value]


class Facet(TextChoices):
    """By what the public list narrows; the value is the name in the address."""

    GROUP = "group", _("Industry group")
    LEVEL = "level", _("Level")
    COUNTY = "county", _("County")
    KIND = "kind", _("Kind")
    HONOUR = "honour", _("Honour of the lead")
    AREA = "area", _("Problem area")
    SERVICE = "service", _("Service offered")
    YEAR = "year", _("Year of naming")


class ServiceKind(TextChoices):
    """What a studio offers to others."""

    LESSON = "lesson", _("Lessons on site")
    ADVICE = "advice", _("Technical advice")
    VISIT = "visit", _("Study visits")
    JOINT = "joint", _("Joint problem solving")

    @property
    def icon(self) -> str:
        """The symbol of the service."""
        return {"lesson": "graduation-cap", "advice": "message-square", "visit": "map-pin", "joint": "handshake"}[
            self.value
        ]


class BlockKey(TextChoices):
    """The blocks of a studio's public page that the unit writes; facts of the register are no blocks."""

    COVER = "cover", _("Cover picture")
    INTRODUCTION = "introduction", _("Introduction")
    METHODS = "methods", _("Working methods shown")
    LEAD = "lead", _("About the lead")
    TEAM = "team", _("About the team")
    TIMELINE = "timeline", _("Timeline")
    ALLIANCES = "alliances", _("Alliances")
    SERVICES = "services", _("Services offered")


class BlockState(TextChoices):
    """Where the newest text of a block is; what was published stays on the page until it is replaced."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sent for publishing")
    RETURNED = "returned", _("Returned")
    PUBLISHED = "published", pgettext_lazy("state", "Published")
    WITHDRAWN = "withdrawn", _("Taken off the page")

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {"draft": "", "submitted": "blue", "returned": "amber", "published": "green", "withdrawn": ""}[
            self.value
        ]


class BlockStep(TextChoices):
    """What is done to a block; the unit saves and submits, the recommending union does the rest."""

    SAVE = "save", _("Save")
    SUBMIT = "submit", _("Send for publishing")
    PUBLISH = "publish", _("Publish")
    RETURN = "return", _("Return")
    WITHDRAW = "withdraw", _("Take off the page")


class CoverShown(TextChoices):
    """What stands at the head of a studio's page."""

    PICTURE = "picture", _("A picture")
    DRAWING = "drawing", _("The drawing of the industry")
    PLAQUE = "plaque", _("The plaque")


class ConsentWay(TextChoices):
    """How a member agreed to be named in public."""

    PAPER = "paper", _("Signed paper")
    WRITING = "writing", _("In writing by the member (e-mail, message)")


class AdoptionState(TextChoices):
    """Whether a unit's word that it uses a result was confirmed; only confirmed adopters count."""

    REPORTED = "reported", _("Waits for the studio")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Not confirmed")

    @property
    def is_open(self) -> bool:
        """Whether the studio still has to act."""
        return self is AdoptionState.REPORTED

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {"reported": "blue", "confirmed": "green", "declined": ""}[self.value]


class RequestState(TextChoices):
    """对接需求: how far the answer is."""

    RECEIVED = "received", _("Waits for an answer")
    IN_TALKS = "in_talks", _("In talks")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Declined")

    @property
    def is_open(self) -> bool:
        """Whether the studio still has to act."""
        return self in (RequestState.RECEIVED, RequestState.IN_TALKS)

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {"received": "blue", "in_talks": "gold", "agreed": "green", "declined": ""}[self.value]


class StoryKind(TextChoices):
    """What is told."""

    EXPERIENCE = "experience", _("Experience")
    NEWS = "news", _("News")
    SITE_MEETING = "site_meeting", _("Site meeting")
    HISTORY = "history", _("History of the movement")


class StoryState(TextChoices):
    """From the draft to the archive; checked by somebody else than the writer."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sent for checking")
    RETURNED = "returned", _("Returned")
    PUBLISHED = "published", pgettext_lazy("state", "Published")
    ARCHIVED = "archived", _("Archived")

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {"draft": "", "submitted": "blue", "returned": "amber", "published": "green", "archived": ""}[self.value]


class PictureUse(TextChoices):
    """Where a picture stands."""

    COVER = "cover", _("Cover")
    PORTRAIT = "portrait", _("Portrait")
    RESULT = "result", _("Result")
    STORY = "story", _("Story")

    @classmethod
    def of_studios(cls) -> tuple[Self, ...]:
        """Those that stand on a studio's page by themselves."""
        return cls.COVER, cls.PORTRAIT

    @property
    def ratio(self) -> str:
        """The shape that a picture gets at first."""
        return {"cover": "3:2", "portrait": "1:1"}.get(self.value, "whole")
