"""What an account chose for a list, and the saved views on offer there: all of it in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, Value
from django.http import HttpRequest, QueryDict

from unions.choices.lists import Reach
from unions.models import Account, Preference, SavedView

# Parts of an address that are no look at a list.
PASSING = ("page", "record", "export", "view")
LONGEST_QUERY = 2_000


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as a list offers it."""

    pk: int
    name: str
    reach: Reach
    value: dict[str, Any]

    @property
    def url(self) -> str:
        """The list seen so."""
        return f"?view={self.pk}"


@dataclass(slots=True)
class Chosen:
    """One's own choices for a list, and the views that one finds there."""

    preference: dict[str, Any] = field(default_factory=dict)
    views: list[View] = field(default_factory=list)

    @property
    def default(self) -> View | None:
        """The view that opens the list."""
        return self.named(str(self.preference.get("view", "")))

    def named(self, pk: str) -> View | None:
        """The view with this key, where it is still there for this account."""
        return next((view for view in self.views if str(view.pk) == pk), None)


def chosen_by(account: Account, key: str) -> Chosen:
    """Preference and views together: a list asks for them on every page."""
    own = Preference.objects.filter(account=account, key=key)
    views = SavedView.objects.filter(key=key).visible_to(account)
    rows = _columns(own, name=Value("", CharField()), reach=Value("", CharField())).union(
        _columns(views, name=F("name"), reach=F("reach")), all=True
    )
    found = Chosen()
    for pk, name, reach, value in rows:
        if reach:
            found.views.append(View(pk, name, Reach(reach), value))
        else:
            found.preference = value
    order = list(Reach)
    found.views.sort(key=lambda view: (order.index(view.reach), view.name, view.pk))
    return found


def _columns(rows: Any, **named: Any) -> Any:
    shown = {f"{name}_of_view": what for name, what in named.items()}
    return rows.order_by().annotate(**shown).values_list("pk", *shown, "value")


def asked_view(request: HttpRequest, chosen: Chosen, filters: Iterable[str]) -> View | None:
    """The view that the address names; the default one where the address filters nothing."""
    if "view" in request.GET:
        return chosen.named(request.GET["view"])
    return None if any(name in request.GET for name in filters) else chosen.default


def seen_with(request: HttpRequest, view: View | None) -> QueryDict:
    """What is asked of a list: the view's own question, and over it whatever the address says besides."""
    if view is None:
        return request.GET
    asked = QueryDict(str(view.value.get("query", "")), mutable=True)
    for name in request.GET:
        if name != "view":
            asked.setlist(name, request.GET.getlist(name))
    return asked


def kept_query(asked: QueryDict) -> str:
    """The part of an address that a view keeps."""
    query = asked.copy()
    for name in PASSING:
        query.pop(name, None)
    for name in [name for name in query if not any(query.getlist(name))]:
        query.pop(name)
    return query.urlencode()[:LONGEST_QUERY]
