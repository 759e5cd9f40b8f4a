"""A call into another year, a practice call through its end, and wiping one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from studios.actions.practice import ask_for_wiping, rehearse_naming
from studios.actions.year_roll import copy_call
from studios.forms.year_roll import CopyForm, PracticeNamingForm
from studios.models import Call
from studios.queries.year_roll import Pattern, rolled
from studios.views.desk.calls import WRITERS, writable
from unions.choices.people import Role
from unions.forms.refusals import attempt
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy a call, with its dates as they would fall; looking at them writes nothing."""
    call = writable(request, pk)
    form = CopyForm(posted(request), initial=_next_year(call))
    if form.is_bound and form.is_valid() and "preview" not in request.POST:
        made = attempt(form, lambda: copy_call(call, by=request.user, copy=form.copy))
        if made is not None:
            messages.success(request, _("Copied. Check dates and rules before the call opens."))
            return redirect("call_edit", made.pk)
    shown = {"call": call, "form": form, "pattern": _pattern(call, form)}
    return render(request, "studios/calls/copy.html", shown, status=form_status(request, refused=form.errors))


def _next_year(call: Call) -> dict[str, object]:
    return {"year": call.year + 1, "title": call.title.replace(str(call.year), str(call.year + 1))}


def _pattern(call: Call, form: CopyForm) -> Pattern | None:
    """The dates for what is asked; none while year or day can't be read."""
    if not form.is_bound:
        return rolled(call, call.year + 1)
    form.is_valid()
    year = form.cleaned_data.get("year")
    return (
        rolled(call, year, opens_on=form.cleaned_data.get("opens_on"))
        if year and "opens_on" not in form.errors
        else None
    )


def practice_naming(request: HttpRequest, call: Call) -> HttpResponse:
    """The end of a practice call: chosen cases, no paper."""
    form = PracticeNamingForm(posted(request), call=call)
    if form.is_bound and form.is_valid():
        chosen = list(form.cleaned_data["applications"])
        count = attempt(form, lambda: rehearse_naming(call, chosen, by=request.user))
        if count is not None:
            words = ngettext("Practised with %(n)s case.", "Practised with %(n)s cases.", count) % {"n": count}
            messages.success(request, words)
            return redirect("call_edit", call.pk)
    shown = {"call": call, "form": form}
    return render(
        request, "studios/calls/practice_naming.html", shown, status=form_status(request, refused=form.errors)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CHAIR)
def wipe(request: HttpRequest, pk: int) -> HttpResponse:
    """What would go, then the one click; the job's page shows how far it is."""
    unions = request.user.scope.union_ids(Role.CHAIR)
    call = get_object_or_404(Call.objects.select_related("union"), pk=pk, union__in=unions)
    if not call.is_practice:
        raise Http404
    if request.method == "POST":
        return redirect("job", ask_for_wiping(call, by=request.user))
    shown = {"call": call, "cases": call.applications.count(), "studios": call.practice_studios.count()}
    return render(request, "studios/calls/wipe.html", shown)
