"""Components over a sequence: steps, tasks, pager, sortable column heads."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.dateformat import format as date_format
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import template_localtime
from django.utils.translation import gettext

from unions.templatetags.formats import money
from unions.templatetags.leaves import EMPTY, icon, state, tag

register = template.Library()

DATES = {"date": "Y-m-d", "month": "Y-m", "moment": "Y-m-d H:i"}
DASH, NUMERIC, CHECKED = mark_safe("—"), mark_safe(' class="num"'), mark_safe(" checked")


@register.simple_tag
def steps(*, items: object, label: object, upright: bool = False) -> SafeString:
    """Where a case is; each item has `label`, `note` and `state`: done, current, waiting or back.

    A phone shows the words of the present step alone; upright, where there is none, it shows all of them in rows.
    """
    return render_to_string("components/steps.html", {"items": items, "label": label, "upright": upright})


@register.simple_tag
def tasks(*, items: object) -> SafeString:
    """Sections with their state; each item has `number`, `label`, `url`, `state`, `tone`, `icon`, `is_current`."""
    return render_to_string("components/tasks.html", {"items": items})


def _query(context: template.Context, **changes: object) -> str:
    """Return the page's own query with changes; None leaves a parameter out."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def pager(context: template.Context, *, page: Page, unit: object = "") -> SafeString:
    """Links to the pages of a paginator's page; the rest of the query stays."""
    paginator = page.paginator
    if paginator.num_pages < 2:
        return EMPTY
    numbers = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    links = [(n, "" if n == paginator.ELLIPSIS else _query(context, page=n)) for n in numbers]
    before = _query(context, page=page.number - 1) if page.has_previous() else ""
    after = _query(context, page=page.number + 1) if page.has_next() else ""
    found = {"page": page, "links": links, "before": before, "after": after, "unit": unit}
    return render_to_string("components/pager.html", found)


@register.simple_tag(takes_context=True)
def column(
    context: template.Context, *, text: object, key: str = "", sort: str = "", numeric: bool = False
) -> SafeString:
    """A column head; with `key` it sorts, `sort` being the present order (`name` or `-name`)."""
    css = mark_safe(' class="r"') if numeric else EMPTY
    if not key:
        return format_html('<th scope="col"{}>{}</th>', css, text)
    rising, falling = sort == key, sort == f"-{key}"
    order = {(True, False): "ascending", (False, True): "descending"}.get((rising, falling), "none")
    arrow = icon(name="arrow-up" if rising else "arrow-down") if rising or falling else EMPTY
    url = _query(context, sort=f"-{key}" if rising else key, page=None)
    return format_html('<th scope="col"{} aria-sort="{}"><a href="{}">{}{}</a></th>', css, order, url, text, arrow)


@register.simple_tag
def region(*, label: object) -> SafeString:
    """The attributes of a scrolling table wrapper: name it and let the keyboard reach it."""
    return format_html('tabindex="0" role="region" aria-label="{}"', label or gettext("Table"))


@register.simple_tag
def table_rows(*, rows: Iterable[tuple[Any, Sequence[Any]]], picked: frozenset[int] | None = None) -> SafeString:
    """Rows with their cells, each with a box where rows can be picked; one tag, for a page has hundreds of cells."""
    choice = gettext("Select %(row)s")
    return format_html_join(
        "\n",
        "<tr>{}{}</tr>",
        ((EMPTY if picked is None else _box(row, picked, choice), _cells(cells)) for row, cells in rows),
    )


def _box(row: Any, picked: frozenset[int], choice: str) -> SafeString:
    """The box that selects a row, and the note that the row was shown, so that an empty box takes it out."""
    return format_html(
        '<td class="table__pick"><input type="hidden" name="shown" value="{0}" form="selection">'
        '<input type="checkbox" name="row" value="{0}" form="selection" aria-label="{1}"{2}></td>',
        row.pk,
        choice % {"row": row},
        CHECKED if row.pk in picked else EMPTY,
    )


def _cells(cells: Sequence[Any]) -> SafeString:
    """The cells of a row, the first as its head."""
    first, *others = cells
    drawn = format_html_join(
        "",
        '<td data-label="{}"{}>{}</td>',
        ((cell.column.label, NUMERIC if cell.column.is_numeric else EMPTY, _cell(cell)) for cell in others),
    )
    return format_html('<th scope="row">{}</th>{}', _cell(first), drawn)


def _cell(cell: Any) -> SafeString:
    words = _cell_words(cell)
    if cell.url and words is not DASH:
        words = format_html('<a href="{}">{}</a>', cell.url, words)
    if cell.sub:
        words = format_html('{}<br><span class="table__sub">{}</span>', words, cell.sub)
    return words


def _cell_words(cell: Any) -> SafeString:
    """What a cell shows: each kind in its own way, anything else as its words."""
    value, kind = cell.value, cell.column.kind
    if value is None or value == "":
        return DASH
    if kind in DATES and isinstance(value, date):
        words = date_format(template_localtime(value), DATES[kind])
        return format_html("<time>{}</time>", format_html_join(" ", "<span>{}</span>", ((w,) for w in words.split())))
    if kind == "money":
        return conditional_escape(money(value))
    if kind == "state":
        return state(value=value)
    if kind == "tags":
        return format_html_join("\n", "{}", ((tag(text=one),) for one in value))
    return conditional_escape(localize(value))
