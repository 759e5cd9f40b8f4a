"""The material of a case as the expert reads it: the frozen version page by page, its files as pictures."""

from dataclasses import dataclass

from studios.choices.sections import SectionKey
from studios.forms.application.display import describe
from studios.forms.application.registry import open_book
from studios.models import Application, ApplicationVersion
from studios.ui.answers import Block, blocks
from studios.ui.blind import ShownFile, Veil, readable_rows, shown_file


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the form, ready for the template."""

    key: SectionKey
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """All pages, and all files in the order of their numbers; `title` is the studio's name, blind its field of work."""

    title: str
    leaves: list[Leaf]
    files: list[ShownFile]


def material_of(application: Application, version: ApplicationVersion, *, is_blind: bool) -> Material:
    """The frozen version for this expert; private answers are never part of it."""
    book = open_book(application, version=version)
    veil = Veil(application, version.content) if is_blind else None
    kept = sorted((f for found in book.files.values() for f in found), key=lambda f: f.pk)
    shown = {f.pk: shown_file(f, number, is_blind=is_blind) for number, f in enumerate(kept, start=1)}
    leaves = [
        Leaf(
            key,
            tuple(blocks(readable_rows(key, describe(key, version.content.get(key) or {}, book=book), shown, veil))),
        )
        for key in SectionKey
    ]
    return Material(_title(application, version, veil), leaves, list(shown.values()))


def _title(application: Application, version: ApplicationVersion, veil: Veil | None) -> str:
    """What the case is about: a number alone tells an expert nothing."""
    if veil is None:
        return application.studio.name
    field = str((version.content.get(SectionKey.BASICS) or {}).get("field") or "")
    return veil.clear(field) or application.number
