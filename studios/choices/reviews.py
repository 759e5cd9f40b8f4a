"""Vocabulary of review: quotas, rubrics, panels, visits, meetings, public notices, objections and papers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PanelMethod(TextChoices):
    """How a panel comes to its view (domain rules §4)."""

    SCORE = "score", _("Scoring")
    VOTE = "vote", _("Vote")
    DELIBERATION = "deliberation", _("Deliberation only")


class Method(TextChoices):
    """How a criterion's points come about: who looks, at what."""

    MATERIAL = "material", pgettext_lazy("evidence method", "Material")
    SITE = "site", pgettext_lazy("evidence method", "On site")
    EXPERT = "expert", pgettext_lazy("evidence method", "Expert")
    AUTO = "auto", pgettext_lazy("evidence method", "Automatic")

    @property
    def tone(self) -> str:
        """Colour role of the tag."""
        return {"material": "", "site": "gold", "expert": "blue", "auto": "line"}[self.value]


class Formula(TextChoices):
    """The library of automatic criteria; each is a figure of the frozen version against a target or a table."""

    FUNDS_A_YEAR = "funds_a_year", _("Funds a year, yuan, mean of three years")
    HONOUR_RANK = "honour_rank", _("Highest honour of the leads")
    TEAM_SIZE = "team_size", _("Team size")
    TEAM_MIX = "team_mix", _("Team size, with engineers and skilled workers")
    ACTIVITIES_A_YEAR = "activities_a_year", _("Activities a year")
    REPORTS_ON_TIME = "reports_on_time", _("Reports handed in on time, share")
    PROJECTS_A_YEAR = "projects_a_year", _("Approved projects a year")
    PROJECTS_FINISHED = "projects_finished", _("Finished projects, share")
    INTELLECTUAL_PROPERTY = "intellectual_property", _("Intellectual property, points a piece")
    CERTIFIED_BENEFIT = "certified_benefit", _("Certified benefit a year, yuan")
    APPRENTICES = "apprentices", _("Master and apprentice pairs")
    GRADES_RAISED = "grades_raised", _("Grades raised a year")
    TRAINING = "training", _("Training sessions a year")


class SeatState(TextChoices):
    """Where an expert stands in a panel: invited, declared and at work, or out."""

    INVITED = "invited", _("Invited")
    DECLARED = "declared", _("Declared")
    DECLINED = "declined", _("Declined")
    LEFT = "left", pgettext_lazy("expert", "Left the panel")

    @property
    def tone(self) -> str:
        """Colour role of the tag."""
        return {"invited": "amber", "declared": "green", "declined": "", "left": "danger"}[self.value]


class RecusalGround(TextChoices):
    """Why an expert must not score a case; all but the last are found by the program."""

    SAME_UNIT = "same_unit", _("Works for the same unit")
    MEMBER = "member", _("Leads or belongs to the studio")
    CO_AUTHOR = "co_author", _("Author of a listed result")
    APPRENTICE = "apprentice", _("Master or apprentice of the studio's people")
    DECLARED = "declared", _("Declared by the expert")


class SheetState(TextChoices):
    """An expert's sheet for one case."""

    DRAFT = "draft", pgettext_lazy("score sheet", "In progress")
    TYPED = "typed", _("Typed from paper, to be confirmed")
    SUBMITTED = "submitted", _("Scored")
    VOID = "void", pgettext_lazy("score sheet", "Does not count")

    @property
    def tone(self) -> str:
        """Colour role of the tag."""
        return {"draft": "blue", "typed": "amber", "submitted": "green", "void": ""}[self.value]


class CaseProgress(TextChoices):
    """How far an expert is with a case of the queue."""

    NOT_BEGUN = "not_begun", _("Not scored")
    UNDER_WAY = "under_way", pgettext_lazy("score sheet", "In progress")
    TYPED = "typed", _("On paper")
    SCORED = "scored", _("Scored")
    VOID = "void", pgettext_lazy("score sheet", "Does not count")
    RECUSED = "recused", pgettext_lazy("expert", "Recused")
    MOVED_ON = "moved_on", pgettext_lazy("case", "Closed")

    @property
    def tone(self) -> str:
        """Colour role of the tag."""
        return {"under_way": "blue", "typed": "amber", "scored": "green", "recused": "amber"}.get(self.value, "")

    @property
    def icon(self) -> str:
        """A scored case has its tick."""
        return "check" if self.value == "scored" else ""


class Vote(TextChoices):
    """A vote on one case."""

    FOR = "for", pgettext_lazy("vote", "For")
    AGAINST = "against", pgettext_lazy("vote", "Against")
    ABSTAIN = "abstain", pgettext_lazy("vote", "Abstains")


class VisitState(TextChoices):
    """A site visit is planned, then reported, or called off."""

    PLANNED = "planned", _("Planned")
    REPORTED = "reported", _("Reported")
    CANCELLED = "cancelled", pgettext_lazy("visit", "Called off")

    @property
    def tone(self) -> str:
        """Colour role of the tag."""
        return {"planned": "amber", "reported": "green", "cancelled": ""}[self.value]


class Outcome(TextChoices):
    """What a meeting says of a case."""

    CHOSEN = "chosen", _("Chosen")
    RESERVE = "reserve", _("Reserve")
    NOT_CHOSEN = "not_chosen", _("Not chosen")

    @property
    def tone(self) -> str:
        """Colour role of the tag."""
        return {"chosen": "green", "reserve": "amber", "not_chosen": ""}[self.value]


class MeetingKind(TextChoices):
    """What kind of meeting decides on the list."""

    PARTY_GROUP = "party_group", _("Party group meeting")
    CHAIR = "chair", _("Chairs' meeting")
    STANDING = "standing", _("Standing committee meeting")
    WORK_GROUP = "work_group", _("Leading group meeting")


class NoticeState(TextChoices):
    """A public notice is drafted, runs, is over, or was replaced by its correction."""

    DRAFT = "draft", _("Draft")
    RUNNING = "running", pgettext_lazy("notice", "Running")
    OVER = "over", pgettext_lazy("notice", "Over")
    REPLACED = "replaced", _("Replaced by a correction")

    @property
    def tone(self) -> str:
        """Colour role of the tag."""
        return {"draft": "", "running": "amber", "over": "green", "replaced": ""}[self.value]


class NoticeOrder(TextChoices):
    """In which order a notice lists its candidates."""

    RECOMMENDER = "recommender", _("By recommending union, then surname strokes")
    STROKES = "strokes", _("By surname strokes")
    RANK = "rank", _("By rank")


class Channel(TextChoices):
    """How an objection came in."""

    ONLINE = "online", _("Online")
    LETTER = "letter", _("Letter")
    PHONE = "phone", _("Telephone")
    PERSON = "person", pgettext_lazy("objection", "In person")


class Objector(TextChoices):
    """Who objects: a person by name, a unit by seal, or nobody named."""

    PERSON = "person", _("A person")
    UNIT = "unit", pgettext_lazy("objection", "A unit")
    ANONYMOUS = "anonymous", _("Anonymous")


class ObjectionState(TextChoices):
    """An objection is received, sifted (accepted or declined), then settled."""

    RECEIVED = "received", pgettext_lazy("objection", "Received")
    DECLINED = "declined", pgettext_lazy("objection", "Not accepted")
    ACCEPTED = "accepted", pgettext_lazy("objection", "Accepted, being looked into")
    NOT_UPHELD = "not_upheld", _("Not upheld")
    PARTLY_UPHELD = "partly_upheld", _("Upheld in part")
    UPHELD = "upheld", _("Upheld")

    @property
    def tone(self) -> str:
        """Colour role of the tag."""
        return {"received": "amber", "accepted": "blue", "upheld": "danger", "partly_upheld": "amber"}.get(
            self.value, ""
        )

    @property
    def is_open(self) -> bool:
        """Whether it still blocks the decision."""
        return self in (ObjectionState.RECEIVED, ObjectionState.ACCEPTED)


class PaperKind(TextChoices):
    """Papers that the program writes."""

    SUMMARY = "summary", _("Recommendation summary")
    SCORE_SHEET = "score_sheet", _("Score sheet")
    RESULTS = "results", _("Result list")
    NOTICE = "notice", _("Public notice")
    DECISION = "decision", _("Naming decision")
    CERTIFICATE = "certificate", _("Certificate")
    PLAQUES = "plaques", _("Plaque labels")
    PLAQUE_ORDER = "plaque_order", _("Plaque order")
    REPORT = "report", _("Report for the leadership")
    CONDITIONS = "conditions", _("Condition sheet")
    PROFILE = "profile", _("Studio profile")
    LEDGER = "ledger", _("Annual ledger")
    CASE_FORM = "case_form", _("Form of another system")


class PaperFormat(TextChoices):
    """The file formats of a paper."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word"
