"""What somebody who stands before a plaque may do, by the answer of the check."""

from django.utils.translation import gettext_lazy as _

from studios.ui.showcase import Standing
from unions.errors import Sentence

ADVICE: dict[str, Sentence] = {
    "active": _("You can rely on it. The studio's page shows its results and whom to ask."),
    "due": _("You can rely on it until the union has decided. The plaque may stay on the wall."),
    "rectification": _("You can rely on it until the union has decided. The plaque may stay on the wall."),
    "suspended": _("Do not rely on it until the union has decided."),
    "revoked": _("Do not rely on it. The plaque has to come down and goes back to the union that decided."),
    "cancelled": _("Do not rely on it. Ask the union that decided what stands in its place."),
}


def advice_of(standing: Standing) -> Sentence:
    """One sentence."""
    return ADVICE[standing.key]
