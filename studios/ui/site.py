"""What stands around every public page: who runs the site, navigation, footer. At most one query, and only if shown."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unions.choices.tree import UnionState
from unions.errors import Sentence
from unions.models import Union
from unions.values.addresses import is_private


@dataclass(frozen=True, slots=True)
class Link:
    """A link of navigation or footer; without an address it is a line of text."""

    label: str
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """A column of the footer."""

    label: str
    items: list[Link]


class Site:
    """The site as its root union runs it; nothing is read before something is shown."""

    @cached_property
    def root(self) -> Union | None:
        """The union at the root of the tree."""
        return Union.objects.filter(parent=None, state=UnionState.ACTIVE).order_by("pk").first()

    @property
    def name(self) -> str:
        return _("Model worker innovation studios")

    @property
    def host(self) -> str:
        return _("Hosted by %(union)s") % {"union": self.root} if self.root else ""

    @property
    def note(self) -> str:
        """The line of the top strip: a demo says what it is."""
        return _("Demo data: city, units and persons are fictional") if settings.IS_DEMO else ""

    @property
    def lines(self) -> list[str]:
        """Lines of the footer's first column."""
        address = self.root.address if self.root else ""
        return [line for line in (self.host, _("Address: %(text)s") % {"text": address} if address else "") if line]

    @property
    def summary(self) -> str:
        """What the site is, for search engines, where a page says nothing of its own."""
        return _(
            "What model worker innovation studios solved, how they work, and who leads them: find them by industry, level and place, and ask their union."
        )

    @property
    def phone(self) -> str:
        return self.root.office_phone if self.root else ""


def public_context(request: HttpRequest) -> dict[str, Any]:
    """`site`, `public_navigation`, `footer_groups` and the page's own address; nothing at the desk."""
    if is_private(request.path_info):
        return {}
    site = Site()
    return {
        "site": site,
        "public_navigation": lambda: navigation(request),
        "footer_groups": lambda: footer(site),
        "site_origin": request.build_absolute_uri("/")[:-1],
        "canonical_url": request.build_absolute_uri(request.path),
        "chinese_url": request.build_absolute_uri(chinese_path(request.path)),
        "english_url": request.build_absolute_uri("/en" + chinese_path(request.path)),
    }


def chinese_path(path: str) -> str:
    """The same page without the English prefix."""
    return "/" + path.removeprefix("/en/") if path.startswith("/en/") else path


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the site; those not in the footer stand on the site map alone, forms are not for search engines."""

    label: Sentence
    route: str
    in_footer: bool = True
    is_form: bool = False


PLACES: tuple[tuple[Sentence, tuple[Place, ...]], ...] = (
    (
        gettext_lazy("Find"),
        (
            Place(gettext_lazy("Home"), "home", in_footer=False),
            Place(gettext_lazy("Studios"), "studios"),
            Place(gettext_lazy("Verified results"), "results"),
            Place(gettext_lazy("Search"), "search", in_footer=False, is_form=True),
            Place(gettext_lazy("Working methods"), "methods"),
            Place(gettext_lazy("Stories"), "stories"),
            Place(gettext_lazy("History of the movement"), "movement_history"),
            Place(gettext_lazy("Check a plaque"), "plaque_check"),
            Place(gettext_lazy("Statistics"), "statistics"),
        ),
    ),
    (
        gettext_lazy("Take part"),
        (
            Place(gettext_lazy("How to apply"), "calls_public"),
            Place(gettext_lazy("Public notices"), "notices"),
            Place(gettext_lazy("Decisions"), "public_decisions"),
            Place(gettext_lazy("How a letter stands"), "letter_query", is_form=True),
            Place(gettext_lazy("Ask how an objection stands"), "objection_query", in_footer=False, is_form=True),
        ),
    ),
    (
        gettext_lazy("Help"),
        (
            Place(gettext_lazy("Help for every role"), "help_overview"),
            Place(gettext_lazy("Accessibility"), "accessibility"),
            Place(gettext_lazy("Protection of personal data"), "privacy"),
            Place(gettext_lazy("Open data"), "open_data"),
            Place(gettext_lazy("Site map"), "site_map"),
        ),
    ),
)
# Sections of the main navigation.
SECTIONS = (
    Place(gettext_lazy("Home"), "home"),
    Place(gettext_lazy("Studios"), "studios"),
    Place(gettext_lazy("Verified results"), "results"),
    Place(gettext_lazy("Stories"), "stories"),
    Place(gettext_lazy("Public notices"), "notices"),
    Place(gettext_lazy("How to apply"), "calls_public"),
)


# Addresses that belong to a section besides its own.
BESIDES = {"notices": "/decisions/"}


def navigation(request: HttpRequest) -> list[Link]:
    """The main navigation with the page's section marked."""
    here = chinese_path(request.path)
    return [Link(str(p.label), reverse(p.route), current=_is_current(here, p.route)) for p in SECTIONS]


def _is_current(here: str, route: str) -> bool:
    section = chinese_path(reverse(route))
    return here == section if section == "/" else here.startswith((section, BESIDES.get(route, section)))


def footer(site: Site) -> list[LinkGroup]:
    """The columns of the footer; the office telephone stands above the help."""
    groups = [LinkGroup(str(label), _links(places, in_footer=True)) for label, places in PLACES]
    if site.phone:
        groups[-1].items.insert(0, Link(_("Telephone: %(number)s") % {"number": site.phone}))
    return groups


def site_map() -> list[LinkGroup]:
    """Every page that is no row of a list."""
    return [LinkGroup(str(label), _links(places, in_footer=False)) for label, places in PLACES]


def pages_of_the_site() -> list[str]:
    """Routes of all pages that search engines may keep and that need no argument."""
    return [place.route for _label, places in PLACES for place in places if not place.is_form]


def _links(places: tuple[Place, ...], *, in_footer: bool) -> list[Link]:
    return [Link(str(p.label), reverse(p.route)) for p in places if p.in_footer or not in_footer]
