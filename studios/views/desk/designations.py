"""Recording a naming that was decided on paper elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studios.forms.designations import OutsideNamingForm
from studios.permissions import records_namings_of
from studios.views.desk.register_forms import answer_form, find_studio
from unions.choices.people import DESK_ROLES
from unions.errors import Forbidden
from unions.ui.audience import audience


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*DESK_ROLES)
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record one naming of a studio; it gets its number and plaque code with the first one."""
    studio = find_studio(request, pk)
    if not records_namings_of(request.user, studio.union):
        raise Forbidden(_("Namings from outside are recorded by a clerk or chair of a union above the unit."))
    form = OutsideNamingForm(request.POST or None, studio=studio)
    page = {"studio": studio, "title": _("Record a naming from outside")}
    return answer_form(request, form, then=reverse("desk_studio", args=[pk]), page=page)
