"""One part of a page: the single fields, or one row of a repeated group; reads and writes its JSON.

A value that could be understood stands under the field's name in its stored form. What could not be understood stays,
as it was typed, under `typed`; nothing that was typed is lost, and readers of a content see clean values only.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from studios.forms.application.book import Book

Content = dict[str, Any]
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
LONE = re.compile("[\ud800-\udfff]")


def fresh_key() -> str:
    """A key that a row keeps for life."""
    return secrets.token_hex(4)


def storable(text: str) -> str:
    """What a JSON column can hold: NUL and lone surrogates are replaced by signs that can be seen."""
    return LONE.sub("\ufffd", text.replace("\x00", "\u2400"))


@dataclass(frozen=True, slots=True)
class FileSlot:
    """A place for files beside a part; `name` and the row's key make the slot of the attachment."""

    name: str
    label: Any
    hint: Any = ""
    most: int = 10
    pictures_only: bool = False
    missing: Any = ""

    @property
    def accept(self) -> str:
        """Endings that the browser offers."""
        pictures = ".jpg,.jpeg,.png,.webp"
        return pictures if self.pictures_only else f".pdf,{pictures},.docx,.xlsx"


def slot_name(slot: FileSlot, key: str) -> str:
    """What an attachment's slot is called."""
    return f"{slot.name}-{key}" if key else slot.name


class Place:
    """A place for files with the files that are there."""

    def __init__(self, slot: FileSlot, key: str, book: Book) -> None:
        """Find the files of the slot."""
        self.spec, self.name = slot, slot_name(slot, key)
        self.files = book.files.get(self.name, [])
        self.is_open = len(self.files) < slot.most
        self.anchor = f"file-{self.name}"
        self.message = book.messages.get(self.anchor, "")


class PartForm(forms.Form):
    """A bound form over raw text; `is_quiet` keeps its faults to itself until a save was asked for."""

    use_required_attribute = False
    layout: tuple[tuple[str, ...], ...] = ()
    carried: tuple[str, ...] = ()
    last: tuple[str, ...] = ()  # fields that stand below the files of the page
    slots: tuple[FileSlot, ...] = ()
    title_field = ""
    takes_more = ""  # prefix of fields that the application adds to the page

    def __init__(
        self, *, raw: Mapping[str, str], book: Book, prefix: str = "", key: str = "", carried: Content | None = None
    ) -> None:
        """Bind the raw text under the prefix."""
        self.raw, self.book, self.key = dict(raw), book, key
        self.carried_values = carried or {}
        self.is_quiet, self.shown_faults = True, 0
        self.number, self.group_label, self.nested = 0, "", []
        joint = f"{prefix}-" if prefix else ""
        super().__init__(data={f"{joint}{name}": value for name, value in raw.items()}, prefix=prefix or None)
        for name, field in self.fields.items():
            field.prepare(book, {k: self.raw[k] for k in field.keys(name) if k in self.raw})
        self.prepare()

    def prepare(self) -> None:
        """Adapt the fields to the application; pages override it."""

    @property
    def errors(self) -> ErrorDict:
        """What the page shows; nothing while quiet."""
        found = super().errors
        return ErrorDict() if self.is_quiet else found

    @cached_property
    def found(self) -> ErrorDict:
        """All faults, shown or not."""
        if self._errors is None:
            self.full_clean()
        return self._errors

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not any(value.strip() for value in self.raw.values()) and not any(g.filled for g in self.nested)

    @property
    def caption(self) -> str:
        """Name of the row: the group's label with its number, and its own title where it has one."""
        return f"{self.group_label} {self.number}" if self.group_label and self.number else str(self.group_label)

    @property
    def own_title(self) -> str:
        """What was typed into the field that names the row."""
        return self.raw.get(self.title_field, "").strip()[:40] if self.title_field else ""

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields as they stand beside each other."""
        named = {name for row in self.layout for name in row}
        rest = [[self[name]] for name in self.fields if name not in named and not self._is_last(name)]
        return [[self[name] for name in row if name in self.fields] for row in self.layout] + rest

    def needs_file(self, slot: FileSlot) -> bool:
        """Whether this part must have a file in the slot."""
        return True

    @property
    def places(self) -> list["Place"]:
        """Its places for files with what is there."""
        return [Place(slot, self.key, self.book) for slot in self.slots]

    @property
    def closing(self) -> list[forms.BoundField]:
        """The fields that stand below the files."""
        return [self[name] for name in self.fields if self._is_last(name)]

    def _is_last(self, name: str) -> bool:
        return name in self.last or bool(self.takes_more and name.startswith(self.takes_more))

    def to_content(self) -> Content:
        """The stored form of what was typed."""
        self.found  # noqa: B018 - validates once
        kept: Content = {"key": self.key} if self.key else {}
        kept |= {name: self.carried_values[name] for name in self.carried if name in self.carried_values}
        typed: dict[str, str] = {}
        for name, field in self.fields.items():
            is_valid = name in self.cleaned_data
            kept[name] = field.to_json(self.cleaned_data[name]) if is_valid else field.nothing
            if not is_valid:
                typed |= {k: storable(v) for k, v in field.raw.items() if v.strip()}
        kept |= {group.spec.name: group.to_content() for group in self.nested}
        return kept | ({"typed": typed} if typed else {})

    @classmethod
    def raw_of(cls, content: Content) -> dict[str, str]:
        """The text that a stored part shows; what was not understood comes back as typed."""
        typed = content.get("typed") or {}
        raw: dict[str, str] = {}
        for name, field in cls.base_fields.items():
            again = {k: typed[k] for k in field.keys(name) if k in typed}
            raw |= again or field.to_raw(name, content.get(name, field.nothing))
        return raw

    def check_order(self, earlier: str, later: str) -> None:
        """Refuse an end before its start."""
        start, end = self.cleaned_data.get(earlier), self.cleaned_data.get(later)
        if start and end and end < start:
            self.add_error(later, _("The end cannot be before the start."))
