"""What an expert reads of a case (domain rules §2): never mobile and birth month; blind, nothing that names anybody."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import pgettext

from studios.choices.files import FileKind
from studios.choices.sections import SectionKey
from studios.models import Application, ApplicationVersion, Attachment
from unions.models import FormerName, Union

GONE = "○○"
SHORTEST = 2
# What stays readable in a blind review. Everything else is left out: a field that is added later is hidden at first.
# A patent's number leads to its inventors at one look; a lead's merits and honours are the lead's portrait.
SHOWN: dict[SectionKey, frozenset[str]] = {
    SectionKey.BASICS: frozenset({"kind", "industry", "field", "founded_on", "introduction"}),
    SectionKey.LEADS: frozenset({"title", "skill_grade", "is_in_post"}),
    SectionKey.TEAM: frozenset({"role", "trade", "title", "skill_grade", "joined_on"}),
    SectionKey.RESULTS: frozenset(
        {
            "title",
            "area",
            "state",
            "starts_on",
            "ends_on",
            "difficulty",
            "kind",
            "finished_on",
            "adopters_count",
            "problem",
            "novelty",
            "is_secret",
        }
    ),
    SectionKey.BENEFITS: frozenset({"result", "year", "method", "amount", "formula", "period"}),
    SectionKey.TRAINING: frozenset(
        {
            "promotion",
            "agreed_on",
            "starts_on",
            "ends_on",
            "grade_before",
            "grade_after",
            "kind",
            "happened_on",
            "topic",
            "people_count",
        }
    ),
    SectionKey.MEANS: frozenset({"area", "equipment", "has_sign", "has_ledger", "year", "amount", "source"}),
    SectionKey.SUMMARY: frozenset({"summary", "notice_from", "notice_to", "notice_outcome", "declared"}),
}
# An honour stands inside its lead: title and year of it are the lead's portrait too.
HIDDEN_GROUPS = ("honours.",)
PHONE = re.compile(r"(?<!\d)(?:\+?86[-\s]?)?(?:1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}|0\d{2,3}[-\s]?\d{7,8})(?!\d)")


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file as the expert meets it; a blind one has a number instead of a name, and may be closed altogether."""

    pk: int
    label: str
    kind: FileKind
    size: int
    pages: int
    is_open: bool
    is_download: bool

    @property
    def numbers(self) -> range:
        """The pages that can be looked at as pictures."""
        return range(1, self.pages + 1) if self.is_open and self.pages else range(0)


def case_title(application: Application, *, is_blind: bool) -> str:
    """What a case is called before this expert."""
    return application.number if is_blind else application.studio.name


def version_files(application: Application, version: ApplicationVersion) -> list[Attachment]:
    """The files that were frozen with a version."""
    listed = [f["id"] for f in version.content.get("files") or []]
    return list(application.attachments.filter(pk__in=listed).order_by("pk"))


def shown_file(kept: Attachment, number: int, *, is_blind: bool) -> ShownFile:
    """A file with its own name, or with its number alone."""
    kind = FileKind(kept.kind)
    label = pgettext("blind file", "File %(number)s") % {"number": number} if is_blind else kept.name
    pages = (kept.pages or 1) if kept.is_pictured else 0
    is_open = may_open(kept, is_blind=is_blind)
    return ShownFile(kept.pk, label, kind, kept.size, pages, is_open, is_open and not is_blind)


def may_open(kept: Attachment, *, is_blind: bool) -> bool:
    """Blind: only what was filed anonymous or released, and only as pictures drawn anew."""
    if not is_blind:
        return True
    return kept.is_pictured and (kept.is_anonymous or kept.released_at is not None)


def readable_rows(
    key: SectionKey, rows: Iterable[Any], files: Mapping[int, ShownFile], veil: "Veil | None"
) -> list[Any]:
    """The answers of a page (rows with `value`, `path`, `privacy`, `files`) as the expert reads them."""
    read = [row for row in rows if not row.privacy]
    if veil:
        read = [veil.over(row) for row in read if is_readable(key, row)]
    return [_dressed(row, files) if row.files else row for row in read]


def _dressed(row: Any, files: Mapping[int, ShownFile]) -> Any:
    shown = tuple(files[f.pk] for f in row.files if f.pk in files)
    return replace(row, files=shown, value="、".join(f.label for f in shown))


def is_readable(key: SectionKey, row: Any) -> bool:
    """Whether a blind expert reads this answer at all; rows of files stay, their names do not."""
    if row.path.endswith("_files"):
        return bool(row.files)
    if any(group in row.path for group in HIDDEN_GROUPS):
        return False
    return row.path.rsplit(".", 1)[-1] in SHOWN[key]


class Veil:
    """Takes every name that the case itself holds out of its texts: people, unit, unions, studio, telephones."""

    def __init__(self, application: Application, content: Mapping[str, Any]) -> None:
        """Collect the names once; longer ones first, so that a part never leaves the rest standing."""
        names = {name.strip() for name in (*_people(content), *_places(application, content)) if name}
        found = sorted((n for n in names if len(n) >= SHORTEST), key=len, reverse=True)
        self.pattern = re.compile("|".join(_spaced(n) for n in found), re.IGNORECASE) if found else None

    def clear(self, text: str) -> str:
        """A text without names and telephone numbers."""
        text = self.pattern.sub(GONE, text) if self.pattern else text
        return PHONE.sub(GONE, text)

    def over(self, row: Any) -> Any:
        """One answer without names; the label of an explanation may hold some too."""
        return replace(row, value=self.clear(row.value), label=self.clear(row.label), group=self.clear(row.group))


def _spaced(name: str) -> str:
    """The name with or without white space between its characters, as 周 立 民."""
    return r"\s*".join(re.escape(character) for character in name if not character.isspace())


def _people(content: Mapping[str, Any]) -> Iterator[str]:
    """Everybody named on the pages."""
    for section, group in (("leads", "leads"), ("team", "members"), ("training", "apprenticeships")):
        for row in (content.get(section) or {}).get(group) or []:
            yield from (str(row.get(k) or "") for k in ("name", "mobile"))
            yield from _typed(row)


def _places(application: Application, content: Mapping[str, Any]) -> Iterator[str]:
    """The unit, the unions on the way and the studio, by all their names."""
    basics = content.get("basics") or {}
    yield from (str(basics.get(k) or "") for k in ("name", "employer", "address", "contact_name", "contact_phone"))
    yield from _typed(basics)
    studio = application.studio
    yield from (studio.name, *studio.former_names.values_list("name", flat=True))
    yield from studio.leaderships.values_list("worker__person__name", flat=True)
    yield from studio.members.values_list("person__name", flat=True)
    naming = application.call.union
    below = Union.objects.at_or_above(application.union).filter(path__startswith=naming.path).exclude(pk=naming.pk)
    for union in below:
        yield from (union.name, union.short_name, union.employer, union.address, union.office_phone, union.county)
    yield from FormerName.objects.filter(union__in=below).values_list("name", flat=True)


def _typed(row: Mapping[str, Any]) -> Iterator[str]:
    """What stands as typed because it was not understood."""
    yield from (str(value) for key, value in (row.get("typed") or {}).items() if key in ("name", "mobile"))
