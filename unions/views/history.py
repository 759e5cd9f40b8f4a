"""Row history of people and authority."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from unions.choices.people import Role
from unions.models import Account, Appointment, Union
from unions.ui.audience import audience
from unions.ui.history import history_page


def _appointments(account: Account) -> QuerySet[Appointment]:
    return Appointment.objects.filter(account.scope.q("union__path", roles=(Role.ADMINISTRATOR,)))


VISIBLE: dict[str, Callable[[Account], QuerySet]] = {
    "account": Account.objects.administered_by,
    "appointment": _appointments,
    "union": Union.objects.in_records_of,
}


@require_safe
@audience(*Role)
def history(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Within scope; anything else is unknown."""
    return history_page(request, get_object_or_404(VISIBLE[noun](request.user), pk=pk))
