"""Saved views: kept under a name, shared where one's appointment allows it, and one chosen to open the list with."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from unions import clock
from unions.actions.audit import record
from unions.actions.preferences import save_preference
from unions.choices.audit import Verb
from unions.choices.lists import Reach
from unions.errors import Forbidden, Refusal
from unions.models import Account, SavedView, Union
from unions.permissions import changes_view, shares_with_everyone, shares_within

MOST_VIEWS = 50


@transaction.atomic
def save_view(
    key: str, name: str, value: dict[str, Any], *, by: Account, reach: Reach = Reach.MINE, union: Union | None = None
) -> SavedView:
    """Keep a look at a list; one's own of the same name is replaced. Shared ones are recorded, private ones are not."""
    _require_right(by, reach, union)
    own = SavedView.objects.filter(account=by, key=key)
    Account.objects.select_for_update().get(pk=by.pk)
    found = own.filter(name=name).first()
    if found is None and own.count() >= MOST_VIEWS:
        raise Refusal(_("You keep 50 views of this list already. Delete one first."), field="name")
    was_shared = found is not None and found.reach != Reach.MINE
    view = found or SavedView(account=by, key=key, name=name)
    view.reach, view.union = reach, union if reach == Reach.UNION else None
    view.value, view.changed_at = value, clock.now()
    view.save()
    if was_shared or reach != Reach.MINE:
        record(Verb.VIEW_SAVED, by=by, subject=view, union=union, details={"sheet": key, "for": reach})
    return view


def _require_right(by: Account, reach: Reach, union: Union | None) -> None:
    if reach == Reach.UNION and (union is None or not shares_within(by, union)):
        raise Forbidden(_("Views of a union are kept by its clerks, chairs and administrators."))
    if reach == Reach.ALL and not shares_with_everyone(by):
        raise Forbidden(_("Views for everyone are kept by the staff of the highest union here."))


@transaction.atomic
def delete_view(view: SavedView, *, by: Account) -> None:
    """Throw a view away; whoever opened the list with it finds the whole list again."""
    fresh = SavedView.objects.select_for_update(of=("self",)).select_related("union").get(pk=view.pk)
    if not changes_view(by, fresh):
        raise Forbidden(_("A view is deleted by whoever made it, or by those who keep the views of its union."))
    if fresh.reach != Reach.MINE:
        record(Verb.VIEW_DELETED, by=by, subject=fresh, union=fresh.union, details={"sheet": fresh.key})
    fresh.delete()


def choose_default(key: str, view: SavedView | None, *, by: Account) -> None:
    """Open this list with the view from now on, or with all rows again; a person has one default a list."""
    save_preference(by=by, key=key, view=view.pk if view else None)
