"""What a page of help is made of: chapters in the order of the year, and their steps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from studios.ui.site import PLACES
from unions.choices.people import Language, Role
from unions.errors import Sentence
from unions.ui.navigation import registered


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done on one page.

    `page` is the route. Its name comes from the navigation, or is `name`, the page's own title, or `entry`, what
    stands for it in the list `under`. `also` are entries of the navigation that the same words hold for.
    """

    key: str
    title: Sentence
    text: Sentence
    page: str
    trouble: Sentence
    name: Sentence = ""
    entry: Sentence = ""
    under: str = ""
    also: tuple[str, ...] = ()

    @property
    def way(self) -> list[str]:
        """The names by which one comes to the page."""
        own = str(self.name or self.entry or label_of(self.page))
        return [label_of(self.under), own] if self.under else [own]

    @property
    def address(self) -> str:
        """The page, or the list it is reached from; empty where no address stands for all."""
        for route in (self.page, self.under):
            try:
                return reverse(route)
            except NoReverseMatch:
                continue
        return ""

    @property
    def picture(self) -> str:
        """The address of its picture in the language of the page."""
        return staticfiles_storage.url(picture_path(self.key, get_language() or Language.CHINESE))

    @property
    def alternative(self) -> str:
        """What is said in place of the picture: the text beside it tells the rest."""
        return _("The page “%(way)s”, filled with demo data") % {"way": " › ".join(self.way)}

    @property
    def routes(self) -> tuple[str, ...]:
        """Every page that this step is help for."""
        return (self.page, *self.also, *((self.under,) if self.under else ()))


@dataclass(frozen=True, slots=True)
class Chapter:
    """Steps of one time of the year."""

    key: str
    title: Sentence
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class HelpPage:
    """The help of one role; `left_out` says of an entry of its navigation why it is not told here."""

    slug: str
    title: Sentence
    lead: Sentence
    chapters: tuple[Chapter, ...]
    roles: tuple[Role, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def steps(self) -> Iterator[Step]:
        """All steps in their order."""
        return (step for chapter in self.chapters for step in chapter.steps)

    @property
    def address(self) -> str:
        """The page in the language that is spoken."""
        return reverse("help_page", args=[self.slug])


def picture_path(key: str, language: str) -> str:
    """Where the picture of a step lies among the static files."""
    return f"help/{'en' if language.startswith('en') else 'zh-hans'}/{key}.webp"


def label_of(route: str) -> str:
    """The name of a page in the navigation of the desk or on the site map; nothing for pages that stand in neither."""
    for item in registered():
        if item.url_name == route:
            return str(item.label)
    places = (place for _group, group in PLACES for place in group)
    return next((str(place.label) for place in places if place.route == route), "")
