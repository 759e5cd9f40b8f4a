"""The rubric of a call: its page, and the pages of the editor."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.rubrics import copy_rubric, make_default_rubric, save_rubric
from studios.choices.calls import CallState
from studios.forms.rubrics import CriterionEditor, GroupForm, PointsForm, RubricForm, SourceForm
from studios.models import Application, Call, Rubric
from studios.permissions import edits_call
from studios.queries.rubrics import has_finished_sheets, rubric_of, rubric_sources, spec_of
from studios.ui.review import review_links
from studios.ui.rubric import shown_groups, shown_lines, vetoes
from studios.values.rubrics import CriterionSpec, RubricSpec
from studios.views.desk.calls import CASES, WRITERS, writable
from unions.errors import Forbidden, Refusal, Stale
from unions.forms.refusals import attempt
from unions.ui.audience import audience
from unions.values.numbers import whole_number

EMPTY = RubricSpec(name="")


def spec_in(call: Call) -> RubricSpec:
    """The newest rubric as plain values; 404 where there is none."""
    rubric = rubric_of(call)
    if rubric is None:
        raise Http404
    return spec_of(rubric)


def _place(request: HttpRequest, name: str) -> int | None:
    return whole_number(request.GET.get(name), digits=3)


def _saved(request: HttpRequest, call: Call) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("call_rubric", call.pk)


@require_safe
@audience(*CASES)
def rubric(request: HttpRequest, pk: int) -> HttpResponse:
    """Groups, criteria and points with their totals; the versions; for its writers the way to change it."""
    call = _readable(request, pk)
    versions = list(Rubric.objects.filter(call=call).select_related("made_by"))
    number = _place(request, "version")
    shown = next((v for v in versions if number in (None, v.number)), None)
    if shown is None and number is not None:
        raise Http404
    found = {"call": call, "versions": versions, "rubric": shown, "links": review_links(call, current="call_rubric")}
    if shown is not None:
        spec = spec_of(shown)
        found |= {"spec": spec, "groups": shown_groups(spec), "vetoes": vetoes(spec)}
    return render(request, "studios/rubric/rubric.html", found | _rights(request, call, shown, versions))


def _readable(request: HttpRequest, pk: int) -> Call:
    """The rubric is for the naming union, those above it and all below, who are scored by it."""
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("union"), pk=pk)
    scope = request.user.scope
    if not scope.covers(call.union) and not any(path.startswith(call.union.path) for path in scope.paths()):
        raise Http404
    return call


def _rights(request: HttpRequest, call: Call, shown: Rubric | None, versions: list[Rubric]) -> dict[str, Any]:
    is_newest = not versions or shown == versions[0]
    writes = edits_call(request.user, call) and call.state != CallState.CLOSED
    fixed = bool(versions) and has_finished_sheets(call)
    return {"may_edit": writes and is_newest and not fixed, "is_fixed": writes and fixed, "is_newest": is_newest}


@require_POST
@audience(*WRITERS)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin with the default rubric."""
    call = writable(request, pk)
    make_default_rubric(call, by=request.user)
    return _saved(request, call)


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over the rubric of another call of the union."""
    call = writable(request, pk)
    form = SourceForm(request.POST if request.method == "POST" else None, sources=rubric_sources(call))
    if form.is_bound and form.is_valid():
        source = form.cleaned_data["source"]
        if attempt(form, lambda: copy_rubric(call, by=request.user, source=source)):
            return _saved(request, call)
    return _page(request, call, form, _("Take over a rubric"))


def _page(request: HttpRequest, call: Call, form: Any, title: str, **more: Any) -> HttpResponse:
    return render(request, "studios/rubric/form.html", {"call": call, "form": form, "title": title, **more})


def _keep(request: HttpRequest, call: Call, form: Any, spec: RubricSpec, note: str) -> Any:
    seen = form.cleaned_data["seen"]
    return attempt(form, lambda: save_rubric(call, by=request.user, spec=spec, seen=seen, note=note))


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def basics(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and grounds of veto."""
    call = writable(request, pk)
    spec = spec_in(call)
    initial = {"name": spec.name, "vetoes": spec.vetoes, "seen": spec.fingerprint}
    form = RubricForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        changed = spec.named(form.cleaned_data["name"], form.cleaned_data["vetoes"])
        if _keep(request, call, form, changed, _("Name and grounds of veto")):
            return _saved(request, call)
    return _page(request, call, form, _("Name and grounds of veto"))


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a group, or give one another name."""
    call, number = writable(request, pk), _place(request, "group")
    spec = spec_in(call)
    old = spec.group_at(number) if number is not None else None
    if number is not None and old is None:
        raise Http404
    initial = {"group_name": old.name if old else "", "seen": spec.fingerprint}
    form = GroupForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["group_name"]
        changed = spec.with_group(name) if number is None else spec.renamed_group(number, name)
        if _keep(request, call, form, changed, _("Group: %(name)s") % {"name": name}):
            return _saved(request, call)
    return _page(request, call, form, _("Rename the group") if old else _("Add a group"))


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def criterion(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a criterion to a group, or change one: points, method, bands, formula."""
    call, number, place = writable(request, pk), _place(request, "group"), _place(request, "place")
    spec = spec_in(call)
    old = spec.find(number or 0, place) if place is not None else None
    if spec.group_at(number or 0) is None or (place is not None and old is None):
        raise Http404
    sent = more_rows(request) if request.method == "POST" else None
    editor = CriterionEditor(sent, old, spec.fingerprint)
    if sent and "add" not in request.POST and editor.is_valid():
        changed = spec.with_criterion(number or 0, editor.spec, place)
        if _keep_criterion(request, call, editor, changed):
            return _saved(request, call)
    title = old.name if old else _("Add a criterion")
    return render(request, "studios/rubric/criterion.html", {"call": call, "editor": editor, "title": title})


def _keep_criterion(request: HttpRequest, call: Call, editor: CriterionEditor, spec: RubricSpec) -> bool:
    v = editor.form.cleaned_data
    try:
        note = _("Criterion: %(name)s") % {"name": v["name"]}
        save_rubric(call, by=request.user, spec=spec, seen=v["seen"], note=note)
    except Stale:
        raise
    except Refusal as refusal:
        editor.refuse(refusal.field, str(refusal.message))
        return False
    return True


def more_rows(request: HttpRequest) -> Any:
    """What was sent; the buttons “add a row” make their part of the page longer by one and lose nothing."""
    sent = request.POST.copy()
    prefix = sent.get("add", "")
    total = whole_number(sent.get(f"{prefix}-TOTAL_FORMS"), digits=2)
    if total is not None:
        sent[f"{prefix}-TOTAL_FORMS"] = str(total + 1)
    return sent


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def points(request: HttpRequest, pk: int) -> HttpResponse:
    """All points on one page, with the totals of both variants."""
    call = writable(request, pk)
    spec = spec_in(call)
    initial = {"seen": spec.fingerprint}
    form = PointsForm(request.POST if request.method == "POST" else None, rubric=spec, initial=initial)
    if form.is_bound and form.is_valid() and _keep(request, call, form, form.spec, _("Points")):
        return _saved(request, call)
    return render(request, "studios/rubric/points.html", {"call": call, "form": form, "spec": spec})


@require_POST
@audience(*WRITERS)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a group or a criterion one place up or down: `group.place.direction`, place 0 for the group itself."""
    call = writable(request, pk)
    spec = spec_in(call)
    moved = _moved(spec, request.POST.get("move", ""))
    if moved is None:
        raise Http404
    save_rubric(call, by=request.user, spec=moved, seen=request.POST.get("seen", ""), note=_("Order"))
    return redirect("call_rubric", call.pk)


def _moved(spec: RubricSpec, text: str) -> RubricSpec | None:
    parts = text.split(".")
    if len(parts) != len(("group", "place", "way")) or not all(p.isascii() and p.isdigit() for p in parts[:2]):
        return None
    number, place, by = int(parts[0][:4]), int(parts[1][:4]), {"up": -1, "down": 1}.get(parts[2], 0)
    return spec.moved_criterion(number, place, by) if place else spec.moved_group(number, by)


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take out a criterion or a whole group."""
    call, number, place = writable(request, pk), _place(request, "group") or 0, _place(request, "place")
    spec = spec_in(call)
    target = spec.group_at(number) if place is None else spec.find(number, place)
    if target is None:
        raise Http404
    if request.method == "POST":
        changed = spec.without_group(number) if place is None else spec.without_criterion(number, place)
        note = _("Removed: %(name)s") % {"name": target.name}
        save_rubric(call, by=request.user, spec=changed, seen=request.POST.get("seen", ""), note=note)
        return _saved(request, call)
    count = 1 if isinstance(target, CriterionSpec) else len(target.criteria)
    found = {"call": call, "target": target, "seen": spec.fingerprint, "is_group": place is None, "count": count}
    return render(request, "studios/rubric/remove.html", found)


@require_safe
@audience(*WRITERS)
def automatic(request: HttpRequest, number: str) -> HttpResponse:
    """How each automatic figure of a case came about; points are the naming union's until the call opens them."""
    rows = Application.objects.readable_by(request.user).with_parties()
    application = get_object_or_404(rows, number=number)
    if not edits_call(request.user, application.call):
        raise Forbidden(_("Points are kept to the naming union until the call opens them."))
    found = {"application": application, "lines": shown_lines(application)}
    return render(request, "studios/rubric/case.html", found)
