"""Where an expert comes in with a one-day code: public, counted, and silent about what was wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from studios.actions.seat_codes import use_code
from studios.forms.panels import CodeForm
from studios.values.seat_codes import typed_code
from unions.sign_in.codes import enter, may_try
from unions.ui.audience import PUBLIC, audience

TOO_MANY = 429


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@audience(PUBLIC)
def seat_enter(request: HttpRequest) -> HttpResponse:
    """Sign an expert in by the code; every code that does not hold gets the same answer."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, form)
    typed = typed_code(form.cleaned_data["code"])
    if not may_try(request, typed):
        form.add_error(None, _("Too many tries. Wait a quarter of an hour and try again."))
        return _page(request, form, TOO_MANY)
    seat = use_code(typed)
    if seat is not None:
        return enter(request, seat.expert.account, then=reverse("review_declare", args=[seat.pk]))
    form.add_error("code", _("This code does not hold. Look at the slip again, or ask the union for a new one."))
    return _page(request, form)


def _page(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    return render(request, "studios/panel/enter.html", {"form": form}, status=status)
