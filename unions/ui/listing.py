"""A list page in one object: filter, sort, search, page, columns, saved views, selection, CSV and workbook."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page
from django.db.models import F, OrderBy, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseRedirect, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_filters import FilterSet

from unions.actions.worker_pages import follow_of
from unions.errors import Sentence
from unions.queries.linked import linked
from unions.queries.ordering import sorted_last
from unions.ui.editing import editing_url
from unions.ui.long_lists import MOST_AT_ONCE, MOST_COUNTED, BoundedPaginator, followed, may_be_missing, worker_url
from unions.ui.saved_views import Chosen, View, asked_view, chosen_by, kept_query, seen_with
from unions.ui.selected import Bulk, selected_in
from unions.ui.sheet_answers import csv_file, workbook_file
from unions.ui.workbooks import Head

PAGE_SIZES = (25, 50, 100)
FORMS = ("csv", "xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `value` gives what is shown and exported, `link` the page of the row, `sort` a field path."""

    key: str
    label: Sentence
    value: Callable[[Any], Any]
    kind: str = "text"  # text, number, date, month, moment, money, state, tags
    sort: str = ""
    link: Callable[[Any], str] | None = None
    sub: Callable[[Any], Any] | None = None
    is_default: bool = True
    is_exported: bool = True

    @property
    def is_numeric(self) -> bool:
        """Whether the column is set to the right."""
        return self.kind in ("number", "money")

    def cell(self, row: Any) -> "Cell":
        """The cell of one row."""
        return Cell(self, self.value(row), self.link(row) if self.link else "", self.sub(row) if self.sub else "")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows."""

    column: Column
    value: Any
    url: str
    sub: Any


def csv_answer(key: str, columns: Sequence[Column], rows: Iterator[Any]) -> StreamingHttpResponse:
    """Rows of a list as CSV."""
    return csv_file(key, [c.label for c in columns], ([c.value(row) for c in columns] for row in rows))


@dataclass
class Listing:
    """Built from a request and a visible queryset; odd query values fall back, never fail.

    `unread` are fields that no column shows: a sheet of all rows does without them.
    """

    request: HttpRequest
    queryset: QuerySet[Any]
    columns: Sequence[Column]
    key: str
    default_sort: str
    filterset: type[FilterSet] | None = None
    title: Sentence = ""
    empty: Sentence = ""
    page_size: int = PAGE_SIZES[0]
    related: Callable[[QuerySet[Any]], QuerySet[Any]] = field(default=lambda rows: rows)
    bulk: Bulk | None = None
    unread: Collection[str] = ()

    @cached_property
    def chosen(self) -> Chosen:
        """What this account chose for this list, and the views it finds here."""
        account = self.request.user
        return chosen_by(account, self.key) if account.is_authenticated else Chosen()

    @cached_property
    def view(self) -> View | None:
        """The saved view that is shown."""
        return asked_view(self.request, self.chosen, self.filterset.base_filters if self.filterset else ())

    @cached_property
    def asked(self) -> QueryDict:
        """What is asked of the list, by its address and the view."""
        return seen_with(self.request, self.view)

    @property
    def query(self) -> str:
        """Filter and order as a view would keep them."""
        return kept_query(self.asked)

    @property
    def views_url(self) -> str:
        """The page on which this look is kept under a name."""
        asked = {"next": self.request.get_full_path(), "query": self.query}
        return f"{reverse('list_views', args=[self.key])}?{urlencode(asked)}"

    @property
    def bulk_url(self) -> str:
        """Where the selection goes; the filter goes with it."""
        return f"{self.bulk.url}?view=0&{self.query}" if self.bulk else ""

    @cached_property
    def filter(self) -> FilterSet | None:
        """The filter form bound to the address; faulty values are ignored and said at the field."""
        if self.filterset is None:
            return None
        return self.filterset(self.asked or None, queryset=self.queryset, request=self.request)

    @cached_property
    def filtered(self) -> QuerySet[Any]:
        """All rows that the filter leaves."""
        if self.filter is None:
            return self.queryset
        if self.filter.form.is_valid() or not self.filter.form.is_bound:
            return self.filter.qs
        return self.filter.filter_queryset(self.queryset)

    @cached_property
    def sort(self) -> str:
        """Key of the column that orders the list, with a minus when falling."""
        asked = self.asked.get("sort", "")
        return asked if asked.removeprefix("-") in self._sorts else self.default_sort

    @cached_property
    def _sorts(self) -> dict[str, str]:
        return {c.key: c.sort for c in self.columns if c.sort}

    @cached_property
    def order(self) -> tuple[OrderBy, str]:
        """By what the rows are ordered; the key breaks ties so that pages never overlap."""
        path = self._sorts[self.sort.removeprefix("-")]
        # A missing value is the smallest: one index serves both ways, and where none is missing any index does.
        is_loose = may_be_missing(self.queryset.model, path)
        if self.sort.startswith("-"):
            return F(path).desc(nulls_last=is_loose or None), "-pk"
        return F(path).asc(nulls_first=is_loose or None), "pk"

    @cached_property
    def ordered(self) -> QuerySet[Any]:
        """Filtered rows in order."""
        return self.filtered.order_by(*self.order)

    @cached_property
    def size(self) -> int:
        """Rows a page."""
        kept = (self.view and self.view.value.get("size"), self.chosen.preference.get("size"))
        return next((size for size in kept if size in PAGE_SIZES), self.page_size)

    @cached_property
    def page(self) -> Page:
        """The page asked for; beyond the end is the last one."""
        paginator = BoundedPaginator(self.ordered, self.size)
        if self.is_filtered and paginator.counted <= MOST_COUNTED:
            paginator.object_list = self.filtered.order_by(*sorted_last(*self.order))
        page = paginator.get_page(self.request.GET.get("page"))
        # The keys of a page are found first, in the same statement: what its rows show besides is read for them alone.
        keys = page.object_list.values("pk")
        page.object_list = list(self.related(self.queryset.filter(pk__in=keys)).order_by(*self.order))
        return page

    @property
    def count(self) -> int:
        """How many rows the filter leaves, up to the bound."""
        return self.page.paginator.count

    @property
    def has_more(self) -> bool:
        """Whether there are more rows than are counted."""
        return getattr(self.page.paginator, "counted", 0) > MOST_COUNTED

    @cached_property
    def shown(self) -> list[Column]:
        """The columns chosen by this account, else the default ones."""
        kept = self.view and self.view.value.get("columns")
        chosen = set(kept or self.chosen.preference.get("columns") or ())
        columns = [c for c in self.columns if c.key in chosen]
        return columns or [c for c in self.columns if c.is_default]

    @cached_property
    def rows(self) -> list[tuple[Any, list[Cell]]]:
        """Each row with its cells."""
        return [(row, [column.cell(row) for column in self.shown]) for row in self.page.object_list]

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is set."""
        names = self.filter.form.fields if self.filter else ()
        return any(self.asked.get(name) for name in names)

    @property
    def csv_url(self) -> str:
        """The address of the same list as CSV."""
        return self._export_url("csv")

    @property
    def workbook_url(self) -> str:
        """The address of the same list as a workbook."""
        return self._export_url("xlsx")

    def _export_url(self, form: str) -> str:
        query = self.request.GET.copy()
        query["export"] = form
        query.pop("page", None)
        return f"?{query.urlencode()}"

    @property
    def editing_url(self) -> str:
        """Where the rows are taken out to be edited in a sheet; empty where this account edits none."""
        return editing_url(self.key, self.request.user, self.query)

    @cached_property
    def picked(self) -> frozenset[int] | None:
        """Rows that were selected on this page or on another; None where there is nothing to do with them."""
        return selected_in(self.request, self.key) if self.bulk else None

    @property
    def sizes(self) -> tuple[int, ...]:
        """Page sizes on offer."""
        return PAGE_SIZES

    @property
    def wants_sheet(self) -> bool:
        """Whether the address asks for a sheet: CSV or a workbook."""
        return self.request.GET.get("export") in FORMS

    def sheet(self) -> StreamingHttpResponse | HttpResponseRedirect:
        """All filtered rows as the sheet that is asked for; a long workbook is left to the worker."""
        if self.request.GET.get("export") != "xlsx":
            return csv_answer(self.key, self._exported_columns, self.exported)
        return self.workbook() if self.is_at_once else redirect(self.job_url)

    @property
    def is_at_once(self) -> bool:
        """Whether a workbook is written while somebody waits, or the worker writes it now."""
        return self._follow is not None or not self.is_long

    @cached_property
    def is_long(self) -> bool:
        """Whether a workbook has more rows than are written while somebody waits."""
        if "page" in self.__dict__:
            return self.count > MOST_AT_ONCE
        return self.filtered.order_by().values("pk")[: MOST_AT_ONCE + 1].count() > MOST_AT_ONCE

    @property
    def job_url(self) -> str:
        """Where the worker is asked for the sheet at the address of this request."""
        return worker_url(self.workbook_address)

    @property
    def workbook_address(self) -> str:
        """The whole address of the workbook, as the worker asks for it."""
        return f"{self.request.path}{self.workbook_url}"

    @property
    def _follow(self) -> Callable[[int, int], None] | None:
        return follow_of(self.request)

    def workbook(self) -> FileResponse:
        """All filtered rows as a workbook with typed cells, each with its key in a hidden column."""
        columns = self._exported_columns
        heads = [Head(text=str(c.label), kind=c.kind) for c in columns]
        values = ([row.pk, *(c.value(row) for c in columns)] for row in self.exported)
        heads.insert(0, Head(text=_("Key"), kind="number", is_hidden=True))
        return workbook_file(self.key, str(self.title), heads, values, by=self.request.user.get_username())

    @property
    def _exported_columns(self) -> list[Column]:
        return [c for c in self.columns if c.is_exported]

    @property
    def exported(self) -> Iterator[Any]:
        """Every filtered row, read a thousand at a time; the worker says how far it is."""
        rows = linked(self.related(self.ordered).defer(*self.unread))
        return followed(rows, self.filtered.count(), self._follow) if self._follow else rows

    @property
    def empty_words(self) -> str:
        """What an empty list says."""
        return str(self.empty) or _("Nothing here yet.")
