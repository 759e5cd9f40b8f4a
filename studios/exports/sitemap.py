"""The site map for machines: an index of parts, each read while it is written; every page in both languages."""

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.urls import reverse
from django.utils import translation

from studios.queries.sitemap import KINDS
from studios.ui.site import pages_of_the_site

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = "pages"
# As the languages are said in pages; the first is the default.
TONGUES = (("zh-CN", "zh-hans"), ("en", "en"))
PLACEHOLDER = "-"


def index(origin: str) -> Iterator[str]:
    """Yield the index: the fixed pages, then each range of keys that holds any page."""
    yield f'{HEAD}<sitemapindex xmlns="{SCHEMA}">\n'
    parts = [(PAGES, 0), *((name, part) for name, kind in KINDS.items() for part in kind.parts())]
    for name, part in parts:
        yield f"<sitemap><loc>{escape(origin + reverse('sitemap_part', args=[name, part]))}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def part_of(origin: str, name: str, part: int) -> Iterator[str]:
    """Yield one part; nothing is kept in memory but a chunk of its rows."""
    yield f'{HEAD}<urlset xmlns="{SCHEMA}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    if name == PAGES:
        routes: Iterable[tuple[list[str], date | None]] = ((_in_both(route), None) for route in pages_of_the_site())
    else:
        kind = KINDS[name]
        patterns = _in_both(kind.route, PLACEHOLDER if name == "studios" else "0")
        heads = [pattern.rpartition("/")[0].rpartition("/")[0] for pattern in patterns]
        routes = (([f"{head}/{quote(argument)}/" for head in heads], day) for argument, day in kind.pages(part))
    for addresses, day in routes:
        yield _entry([escape(origin + address) for address in addresses], day)
    yield "</urlset>\n"


def _in_both(route: str, *arguments: str) -> list[str]:
    found = []
    for _said, code in TONGUES:
        with translation.override(code):
            found.append(reverse(route, args=arguments))
    return found


def _entry(addresses: list[str], day: date | None) -> str:
    """One page: an entry a language, each naming all."""
    said = [*((tongue, address) for (tongue, _code), address in zip(TONGUES, addresses, strict=True))]
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tongue}" href="{address}"/>'
        for tongue, address in [*said, ("x-default", addresses[0])]
    )
    changed = f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
    return "".join(f"<url><loc>{address}</loc>{changed}{links}</url>\n" for address in addresses)
