"""The editor's pages of rows: opinions, evidence slots, conditions."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studios.actions.calls import set_opinions, set_rules, set_slots
from studios.forms.calls import MOST_ROWS, ConditionForm, OpinionForm, RowsFormSet, RulesForm, SlotForm, rows_of
from studios.models import Call, Condition
from studios.views.desk.calls import WRITERS, writable
from unions.errors import Refusal, Stale
from unions.ui.audience import audience
from unions.values.numbers import whole_number

BLANK, MORE = 1, 4


def _rows(request: HttpRequest, form: type, initial: list[dict[str, Any]], **kwargs: Any) -> RowsFormSet:
    """The rows as stored, or as sent; the button “more” answers with blank rows and loses nothing."""
    kind = rows_of(form, extra=BLANK)
    if request.method != "POST":
        return kind(initial=initial, prefix="rows", form_kwargs=kwargs)
    sent = request.POST.copy()
    if "add" in sent:
        _add_blank(sent, form)
    return kind(sent, initial=initial, prefix="rows", form_kwargs=kwargs)


def _add_blank(sent: QueryDict, form: type[forms.Form]) -> None:
    """More rows as they would first be shown, so that those left blank do not count as filled in."""
    text = sent.get("rows-TOTAL_FORMS", "")
    count = min(whole_number(text, digits=5) or 0, MOST_ROWS)
    for number in range(count, count + MORE):
        shown = {name: field.initial for name, field in form.base_fields.items() if field.initial is not None}
        sent.update({f"rows-{number}-{name}": value for name, value in shown.items()})
    sent["rows-TOTAL_FORMS"] = str(count + MORE)


def _is_final(request: HttpRequest, rows: BaseFormSet) -> bool:
    return request.method == "POST" and "add" not in request.POST and rows.is_valid()


def _refused(rows: BaseFormSet, refusal: Refusal) -> None:
    """Put a refusal above the rows."""
    if isinstance(refusal, Stale):
        raise refusal
    rows._non_form_errors = rows.error_class([str(refusal.message)])  # noqa: SLF001 - formsets have no add_error


def _page(request: HttpRequest, call: Call, rows: BaseFormSet, title: str, **more: Any) -> HttpResponse:
    found = {"call": call, "rows": rows, "title": title, **more}
    return render(request, "studios/calls/rows.html", found)


def _saved(request: HttpRequest, call: Call) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("call_edit", call.pk)


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def opinions(request: HttpRequest, pk: int) -> HttpResponse:
    """Which opinions the call lists, and where they are given."""
    call = writable(request, pk)
    rows = _rows(request, OpinionForm, [{"name": o.name, "stage": o.stage} for o in call.opinions.all()])
    return _edited(
        request, call, rows, _("Opinions"), lambda specs: set_opinions(call, by=request.user, opinions=specs)
    )


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def slots(request: HttpRequest, pk: int) -> HttpResponse:
    """Which evidence the call asks for."""
    call = writable(request, pk)
    names = ("name", "key", "hint", "is_required")
    rows = _rows(request, SlotForm, [{name: getattr(s, name) for name in names} for s in call.slots.all()])
    return _edited(
        request, call, rows, _("Evidence slots"), lambda specs: set_slots(call, by=request.user, slots=specs)
    )


def _edited(
    request: HttpRequest, call: Call, rows: RowsFormSet, title: str, action: Callable[[list[Any]], object]
) -> HttpResponse:
    """Save the rows, or show them again with what is wrong."""
    if _is_final(request, rows):
        try:
            action(rows.specs)
            return _saved(request, call)
        except Refusal as refusal:
            _refused(rows, refusal)
    return _page(request, call, rows, title)


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Conditions from the library, with the rule's own text; honours that count."""
    call = writable(request, pk)
    current = call.rule_sets.order_by("-number")[0]
    slots = [(s.key, s.name) for s in call.slots.all()]
    rows = _rows(request, ConditionForm, [_initial(c) for c in current.conditions.all()], slots=slots)
    form = RulesForm(
        request.POST if request.method == "POST" else None,
        initial={"honours": current.honours.all()},
        has_applications=call.applications.exists(),
    )
    if _is_final(request, rows) and form.is_valid():
        values = form.cleaned_data
        try:
            set_rules(
                call, by=request.user, conditions=rows.specs, honours=values["honours"], note=values.get("note", "")
            )
            return _saved(request, call)
        except Refusal as refusal:
            _refused(rows, refusal)
    return _page(request, call, rows, _("Conditions"), form=form)


def _initial(condition: Condition) -> dict[str, Any]:
    names = ("text", "source", "severity", "check_name", "threshold", "years", "slot")
    return {name: getattr(condition, name) for name in names}
