"""Which drawing stands for a studio's industry; where none fits, the plaque is shown."""

from studios.models import Studio

# By division of GB/T 4754-2017: a drawing that a reader from the trade would not recognise is worse than a plaque.
OF_DIVISION = {
    "27": "bio",
    "37": "rail",
    "39": "chip",
    "44": "power",
    "47": "build",
    "48": "tunnel",
    "49": "build",
    "50": "build",
    "53": "rail",
    "55": "port",
    "59": "port",
    "63": "chip",
    "64": "chip",
    "65": "chip",
    "84": "medical",
}


def drawing_of(studio: Studio) -> str:
    """The studio's own choice, else that of its industry; empty for a plaque."""
    return studio.cover or OF_DIVISION.get(studio.industry_id or "", "")
