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
from studios.models.studio import register_q
from unions.choices.people import CASE_ROLES
from unions.models import Account
from unions.ui.audience import audience
from unions.ui.history import history_page

Visible = Callable[[Account], QuerySet]


def _in_scope(model: type[Model], path: str) -> Visible:
    return lambda account: model._default_manager.filter(account.scope.q(path))


def _of_studio(model: type[Model], prefix: str) -> Visible:
    """Rows of a studio in preparation are its unit's alone."""
    return lambda account: model._default_manager.filter(register_q(account, prefix))


VISIBLE: dict[str, Visible] = {
    "activity": _of_studio(Activity, "studio__"),
    "application": Application.objects.readable_by,
    "apprenticeship": _of_studio(Apprenticeship, "studio__"),
    "award": _in_scope(HonourAward, "worker__person__home__path"),
    "benefit": _of_studio(Benefit, "result__studio__"),
    "call": Call.objects.visible_to,
    "condition": lambda account: Condition.objects.filter(rules__call__in=Call.objects.visible_to(account)),
    "decision": Decision.objects.visible_to,
    "designation": _of_studio(Designation, "studio__"),
    "figures": _of_studio(ReportedFigures, "studio__"),
    "leadership": _of_studio(Leadership, "studio__"),
    "member": _of_studio(Member, "studio__"),
    "person": Person.objects.visible_to,
    "project": _of_studio(Project, "studio__"),
    "result": _of_studio(Result, "studio__"),
    "studio": _of_studio(Studio, ""),
    "worker": _in_scope(ModelWorker, "person__home__path"),
}


@require_safe
@audience(*CASE_ROLES)
def history(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Within scope; anything else is unknown."""
    if noun not in VISIBLE:
        raise Http404
    return history_page(request, get_object_or_404(VISIBLE[noun](request.user), pk=pk))
