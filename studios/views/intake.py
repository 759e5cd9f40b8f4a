"""What the public sends: an objection to a notice. The only public pages that set a cookie, for their token."""

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from studios.actions.objections import register_objection
from studios.forms.objections import ObjectionForm
from studios.models import Objection, PublicNotice
from studios.queries.notices import current_version
from unions.errors import Refusal
from unions.forms.refusals import add_refusal
from unions.ui.answers import form_status
from unions.ui.audience import audience


@require_http_methods(["GET", "HEAD", "POST"])
@audience("public")
@never_cache
def objection(request: HttpRequest, pk: str) -> HttpResponse:
    """Object to a running notice; afterwards the page of the receipt."""
    asked = get_object_or_404(PublicNotice.objects.public(), pk=pk)
    notice = current_version(asked)
    if not notice.is_running:
        return render(request, "studios/public/notice_closed.html", {"notice": notice})
    if request.method == "POST" and not _is_within_limit(request):
        return render(request, "studios/public/notice_closed.html", {"notice": notice, "is_limited": True}, status=429)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ObjectionForm(*data, notice=notice)
    if form.is_bound and form.is_valid() and (made := _registered(form, notice)):
        return redirect("objection_state", made.receipt)
    context = {"notice": notice, "form": form}
    return render(
        request, "studios/public/notice_objection.html", context, status=form_status(request, refused=form.errors)
    )


def _is_within_limit(request: HttpRequest) -> bool:
    return ratelimit.consume(request, action="objection")


def _registered(form: ObjectionForm, notice: PublicNotice) -> Objection | None:
    """The objection, or None with the reason at its field."""
    try:
        return register_objection(
            notice, received=form.received, by=None, idempotency_key=f"web-{form.cleaned_data['key']}"
        )
    except Refusal as refusal:
        add_refusal(form, refusal)
    except ValidationError as refused:
        form.add_error("file", refused)
    if form.files and "file" not in form.errors:
        form.add_error("file", _("Choose the file again before you send."))
    return None
