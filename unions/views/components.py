"""The components page: every component in every state."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from unions.forms.samples import SampleForm
from unions.ui.audience import STAFF, audience

STEPS = [
    {"label": _("Fill in"), "note": "09-30", "state": "done"},
    {"label": _("Unit review"), "note": "10-10", "state": "current"},
    {"label": _("Recommendation"), "note": "10-25", "state": ""},
    {"label": _("Decision"), "note": "11-30", "state": ""},
]
RETURNED = [
    {"label": _("Fill in"), "note": "09-30", "state": "back"},
    {"label": _("Unit review"), "note": "10-10", "state": ""},
]
TASKS = [
    {"number": "1", "label": _("Basics"), "url": "#forms", "state": _("Done"), "tone": "green", "icon": "check"},
    {
        "number": "2",
        "label": _("Results"),
        "url": "#forms",
        "state": _("To change"),
        "tone": "danger",
        "icon": "circle-alert",
        "is_current": True,
    },
    {"number": "3", "label": _("Benefit"), "url": "#forms", "state": _("Under way"), "tone": "blue"},
    {"number": "4", "label": _("Attachments"), "state": _("Not started")},
]
FILES = [{"name": "report-2025.pdf", "size": 1_840_000, "state": _("Checked"), "tone": "green", "remove_url": "#files"}]
BAD_INPUT = {"name": "", "benefit": "?", "started_0": "2024", "finished": "2027-13-01"}


def _shown() -> dict[str, object]:
    return {
        "steps": STEPS,
        "returned": RETURNED,
        "tasks": TASKS,
        "files": FILES,
        "form": SampleForm(prefix="good", initial={"name": "𠮷", "kind": "patent"}),
        "bad_form": SampleForm(BAD_INPUT),
        "page": Paginator(range(140), 10).page(4),
        "tones": ["grey", "blue", "green", "amber", "danger", "gold", "red", "line"],
        "kinds": ["", "primary", "brand", "danger", "quiet"],
        "drawings": ["rail", "power", "port", "medical", "chip", "tunnel", "bio", "build"],
    }


@require_safe
@audience(STAFF)
def show(request: HttpRequest) -> HttpResponse:
    """Show the components to those who keep the dictionaries."""
    return render(request, "unions/ui/index.html", _shown())
