"""The words of each noun of a studio's register: heading of its section and of its forms."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unions.errors import Sentence


@dataclass(frozen=True, slots=True)
class Words:
    """How a noun is called on pages and buttons."""

    many: Sentence
    add: Sentence
    change: Sentence
    delete: Sentence
    warning: Sentence


KEPT = _("The entry goes from the register and from every count. What was done stays on record.")

WORDS = {
    "studio": Words(
        _("Studios"),
        _("New studio"),
        _("Change the facts of the studio"),
        _("Delete the studio"),
        _("Only a studio that was never named and never applied can be deleted, with all that was entered for it."),
    ),
    "leads": Words(
        _("Leads"),
        _("Add a lead"),
        _("Change the lead's facts"),
        _("Remove the lead"),
        _("The person and the honours stay in the register; the studio has one lead less."),
    ),
    "members": Words(
        _("Members"),
        _("Add a member"),
        _("Change the member"),
        _("Remove the member"),
        _("For somebody entered by mistake. Whoever leaves the team gets a day of leaving instead."),
    ),
    "projects": Words(_("Projects"), _("Add a project"), _("Change the project"), _("Delete the project"), KEPT),
    "results": Words(_("Results"), _("Add a result"), _("Change the result"), _("Delete the result"), KEPT),
    "apprenticeships": Words(
        _("Apprentices"), _("Add an apprentice"), _("Change the apprenticeship"), _("Delete the apprenticeship"), KEPT
    ),
    "activities": Words(
        _("Activities"), _("Add an activity"), _("Change the activity"), _("Delete the activity"), KEPT
    ),
    "awards": Words(_("Honours"), _("Add an honour"), _("Honour"), _("Remove the honour"), KEPT),
    "pictures": Words(
        _("Pictures"),
        _("Add a picture"),
        _("Words and frame"),
        _("Delete the picture"),
        _("The picture goes from every page, and the uploaded file with it."),
    ),
    "services": Words(
        pgettext_lazy("of a studio", "Services"),
        _("Add a service"),
        _("Change the service"),
        _("Delete the service"),
        _("It goes from the public page at once."),
    ),
    "alliances": Words(
        _("Alliances"),
        _("Add an alliance"),
        _("Change the alliance"),
        _("Leave the alliance"),
        _("The studio goes from the alliance on every page at once. The unit of the leader is told."),
    ),
    "consents": Words(
        _("Consent to be named"),
        _("Record a consent"),
        _("Record a consent"),
        _("Record the withdrawal"),
        _("The name goes from the public page at once, with every published text in which it stands."),
    ),
    "benefits": Words(_("Benefit"), _("Add a benefit"), _("Change the benefit"), _("Delete the benefit"), KEPT),
}
