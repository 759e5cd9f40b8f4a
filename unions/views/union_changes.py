"""The pages that change the union tree: a form, a page that names what follows, then the change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from unions import clock
from unions.actions.successions import work_of
from unions.actions.unions import close_union, edit_union, found_union, merge_unions, move_union, rename_union
from unions.choices.people import Role
from unions.errors import Sentence
from unions.forms.refusals import refusals_on
from unions.forms.unions import ChangeForm, CloseForm, EditForm, FoundForm, MergeForm, MoveForm, RenameForm
from unions.models import Account, Union
from unions.permissions import refuse_unless_keeps, refuse_unless_keeps_above
from unions.ui.audience import audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One kind of change: who may, its form, its action, and what it brings about."""

    title: Sentence
    button: Sentence
    done: Sentence
    form: type[ChangeForm]
    run: Callable[..., Union]
    refuse: Callable[[Account, Union], None]
    consequences: Callable[[Union, dict[str, Any]], list[Sentence]]
    is_grave: bool = False


def _found(union: Union, *, by: Account, **facts: Any) -> Union:
    return found_union(by=by, parent=union, **facts)


def _of_found(union: Union, cleaned: dict[str, Any]) -> list[Sentence]:
    words = {"name": cleaned["name"], "code": cleaned["code"], "above": union.name}
    return [_("%(name)s (%(code)s) will stand below %(above)s, whose staff are told.") % words]


def _of_rename(union: Union, cleaned: dict[str, Any]) -> list[Sentence]:
    words = {"old": f"{union.code} {union.name}", "new": f"{cleaned['code']} {cleaned['name']}"}
    return [
        _("%(old)s becomes %(new)s.") % words,
        _("The former name and code stay in the history and still find the union."),
        _("Papers that were issued keep the name they bear."),
    ]


def _of_edit(union: Union, cleaned: dict[str, Any]) -> list[Sentence]:
    names = [n for n, v in cleaned.items() if n != "reason" and getattr(union, n) != v]
    changed = "、".join(str(Union._meta.get_field(n).verbose_name) for n in names)
    return [_("Will change: %(fields)s.") % {"fields": changed} if changed else _("Nothing differs from now.")]


def _of_move(union: Union, cleaned: dict[str, Any]) -> list[Sentence]:
    below = Union.objects.at_or_below(union).count() - 1
    words = {"union": union.name, "above": cleaned["parent"].name, "count": below}
    return [
        _("%(union)s goes below %(above)s, and with it the unions below: %(count)s.") % words,
        _("The unions above it now no longer see it; the new ones do."),
        _("Cases under way keep their desks; nothing changes for them."),
    ]


def _people(union: Union) -> list[Sentence]:
    roles = union.appointments.open(clock.today()).count()
    homes = union.staff.count()
    return [_("Accounts with this home: %(homes)s; appointments here: %(roles)s.") % {"homes": homes, "roles": roles}]


def _of_merge(union: Union, cleaned: dict[str, Any]) -> list[Sentence]:
    into = cleaned["into"].name
    return [
        *_people(union),
        *([_("It hands over: %(work)s.") % {"work": "、".join(map(str, work))}] if (work := work_of(union)) else []),
        _("All of it, and the unions below, goes to %(into)s.") % {"into": into},
        _("Appointments end at once; each is then confirmed or dropped one by one at %(into)s.") % {"into": into},
        _("The former name and code find %(into)s. This can't be undone.") % {"into": into},
    ]


def _of_close(union: Union, cleaned: dict[str, Any]) -> list[Sentence]:
    if cleaned["successor"]:
        return [*_of_merge(union, {"into": cleaned["successor"]})[:-1], _("This can't be undone.")]
    return [
        *_people(union),
        _("Appointments end at once, and their holders are signed out."),
        _("This can't be undone."),
    ]


CHANGES = {
    "found": Change(
        title=_("Found a union below"),
        button=_("Found the union"),
        done=_("The union was founded."),
        form=FoundForm,
        run=_found,
        refuse=refuse_unless_keeps,
        consequences=_of_found,
    ),
    "rename": Change(
        title=_("Change name or code"),
        button=_("Rename"),
        done=_("The union was renamed."),
        form=RenameForm,
        run=rename_union,
        refuse=refuse_unless_keeps,
        consequences=_of_rename,
    ),
    "edit": Change(
        title=_("Change details"),
        button=_("Save"),
        done=_("The details were saved."),
        form=EditForm,
        run=edit_union,
        refuse=refuse_unless_keeps,
        consequences=_of_edit,
    ),
    "move": Change(
        title=_("Move below another union"),
        button=_("Move"),
        done=_("The union was moved."),
        form=MoveForm,
        run=move_union,
        refuse=refuse_unless_keeps_above,
        consequences=_of_move,
    ),
    "merge": Change(
        title=_("Merge into another union"),
        button=_("Merge"),
        done=_("The union was merged."),
        form=MergeForm,
        run=merge_unions,
        refuse=refuse_unless_keeps_above,
        consequences=_of_merge,
        is_grave=True,
    ),
    "close": Change(
        title=_("Close the union"),
        button=_("Close the union"),
        done=_("The union was closed."),
        form=CloseForm,
        run=close_union,
        refuse=refuse_unless_keeps_above,
        consequences=_of_close,
        is_grave=True,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ADMINISTRATOR)
def union_change(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Form, confirm page, change; what the domain refuses is said before anything is confirmed."""
    union, change = get_object_or_404(Union.objects.in_records_of(request.user), pk=pk), CHANGES[kind]
    change.refuse(request.user, union)
    form = change.form(request.POST if request.method == "POST" else None, union=union, by=request.user)
    context = {"union": union, "change": change, "form": form}
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        with refusals_on(form):
            if "confirmed" in request.POST:
                changed = change.run(union, by=request.user, **form.cleaned_data)
                messages.success(request, change.done)
                return redirect("union", pk=changed.pk)
            context["consequences"] = change.consequences(union, form.cleaned_data)
            _rehearse(change, union, request.user, form.cleaned_data)
            return render(request, "unions/tree/confirm.html", context)
    return render(request, "unions/tree/change.html", context)


def _rehearse(change: Change, union: Union, by: Account, cleaned: dict[str, Any]) -> None:
    """Make the change and take it back, so that a refusal comes before the question."""
    with transaction.atomic():
        change.run(union, by=by, **cleaned)
        transaction.set_rollback(True)
