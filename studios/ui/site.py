"""What stands around every public page: who runs the site, navigation, footer. At most one query, and only if shown."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from unions.choices.tree import UnionState
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
        "canonical_url": request.build_absolute_uri(request.path),
        "chinese_url": request.build_absolute_uri(chinese_path(request.path)),
        "english_url": request.build_absolute_uri("/en" + chinese_path(request.path)),
    }


def chinese_path(path: str) -> str:
    """The same page without the English prefix."""
    return "/" + path.removeprefix("/en/") if path.startswith("/en/") else path


def navigation(request: HttpRequest) -> list[Link]:
    """The main navigation with the page's section marked."""
    here = chinese_path(request.path)
    parts = [(_("Home"), "home"), (_("Studios"), "studios"), (_("Verified results"), "results")]
    parts += [(_("Public notices"), "notices"), (_("How to apply"), "calls_public")]
    return [Link(label, url, current=_is_current(here, url)) for label, name in parts if (url := reverse(name))]


def _is_current(here: str, url: str) -> bool:
    section = chinese_path(url)
    return here == section if section == "/" else here.startswith(section)


def footer(site: Site) -> list[LinkGroup]:
    """The columns of the footer."""
    find = [(_("Studios"), "studios"), (_("Verified results"), "results"), (_("Check a plaque"), "plaque_check")]
    help_ = [(_("Accessibility"), "accessibility"), (_("Protection of personal data"), "privacy")]
    take_part = [(_("How to apply"), "calls_public"), (_("Public notices"), "notices")]
    phone = [Link(_("Telephone: %(number)s") % {"number": site.phone})] if site.phone else []
    return [
        LinkGroup(_("Find"), [Link(label, reverse(name)) for label, name in find]),
        LinkGroup(_("Take part"), [Link(label, reverse(name)) for label, name in take_part]),
        LinkGroup(_("Help"), phone + [Link(label, reverse(name)) for label, name in help_]),
    ]
