"""Row history of the register, calls and applications."""

from collections.abc import Callable

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from studios.models import (
    Activity,
    Application,
    Apprenticeship,
    Benefit,
    Call,
    Condition,
    Decision,
    Designation,
    HonourAward,
    Leadership,
    Member,
    ModelWorker,
    Person,
    Project,
    ReportedFigures,
    Result,
    Studio,
)
from unions.choices.people import CASE_ROLES
from unions.models import Account
from unions.ui.audience import audience
from unions.ui.history import history_page

Visible = Callable[[Account], QuerySet]


def _in_scope(model: type[Model], path: str) -> Visible:
    return lambda account: model._default_manager.filter(account.scope.q(path))


VISIBLE: dict[str, Visible] = {
    "activity": _in_scope(Activity, "studio__union__path"),
    "application": Application.objects.readable_by,
    "apprenticeship": _in_scope(Apprenticeship, "studio__union__path"),
    "award": _in_scope(HonourAward, "worker__person__home__path"),
    "benefit": _in_scope(Benefit, "result__studio__union__path"),
    "call": Call.objects.visible_to,
    "condition": lambda account: Condition.objects.filter(rules__call__in=Call.objects.visible_to(account)),
    "decision": _in_scope(Decision, "union__path"),
    "designation": _in_scope(Designation, "studio__union__path"),
    "figures": _in_scope(ReportedFigures, "studio__union__path"),
    "leadership": _in_scope(Leadership, "studio__union__path"),
    "member": _in_scope(Member, "studio__union__path"),
    "person": Person.objects.visible_to,
    "project": _in_scope(Project, "studio__union__path"),
    "result": _in_scope(Result, "studio__union__path"),
    "studio": Studio.objects.visible_to,
    "worker": _in_scope(ModelWorker, "person__home__path"),
}


@require_safe
@audience(*CASE_ROLES)
def history(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Within scope; anything else is unknown."""
    if noun not in VISIBLE:
        raise Http404
    return history_page(request, get_object_or_404(VISIBLE[noun](request.user), pk=pk))
