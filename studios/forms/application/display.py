"""Says what stands on a page: label and value of every answer, for reading, comparing and printing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from studios.choices.sections import SectionKey
from studios.forms.application.book import Book
from studios.forms.application.parts import Content, FileSlot, PartForm, slot_name
from studios.forms.application.registry import SECTIONS
from studios.forms.application.section import Group
from studios.forms.application.summary import EXPLAINS, SummaryForm

WIDE = 40
LEFT_OUT_WHEN_EMPTY = ("employer", "name_reason")


@dataclass(frozen=True, slots=True)
class DisplayRow:
    """One answer. `path` is the same for the same answer of every version; `privacy` is mobile, birth or nothing.

    A value that `is_whole`, a day or a month, is never broken.
    """

    label: str
    value: str
    group: str = ""
    path: str = ""
    privacy: str = ""
    files: tuple[Any, ...] = ()
    is_long: bool = False
    is_whole: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether it needs a row of its own."""
        return self.is_long or len(self.value) > WIDE or bool(self.files)


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that differs between two versions."""

    label: str
    group: str
    before: str
    after: str


def describe(key: str, content: Content, *, book: Book | None = None) -> list[DisplayRow]:
    """Every answer of a page in its order; dictionary names cost one query for each dictionary, whatever the rows."""
    book = book or Book(contents={key: content})
    form = SECTIONS[SectionKey(key)]
    found = list(_part(form.head, content, book, group="", path="")) if form.head else []
    for spec in form.groups:
        found += _group(spec, content.get(spec.name) or [], book, group="", path="")
    slots = form.slots
    if form is SummaryForm:
        found += _explanations(content, book)
        slots = tuple(FileSlot(f"slot-{s.key}", s.name) for s in book.call_slots)
    return found + [_files(slot, "", book, group="") for slot in slots]


def _group(spec: Group, rows: list[Content], book: Book, *, group: str, path: str) -> Iterator[DisplayRow]:
    for number, content in enumerate(rows, start=1):
        name = f"{group} {spec.label} {number}".strip()
        place = f"{path}{spec.name}.{content.get('key')}."
        yield from _part(spec.form, content, book, group=name, path=place)
        for nested in spec.nested:
            yield from _group(nested, content.get(nested.name) or [], book, group=name, path=place)


def _part(form: type[PartForm], content: Content, book: Book, *, group: str, path: str) -> Iterator[DisplayRow]:
    typed = content.get("typed") or {}
    for name, field in form.base_fields.items():
        if name in LEFT_OUT_WHEN_EMPTY and not content.get(name):
            continue
        raw = " ".join(typed[k] for k in field.keys(name) if k in typed)
        value = raw or field.show(content.get(name), book)
        shape = {"is_long": field.is_long, "is_whole": field.is_whole}
        yield DisplayRow(field.caption, value, group, f"{path}{name}", field.private, **shape)
    for slot in form.slots:
        yield _files(slot, content.get("key", ""), book, group=group, path=path)


def _files(slot: FileSlot, key: str, book: Book, *, group: str, path: str = "") -> DisplayRow:
    files = tuple(book.files.get(slot_name(slot, key), ()))
    return DisplayRow(str(slot.label), "、".join(f.name for f in files), group, f"{path}{slot.name}_files", files=files)


def _explanations(content: Content, book: Book) -> Iterator[DisplayRow]:
    for name, value in content.items():
        if name.startswith(EXPLAINS) and value:
            number = name.removeprefix(EXPLAINS)
            rule = book.rule_texts.get(number, number)
            yield DisplayRow(_("Explanation: %(rule)s") % {"rule": rule}, str(value), "", name)


def without_private(rows: list[DisplayRow]) -> list[DisplayRow]:
    """The same rows with mobile numbers and birth months masked."""
    return [replace(row, value=masked(row)) if row.privacy and row.value else row for row in rows]


def masked(row: DisplayRow) -> str:
    """138****5678, and the year alone of a birth month."""
    if row.privacy == "mobile":
        return f"{row.value[:3]}****{row.value[-4:]}" if len(row.value) >= 7 else "****"
    return "****"


def compare(key: str, old: Content, new: Content, *, old_book: Book, new_book: Book) -> list[Change]:
    """The answers of a page that differ, in the order of the newer version; removed ones come last."""
    before = {row.path: row for row in describe(key, old, book=old_book)}
    after = {row.path: row for row in describe(key, new, book=new_book)}
    found = [
        Change(row.label, row.group, before[path].value if path in before else "", row.value)
        for path, row in after.items()
        if row.value != (before[path].value if path in before else "")
    ]
    gone = [row for path, row in before.items() if path not in after and row.value]
    return found + [Change(row.label, row.group, row.value, "") for row in gone]
