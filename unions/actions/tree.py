"""What all changes of the tree share: one lock, the change's record, paths of a whole subtree."""

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from unions import clock
from unions.choices.tree import UnionChangeKind
from unions.errors import Refusal
from unions.models import Account, FormerName, Union, UnionChange
from unions.values.places import place_faults


def lock_tree() -> None:
    """Changes of the tree's shape go one at a time: whoever holds the root rows' lock."""
    list(Union.objects.select_for_update(no_key=True).filter(parent=None).order_by("pk").values_list("pk"))


def lock_union(union: Union) -> Union:
    """The row as it is now, locked; a union that merged or closed refuses."""
    fresh = Union.objects.select_for_update(no_key=True, of=("self",)).select_related("parent").get(pk=union.pk)
    if not fresh.is_active:
        raise Refusal(_("%(union)s has merged or closed. Reload the page.") % {"union": fresh.name})
    return fresh


def refuse_place(kind: str, level: str, parent: Union | None) -> None:
    """Refuse a place that the rules of the tree don't allow."""
    above = (parent.kind, parent.level) if parent else None
    for field, sentence in place_faults(kind, level, above):
        raise Refusal(sentence, field=field)


def refuse_taken(field: str, taken: QuerySet[Union], sentence: object) -> None:
    """Refuse a value that another union has; names the union."""
    if other := taken.first():
        raise Refusal(str(sentence) % {"union": other.name}, field=field)


def refuse_code_taken(code: str, *, but: int | None = None) -> None:
    """Refuse a code that another union has or had."""
    others = Union.objects.exclude(pk=but)
    former = FormerName.objects.filter(code=code).values("union")
    refuse_taken("code", others.filter(Q(code=code) | Q(pk__in=former)), _("%(union)s has or had this code."))


def refuse_foreign_code(code: str, root: str) -> None:
    """Refuse a code that doesn't begin like the root's."""
    if not code.startswith(f"{root}-"):
        raise Refusal(_("Codes below %(root)s begin with %(root)s-.") % {"root": root}, field="code")


def put_below(rows: QuerySet[Union], *, old: str, new: str) -> int:
    """Replace the beginning of the paths of a whole subtree by one UPDATE."""
    return rows.filter(path__startswith=old).update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))


def note_change(
    union: Union, kind: UnionChangeKind, *, by: Account | None, before: str = "", after: str = "", reason: str = ""
) -> UnionChange:
    """One line of the union's history."""
    return UnionChange.objects.create(
        union=union,
        kind=kind,
        happened_on=clock.today(),
        before=before[:200],
        after=after[:200],
        reason=reason[:200],
        by=by,
        recorded_at=clock.now(),
    )
