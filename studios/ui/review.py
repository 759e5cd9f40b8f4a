"""The pages of a call's review, in the order of its path: links for the call's overview and for each of them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import REVIEWING, Stage
from studios.models import Call
from unions.errors import Sentence


@dataclass(frozen=True, slots=True)
class Link:
    """One page of a call: its route takes the call's id alone, or is a list that filters by it.

    `stages` are those it needs, none for all calls.
    """

    label: Sentence
    route: str
    stages: tuple[Stage, ...] = ()
    is_list: bool = False

    def url(self, call: Call) -> str:
        """The page of this call."""
        return f"{reverse(self.route)}?call={call.pk}" if self.is_list else reverse(self.route, args=[call.pk])


LINKS: tuple[Link, ...] = (
    Link(_("Quotas"), "call_quotas", (Stage.RECOMMENDATION,)),
    Link(_("Recommendation summaries"), "call_batches", (Stage.RECOMMENDATION,)),
    Link(_("Paper originals"), "originals", is_list=True),
    Link(_("Review settings"), "call_plan", REVIEWING),
    Link(_("Rubric"), "call_rubric", (Stage.PANEL, Stage.VISIT)),
    Link(_("Expert panel"), "call_panel", (Stage.PANEL,)),
    Link(_("Assignments"), "call_assignments", (Stage.PANEL,)),
    Link(_("Paper sheets"), "call_paper_sheets", (Stage.PANEL,)),
    Link(_("Files for blind reviewers"), "call_blind_files", (Stage.PANEL,)),
    Link(_("Board"), "call_board", (Stage.PANEL, Stage.VISIT)),
    Link(_("Site visits"), "call_visits", (Stage.VISIT,)),
    Link(_("Departmental review"), "call_consultations", (Stage.PANEL, Stage.VISIT, Stage.MEETING, Stage.NOTICE)),
    Link(_("Meeting"), "call_meeting", (Stage.MEETING,)),
    Link(_("Public notices"), "call_notices", (Stage.NOTICE,)),
    Link(_("Objections"), "call_objections", (Stage.NOTICE,)),
    Link(_("Papers"), "call_papers"),
    Link(_("Package for the archive"), "call_package"),
    Link(_("Report for the leadership"), "call_report"),
)


def review_links(call: Call, *, current: str = "") -> list[tuple[Sentence, str, bool]]:
    """Label, address and whether it is the current page, for the stages that the call has on."""
    on = set(call.stages)
    shown = [link for link in LINKS if not link.stages or on & set(link.stages)]
    return [(link.label, link.url(call), link.route == current) for link in shown]
