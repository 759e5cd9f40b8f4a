"""The eight pages of the application form, in the order of the paper."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SectionKey(TextChoices):
    """One page of the form; the value is stored and used in addresses."""

    BASICS = "basics", _("Basic information")
    LEADS = "leads", _("Lead")
    TEAM = "team", _("Team")
    RESULTS = "results", _("Innovation results")
    BENEFITS = "benefits", _("Benefit")
    TRAINING = "training", _("Training and activities")
    MEANS = "means", _("Means and rules")
    SUMMARY = "summary", _("Summary and declaration")

    @property
    def numeral(self) -> str:
        """一 to 八."""
        return "一二三四五六七八"[list(type(self)).index(self)]


class SectionState(TextChoices):
    """How far a page of the form is."""

    EMPTY = "empty", _("Not started")
    STARTED = "started", _("In progress")
    FAULTY = "faulty", _("Needs changes")
    COMPLETE = "complete", _("Complete")

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {"empty": "", "started": "blue", "faulty": "danger", "complete": "green"}[self.value]


# A return that changes one of these asks for new stamps by default (domain rules §4).
STAMPED = (SectionKey.BASICS, SectionKey.LEADS, SectionKey.RESULTS, SectionKey.BENEFITS)
