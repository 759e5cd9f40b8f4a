"""Vocabulary of the register."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HonourRank(TextChoices):
    """Rank of an honour, highest first."""

    NATION = "nation", _("National honour")
    PROVINCE = "province", _("Provincial or ministerial honour")
    CITY = "city", _("City honour")
    COUNTY = "county", _("County honour")
    UNIT = "unit", _("Unit honour")

    @property
    def order(self) -> int:
        """0 for the highest rank."""
        return list(type(self)).index(self)


class StudioState(TextChoices):
    """A studio exists from its first draft; only named ones are public."""

    PREPARING = "preparing", _("In preparation")
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {"preparing": "", "active": "green", "closed": "amber"}[self.value]


class ProblemArea(TextChoices):
    """The four areas of technical problems."""

    TECHNOLOGY = "technology", _("Technology development")
    PROCESS = "process", _("Process improvement")
    SAFETY = "safety", _("Work safety")
    MANAGEMENT = "management", _("Management")


class ProjectState(TextChoices):
    """How far a project is."""

    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    STOPPED = "stopped", _("Stopped")

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {"running": "blue", "finished": "green", "stopped": ""}[self.value]


class ResultGroup(TextChoices):
    """Groups of result kinds that screens show."""

    INNOVATION = "innovation", _("Technical innovation")
    PATENT = "patent", _("Patent")
    SOFTWARE = "software", _("Software copyright")
    STANDARD = "standard", _("Standard or construction method")
    METHOD = "method", _("Advanced working method")
    PAPER = "paper", _("Paper or book")
    PRODUCT = "product", _("New product")
    MANAGEMENT = "management", _("Management innovation")
    OTHER = "other", _("Other")


class ResultState(TextChoices):
    """自报 → 单位核验 → 工会确认; only confirmed results are called verified."""

    REPORTED = "reported", _("Reported by the studio")
    CHECKED = "checked", _("Checked by the unit")
    CONFIRMED = "confirmed", _("Confirmed by the union")

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {"reported": "", "checked": "blue", "confirmed": "green"}[self.value]


class BenefitMethod(TextChoices):
    """How a benefit arises."""

    PROFIT = "profit", _("Added profit")
    SAVING = "saving", _("Cost saved")
    LOSS_AVOIDED = "loss_avoided", _("Loss avoided")
    LICENCE = "licence", _("Transfer or licence")
    SOCIAL = "social", _("Social benefit")


class MemberRole(TextChoices):
    """What a member is in the studio."""

    CORE = "core", _("Core member")
    MEMBER = "member", _("Member")
    ADVISER = "adviser", _("Adviser")
    SECRETARY = "secretary", _("Liaison")


class PoliticalStatus(TextChoices):
    """Political status as the form asks."""

    PARTY = "party", _("Member of the Communist Party")
    PROBATIONARY = "probationary", _("Probationary Party member")
    LEAGUE = "league", _("Youth League member")
    DEMOCRATIC = "democratic", _("Member of a democratic party")
    NONE = "none", _("No party")


class Education(TextChoices):
    """Level of education as the form asks."""

    JUNIOR = "junior", _("Junior secondary")
    SENIOR = "senior", _("Senior or vocational secondary")
    COLLEGE = "college", _("Junior college")
    BACHELOR = "bachelor", _("Bachelor")
    MASTER = "master", _("Master")
    DOCTOR = "doctor", _("Doctor")


class ActivityKind(TextChoices):
    """Kinds of activity."""

    TACKLING = "tackling", _("Problem tackling")
    TRAINING = "training", _("Training")
    EXCHANGE = "exchange", _("Exchange")
    SITE_MEETING = "site_meeting", _("Site meeting")
    VISIT = "visit", _("Study visit")
    SERVICE = "service", _("Technical service")


class DesignationState(TextChoices):
    """Stored states of a designation; due and overdue are computed."""

    ACTIVE = "active", _("Valid")
    RECTIFICATION = "rectification", _("In rectification")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    CANCELLED = "cancelled", _("Cancelled")

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {
            "active": "green",
            "rectification": "amber",
            "suspended": "amber",
            "revoked": "danger",
            "cancelled": "",
        }[self.value]


class PlaqueState(TextChoices):
    """Where a plaque is."""

    ISSUED = "issued", _("With the studio")
    CALLED_BACK = "called_back", _("Called back")
    RETURNED = "returned", _("Returned")

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {"issued": "", "called_back": "amber", "returned": "green"}[self.value]


class DecisionKind(TextChoices):
    """What a numbered paper does."""

    NAMING = "naming", _("Naming")
    REVOCATION = "revocation", _("Revocation")


class Origin(TextChoices):
    """Whether a naming was decided here or recorded from an outside paper."""

    DECIDED = "decided", _("Decided here")
    RECORDED = "recorded", _("Recorded from an outside decision")
