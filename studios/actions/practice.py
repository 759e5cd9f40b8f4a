"""A practice call ends as a real one does, but for paper, number, plaque and register; and it is wiped with all it made."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from pghistory.core import event_models

from studios.actions.applications import move
from studios.actions.decisions import ready_cases
from studios.actions.meetings import drop_rest
from studios.choices.calls import StepName
from studios.models import Application, Attachment, Call, Decision, Designation, StudioSerial
from studios.values.practice import SERIAL
from studios.workflow import require_step
from unions.actions.audit import record
from unions.actions.job_results import Follow, start_job
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal
from unions.models import Account, Message

Rows = dict[type[models.Model], set[Any]]
# Nothing of these is ever wiped: a practice call has none, and the database would say so.
KEPT = (Decision, Designation)


@one_transaction
def rehearse_naming(call: Call, applications: Sequence[Application], *, by: Account) -> int:
    """Move the chosen cases to their end; no paper, no studio number, no plaque, and the register stays as it is."""
    _require_chair(call, by)
    if not Call.objects.select_for_update(of=("self",)).get(pk=call.pk).is_practice:
        raise Refusal(_("This is no practice call: a naming needs its paper."))
    chosen = ready_cases(call, applications)
    for application in chosen:
        step = require_step(StepName.NAME, application, by)
        move(application, step, by=by, note=_("practice"))
    drop_rest(call, by=by)
    return len(chosen)


@one_transaction
def ask_for_wiping(call: Call, *, by: Account) -> int:
    """Let the worker wipe a practice call; answers the job. Asked twice it is one job."""
    _require_wipeable(call, by)
    return start_job("studios.wipe_practice", by=by, once=f"wipe-{call.pk}", call_id=call.pk)


@one_transaction
def wipe_practice(call: Call, *, by: Account, follow: Follow) -> int:
    """Delete a practice call with all its cases, studios, files and histories; the audit record alone remains.

    All or nothing; answers how many cases went.
    """
    fresh = Call.objects.select_for_update(of=("self",)).select_related("union").get(pk=call.pk)
    _require_wipeable(fresh, by)
    cases = fresh.applications.count()
    record(Verb.CALL_WIPED, by=by, subject=fresh, union=fresh.union, details={"cases": cases})
    addresses = list(_addresses(fresh))
    rows = belongings(fresh)
    files = list(Attachment.objects.filter(pk__in=rows.get(Attachment, ())).values_list("path", flat=True))
    _delete(rows, follow)
    for address in addresses:
        Message.objects.filter(url__startswith=address).delete()
    _forget_serial()
    transaction.on_commit(lambda: _unlink(files))
    return cases


def _require_chair(call: Call, by: Account) -> None:
    if not by.scope.holds(call.union, Role.CHAIR):
        raise Forbidden(_("The chair signs this step."))


def _require_wipeable(call: Call, by: Account) -> None:
    _require_chair(call, by)
    if not call.is_practice:
        raise Refusal(_("Only a practice call can be wiped; a real one is closed."))


def belongings(call: Call) -> Rows:
    """Every row that hangs on the call, by model: what points to it, what points to that, and the files of all."""
    found: Rows = {type(call): {call.pk}}
    waiting: list[tuple[type[models.Model], set[Any]]] = [(type(call), {call.pk})]
    while waiting:
        model, keys = waiting.pop()
        for child, new in (*_children(model, keys), *_files(model, keys)):
            fresh = new - found.setdefault(child, set())
            found[child] |= fresh
            if fresh:
                waiting.append((child, fresh))
    if stray := [model for model in KEPT if found.get(model)]:
        raise Refusal(_("This call has decided by a paper, so it stays."), code=stray[0]._meta.label_lower)
    return found


def _children(model: type[models.Model], keys: set[Any]) -> Iterator[tuple[type[models.Model], set[Any]]]:
    """Rows that cannot be without these."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and relation.on_delete in (models.CASCADE, models.PROTECT):
            child = relation.related_model
            rows = child._default_manager.filter(**{f"{relation.field.name}__in": keys})
            yield child, set(rows.values_list("pk", flat=True))


def _files(model: type[models.Model], keys: set[Any]) -> Iterator[tuple[type[models.Model], set[Any]]]:
    """Files that these rows hold: scans, papers, evidence."""
    for field in model._meta.concrete_fields:
        if field.related_model is Attachment and model is not Attachment:
            held = model._default_manager.filter(pk__in=keys).exclude(**{field.name: None})
            yield Attachment, set(held.values_list(field.attname, flat=True))


def _delete(rows: Rows, follow: Follow) -> None:
    """Delete them all, then what their histories kept; the database checks at the commit that nothing points to them."""
    total = sum(len(keys) for keys in rows.values())
    done = 0
    for model, keys in rows.items():
        _let_go(model, keys)
        _delete_rows(model, "pk", keys)
        for events in event_models(tracks_model=model):
            _delete_rows(events, "pgh_obj", keys)
        done += len(keys)
        follow(done, total)


def _delete_rows(model: type[models.Model], name: str, keys: set[Any]) -> None:
    """Rows by key in one statement: Django's own way would refuse rows that rows beside them protect."""
    field: Any = model._meta.pk if name == "pk" else model._meta.get_field(name)
    table, column = (connection.ops.quote_name(word) for word in (model._meta.db_table, str(field.column)))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {column} = ANY(%s)", [list(keys)])  # noqa: S608 - names of our own


def _let_go(model: type[models.Model], keys: set[Any]) -> None:
    """Other rows that only mention these forget them."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and relation.on_delete is models.SET_NULL:
            name = relation.field.name
            relation.related_model._default_manager.filter(**{f"{name}__in": keys}).update(**{name: None})


def _addresses(call: Call) -> Iterator[str]:
    """Where messages about the call and its cases lead to."""
    yield reverse("call_edit", args=[call.pk])
    yield call.get_absolute_url()
    for application in call.applications.all():
        yield application.get_absolute_url()
        yield reverse("application_form", args=[application.number])
        yield from (reverse("visit", args=[visit.pk]) for visit in application.visits.all())
    for seat in call.seats.all():
        yield reverse("review_declare", args=[seat.pk])
    for notice in call.notices.all():
        yield reverse("notice_desk", args=[notice.pk])
        yield from (reverse("objection", args=[objection.pk]) for objection in notice.objections.all())
    yield from (quota.get_absolute_url() for quota in call.quotas.all())
    yield from (batch.get_absolute_url() for batch in call.batches.all())


def _forget_serial() -> None:
    """Numbers of practice begin anew once no practice case of the year is left."""
    for serial in StudioSerial.objects.select_for_update().filter(key__startswith=f"{SERIAL}-"):
        if not Application.objects.filter(number__startswith=f"{serial.key}-").exists():
            serial.delete()


def _unlink(paths: Sequence[str]) -> None:
    """Take the files off the disk; their rows are gone."""
    for path in paths:
        (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)
