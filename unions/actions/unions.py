"""Founds, renames, edits, moves, merges and closes unions."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from unions import clock
from unions.actions.audit import record
from unions.actions.messages import tell_unions
from unions.actions.sessions import end_sessions
from unions.actions.successions import follow_name_everywhere, hand_over_all, work_of
from unions.actions.tree import (
    lock_tree,
    lock_union,
    note_change,
    put_below,
    refuse_code_taken,
    refuse_foreign_code,
    refuse_place,
    refuse_taken,
)
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.choices.tree import UnionChangeKind, UnionKind, UnionState
from unions.errors import Refusal
from unions.models import Account, FormerName, Union
from unions.permissions import refuse_unless_keeps, refuse_unless_keeps_above
from unions.values.codes import normalise_code, normalise_root_code

OFFICERS = (Role.CLERK, Role.CHAIR, Role.ADMINISTRATOR)
FACTS = frozenset(
    "short_name kind level employer is_joint industry county ownership credit_code members_count office_phone "
    "address logs_in".split()
)
NAME_TAKEN = _("%(union)s stands at the same place with the same name.")


@transaction.atomic
def found_union(*, by: Account | None, parent: Union | None, code: str, name: str, **facts: Any) -> Union:
    """Add a union below `parent` (None: the first one of an installation, by command only)."""
    lock_tree()
    parent = lock_union(parent) if parent else None
    if by and parent:
        refuse_unless_keeps(by, parent)
    code = _new_code(code, parent)
    refuse_place(facts["kind"], facts["level"], parent)
    refuse_taken("name", Union.objects.active().filter(parent=parent, name=name), NAME_TAKEN)
    _refuse_facts(facts)
    union = Union.objects.create(code=code, name=name, parent=parent, **_known(facts))
    union.path = f"{parent.path if parent else ''}{union.pk}."
    union.save(update_fields=["path"])
    note_change(union, UnionChangeKind.FOUNDED, by=by, after=f"{code} {name}")
    record(Verb.UNION_FOUNDED, by=by, subject=union, union=union, details={"code": code})
    if parent:
        _tell([parent], lambda: _("%(union)s was founded below your union.") % {"union": name}, union)
    return union


@transaction.atomic
def rename_union(union: Union, *, by: Account | None, name: str, code: str = "", reason: str = "") -> Union:
    """Change name, code or both; the old ones still find the union. The same again changes nothing."""
    lock_tree()
    union = lock_union(union)
    if by:
        refuse_unless_keeps(by, union)
    code = normalise_code(code) if code else union.code
    if (name, code) == (union.name, union.code):
        return union
    _refuse_name_and_code(union, name, code)
    before = (union.name, union.code)
    FormerName.objects.create(union=union, name=before[0], code=before[1], until_on=clock.today())
    union.name, union.code = name, code
    union.save(update_fields=["name", "code"])
    follow_name_everywhere(union)
    shown = [" ".join(dict.fromkeys(pair)) for pair in ((before[1], before[0]), (code, name))]
    note_change(union, UnionChangeKind.RENAMED, by=by, before=shown[0], after=shown[1], reason=reason)
    details = {"before": list(before), "after": [name, code]}
    record(Verb.UNION_RENAMED, by=by, subject=union, union=union, details=details)
    _tell([union], lambda: _("%(old)s is now called %(new)s.") % {"old": before[0], "new": name}, union)
    return union


@transaction.atomic
def edit_union(union: Union, *, by: Account | None, reason: str = "", **facts: Any) -> Union:
    """Change facts of a union but name, code and place; the same again changes nothing."""
    union = lock_union(union)
    if by:
        refuse_unless_keeps(by, union)
    facts = _known(facts)
    changed = [name for name, value in facts.items() if getattr(union, name) != value]
    if not changed:
        return union
    _refuse_facts(facts, but=union.pk)
    for name in changed:
        setattr(union, name, facts[name])
    _refuse_kind_and_level(union, changed)
    union.save(update_fields=changed)
    if "employer" in changed:
        follow_name_everywhere(union)
    note_change(union, UnionChangeKind.EDITED, by=by, after=" ".join(changed), reason=reason)
    record(Verb.UNION_EDITED, by=by, subject=union, union=union, details={"fields": changed})
    return union


@transaction.atomic
def move_union(union: Union, *, by: Account | None, parent: Union, reason: str = "") -> Union:
    """Put a union and all below it under another; cases under way keep their stored desks."""
    lock_tree()
    union, parent = lock_union(union), lock_union(parent)
    _refuse_move(union, parent, by)
    if union.parent_id == parent.pk:
        return union
    before, old = union.parent, union.path
    union.parent, union.path = parent, f"{parent.path}{union.pk}."
    union.save(update_fields=["parent"])
    put_below(Union.objects.all(), old=old, new=union.path)
    names = (before.name if before else "", parent.name)
    note_change(union, UnionChangeKind.MOVED, by=by, before=names[0], after=names[1], reason=reason)
    record(Verb.UNION_MOVED, by=by, subject=union, union=union, details={"before": old, "after": union.path})
    sentence = _("%(union)s now stands below %(parent)s. Cases under way keep their desks.")
    _tell([union, parent], lambda: sentence % {"union": union.name, "parent": parent.name}, union)
    return union


@transaction.atomic
def merge_unions(union: Union, *, by: Account | None, into: Union, reason: str = "") -> Union:
    """Let `into` take over: unions below, homes, what other apps keep; appointments end and wait for a yes each."""
    lock_tree()
    union, into = lock_union(union), lock_union(into)
    _refuse_merger(union, into, by)
    _move_children(union, into, by)
    _hand_over(union, into, by=by, state=UnionState.MERGED)
    _keep_names(union, into)
    note_change(union, UnionChangeKind.MERGED, by=by, before=union.name, after=into.name, reason=reason)
    note_change(into, UnionChangeKind.MERGED, by=by, before=union.name, after=into.name, reason=reason)
    record(Verb.UNION_MERGED, by=by, subject=union, union=into, details={"union": union.code, "into": into.code})
    sentence = _("%(union)s was merged into %(into)s. Its people and work are yours from today.")
    _tell([into], lambda: sentence % {"union": union.name, "into": into.name}, into)
    return union


@transaction.atomic
def close_union(union: Union, *, by: Account | None, successor: Union | None = None, reason: str = "") -> Union:
    """Close a union without unions below it; studios or cases need a successor that takes them."""
    lock_tree()
    union = lock_union(union)
    successor = lock_union(successor) if successor else None
    _refuse_closing(union, successor, by)
    if successor:
        _hand_over(union, successor, by=by, state=UnionState.CLOSED)
    else:
        _end_appointments(union, awaits=None, by=by)
        union.state = UnionState.CLOSED
        union.save(update_fields=["state"])
    after = successor.name if successor else ""
    note_change(union, UnionChangeKind.CLOSED, by=by, before=union.name, after=after, reason=reason)
    record(Verb.UNION_CLOSED, by=by, subject=union, union=union, details={"successor": after})
    if successor:
        sentence = _("%(union)s was closed. %(into)s takes its people and work over from today.")
        _tell([successor], lambda: sentence % {"union": union.name, "into": after}, successor)
    return union


def union_address(union: Union) -> str:
    """The union's page, for messages."""
    return f"/desk/unions/{union.pk}/"


def _tell(unions: list[Union], wording: Any, about: Union) -> None:
    tell_unions(unions, wording, roles=OFFICERS, url=union_address(about))


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    unknown = set(facts) - FACTS
    if unknown:
        raise TypeError(f"Not facts of a union: {sorted(unknown)}")
    return facts


def _new_code(code: str, parent: Union | None) -> str:
    if parent is None:
        if Union.objects.filter(parent=None).exists():
            raise Refusal(_("There is already a union at the top of the tree."), field="parent")
        return normalise_root_code(code)
    code = normalise_code(code)
    refuse_foreign_code(code, parent.root_code)
    refuse_code_taken(code)
    return code


def _refuse_name_and_code(union: Union, name: str, code: str) -> None:
    if code != union.code:
        if union.parent_id is None:
            raise Refusal(_("The first union's code stands in the numbers of studios and stays."), field="code")
        refuse_foreign_code(code, union.root_code)
        refuse_code_taken(code, but=union.pk)
    siblings = Union.objects.active().filter(parent=union.parent_id, name=name).exclude(pk=union.pk)
    refuse_taken("name", siblings, NAME_TAKEN)


def _refuse_facts(facts: dict[str, Any], *, but: int | None = None) -> None:
    if credit_code := facts.get("credit_code"):
        others = Union.objects.filter(credit_code=credit_code).exclude(pk=but)
        refuse_taken("credit_code", others, _("%(union)s has this credit code."))


def _refuse_kind_and_level(union: Union, changed: list[str]) -> None:
    if not {"kind", "level"} & set(changed):
        return
    refuse_place(union.kind, union.level, union.parent)
    for child in union.children.filter(state=UnionState.ACTIVE):
        refuse_place(child.kind, child.level, union)


def _refuse_move(union: Union, parent: Union, by: Account | None) -> None:
    if by:
        refuse_unless_keeps_above(by, union)
        refuse_unless_keeps(by, parent)
    if parent.path.startswith(union.path):
        raise Refusal(_("A union can't stand below itself. Choose another union above."), field="parent")
    refuse_place(union.kind, union.level, parent)
    siblings = Union.objects.active().filter(parent=parent, name=union.name).exclude(pk=union.pk)
    refuse_taken("parent", siblings, NAME_TAKEN)


def _refuse_merger(union: Union, into: Union, by: Account | None) -> None:
    if by:
        refuse_unless_keeps_above(by, union)
        refuse_unless_keeps(by, into)
    if union.parent_id is None:
        raise Refusal(_("The union at the top of the tree can't merge into another."))
    if into.path.startswith(union.path):
        raise Refusal(_("Choose a union other than this one and those below it."), field="into")
    if union.kind != into.kind:
        kind = UnionKind(union.kind).label
        raise Refusal(_("Choose a union of the same kind: %(kind)s.") % {"kind": kind}, field="into")


def _refuse_closing(union: Union, successor: Union | None, by: Account | None) -> None:
    if by:
        refuse_unless_keeps_above(by, union)
    if successor and by:
        refuse_unless_keeps(by, successor)
    if union.parent_id is None:
        raise Refusal(_("The union at the top of the tree can't be closed."))
    if successor and successor.path.startswith(union.path):
        raise Refusal(_("Choose a union other than this one and those below it."), field="successor")
    if union.children.filter(state=UnionState.ACTIVE).exists():
        raise Refusal(_("Unions stand below this one. Move, merge or close them first."))
    if successor is None and work_of(union):
        raise Refusal(_("This union has studios or cases. Name the union that takes them over."), field="successor")


def _move_children(union: Union, into: Union, by: Account | None) -> None:
    children = list(union.children.filter(state=UnionState.ACTIVE))
    for child in children:
        refuse_place(child.kind, child.level, into)
        note_change(child, UnionChangeKind.MOVED, by=by, before=union.name, after=into.name)
    Union.objects.filter(pk__in=[c.pk for c in children]).update(parent=into)
    below = Union.objects.exclude(pk=union.pk)
    for child in children:
        put_below(below, old=child.path, new=f"{into.path}{child.pk}.")


def _hand_over(union: Union, to: Union, *, by: Account | None, state: UnionState) -> None:
    _end_appointments(union, awaits=to, by=by)
    Account.objects.filter(home=union).update(home=to)
    hand_over_all(union, to=to, by=by)
    union.state, union.successor = state, to
    union.save(update_fields=["state", "successor"])


def _end_appointments(union: Union, *, awaits: Union | None, by: Account | None) -> None:
    rows = union.appointments.open(clock.today())
    accounts = {row.account for row in rows.select_related("account__home")}
    rows.update(ended_at=clock.now(), ended_by=by, awaits=awaits)
    union.awaited_appointments.update(awaits=awaits)
    for account in accounts:
        end_sessions(account, by=by)


def _keep_names(union: Union, into: Union) -> None:
    names = [(union.name, union.code, clock.today())]
    names += union.former_names.values_list("name", "code", "until_on")
    FormerName.objects.bulk_create(FormerName(union=into, name=n, code=c, until_on=d) for n, c, d in names)
