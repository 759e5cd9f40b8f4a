"""What a desk does: the page of one step, and the step itself."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studios.actions import desks
from studios.actions.attachments import keep_file
from studios.actions.papers import order_form_pdf
from studios.actions.stamped_scans import match_scan
from studios.choices.calls import StepName
from studios.forms.application.submission import validate_and_resubmit
from studios.forms.cases import CLOSING_HOUR, CLOSING_MINUTE, SignForm, StepForm, form_for
from studios.models import Application, Attachment
from studios.values.uploads.marks import marks_in
from studios.views.desk.application_form import paper_of
from studios.workflow import BY_NAME, require_step
from unions.actions.transactions import one_transaction
from unions.choices.people import Role
from unions.forms.refusals import refusals_on
from unions.models import Account
from unions.ui.answers import form_status
from unions.ui.audience import audience

Take = Callable[[Application, Any, Account], object]


def closing_time(day: Any) -> datetime:
    """The end of an office day: 17:30 in the office's time zone (domain rules §4)."""
    return timezone.make_aware(datetime.combine(day, time(CLOSING_HOUR, CLOSING_MINUTE)))


def _signature(application: Application, form: SignForm, by: Account) -> desks.Signature:
    values = form.cleaned_data
    unit, scan = values.get("unit_scan"), values.get("scan")
    if unit:
        _keep_unit_scan(application, unit, by)
    return desks.Signature(
        text=values["text"],
        signer=values["signer"],
        signed_on=values["signed_on"],
        marks=marks_in(scan) if scan else (),
        scan=_kept(application, scan, by, slot="scan") if scan else None,
        more=form.more,
    )


def _keep_unit_scan(application: Application, upload: Any, by: Account) -> None:
    marks, kept = marks_in(upload), _kept(application, upload, by, slot="unit_scan")
    match_scan(application, kept, marks, by=by, paper=_("Unit"), field="unit_scan")


def _kept(application: Application, upload: Any, by: Account, *, slot: str) -> Attachment:
    union = application.desk or application.union
    return keep_file(upload, name=upload.name, by=by, union=union, slot=slot, application=application)


def _signed(action: Callable[..., object]) -> Take:
    return lambda application, form, by: action(
        application, by=by, opinion=_signature(application, form, by), revision=form.cleaned_data["revision"]
    )


def _noted(action: Callable[..., object]) -> Take:
    return lambda application, form, by: action(
        application, by=by, note=form.cleaned_data["note"], revision=form.cleaned_data["revision"]
    )


def _plain(action: Callable[..., object]) -> Take:
    return lambda application, form, by: action(application, by=by, revision=form.cleaned_data["revision"])


def _return(application: Application, form: Any, by: Account) -> object:
    values = form.cleaned_data
    return desks.return_application(
        application,
        by=by,
        note=values["note"],
        remarks=form.remarks,
        due_at=closing_time(values["due_on"]),
        renew_stamps=values["renew_stamps"],
        revision=values["revision"],
    )


def _resubmit(application: Application, form: Any, by: Account) -> object:
    act = validate_and_resubmit(application, by=by, revision=form.cleaned_data["revision"])
    if act.version is not None:
        order_form_pdf(act.version, paper_of(application, act.version, is_masked=True))
    return act


def _veto(application: Application, form: Any, by: Account) -> object:
    values = form.cleaned_data
    return desks.veto(application, by=by, ground=values["ground"], note=values["note"], revision=values["revision"])


TAKE: dict[StepName, Take] = {
    StepName.AGREE: _signed(desks.agree),
    StepName.FORWARD: _signed(desks.forward),
    StepName.PASS: _signed(desks.pass_qualification),
    StepName.NOT_AGREE: _noted(desks.refuse),
    StepName.NOT_RECOMMEND: _noted(desks.refuse),
    StepName.NOT_QUALIFY: _noted(desks.refuse),
    StepName.SEND_BACK: _noted(desks.send_back),
    StepName.RETURN: _return,
    StepName.PROPOSE: _plain(desks.propose_resubmission),
    StepName.RESUBMIT: _resubmit,
    StepName.RECALL: _plain(desks.recall),
    StepName.WITHDRAW: _noted(desks.withdraw),
    StepName.GIVE_UP: _noted(desks.give_up),
    StepName.CONFIRM_GIVE_UP: _plain(desks.confirm_giving_up),
    StepName.VETO: _veto,
    StepName.REOPEN: _noted(desks.reopen),
}


def step_form(application: Application, step: StepName, request: HttpRequest, *, bound: bool) -> StepForm:
    """The form of a step, bound to what was sent or fresh."""
    kind = form_for(step)
    extra: dict[str, Any] = {"by_name": request.user.name} if issubclass(kind, SignForm) else {}
    if bound:
        return kind(request.POST, request.FILES, application=application, **extra)
    return kind(application=application, **extra)


@require_http_methods(["GET", "POST"])
@audience(Role.CLERK, Role.CHAIR)
def take_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """GET shows what the step will do; POST takes it and goes back to the case."""
    application = get_object_or_404(Application.objects.visible_to(request.user).with_parties(), number=number)
    name = _known(step)
    require_step(name, application, request.user)
    form = step_form(application, name, request, bound=request.method == "POST")
    if request.method == "POST" and form.is_valid() and _taken(request, application, name, form):
        return redirect(application)
    found = {"application": application, "step": BY_NAME[name], "form": form}
    status = form_status(request, refused=form.errors)
    return render(request, "studios/case/step.html", found, status=status)


def _known(step: str) -> StepName:
    if step not in TAKE:
        raise Http404
    return StepName(step)


def _taken(request: HttpRequest, application: Application, name: StepName, form: StepForm) -> bool:
    """Take the step with its scan, or neither; a refusal lands on its field and nothing typed is lost."""
    with refusals_on(form, file_field="scan"):
        one_transaction(TAKE[name])(application, form, request.user)
    if form.errors:
        return False
    messages.success(request, _("Done: %(step)s.") % {"step": BY_NAME[name].verb})
    return True
