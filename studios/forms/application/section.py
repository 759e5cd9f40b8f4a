"""A page of the form: its single fields, its repeated groups, its files, and rules that look across them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from studios.choices.sections import SectionKey
from studios.forms.application.book import Book
from studios.forms.application.parts import KEY, Content, FileSlot, PartForm, Place, fresh_key, slot_name

SCHEMA = 1
CEILING = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to change: the id it links to, the group it stands in, and what to do."""

    anchor: str
    group: str
    message: str


@dataclass(frozen=True, slots=True)
class Group:
    """A repeated group of rows. `least` rows are asked for, `most` are allowed."""

    name: str
    form: type[PartForm]
    label: Any
    title: Any
    add: Any
    least: int = 0
    most: int = 10
    too_few: Any = ""
    intro: Any = ""
    nested: tuple["Group", ...] = ()
    is_server_only: bool = False


@dataclass
class Row:
    """The raw text of one row before it is bound."""

    key: str
    values: dict[str, str]
    carried: Content = field(default_factory=dict)
    nested: dict[str, list["Row"]] = field(default_factory=dict)


class Rows:
    """The bound rows of a group."""

    def __init__(self, spec: Group, raw: list[Row], *, book: Book, prefix: str) -> None:
        """Bind each row under its number."""
        self.spec, self.book, self.prefix = spec, book, prefix
        self.rows = [self._bind(row, number) for number, row in enumerate(raw)]

    def _bind(self, row: Row, number: int | str) -> PartForm:
        prefix = f"{self.prefix}-{number}"
        form = self.spec.form(raw=row.values, book=self.book, prefix=prefix, key=row.key, carried=row.carried)
        form.group_label = self.spec.label
        form.number = number + 1 if isinstance(number, int) else 0
        form.nested = [
            Rows(spec, row.nested.get(spec.name, []), book=self.book, prefix=f"{prefix}-{spec.name}")
            for spec in self.spec.nested
        ]
        return form

    def pad(self) -> None:
        """Show empty rows up to the number that is asked for; they are not stored until something is typed."""
        for _number in range(len(self.rows), max(self.spec.least, 0)):
            self.rows.append(self._bind(Row(fresh_key(), {}), len(self.rows)))
        for row in self.rows:
            for nested in row.nested:
                nested.pad()

    @property
    def blank(self) -> PartForm:
        """The row that the script copies; its key becomes unique with the number."""
        form = self._bind(Row("", {}), "__prefix__")
        form.key = f"{fresh_key()}-__prefix__"
        return form

    @property
    def filled(self) -> list[PartForm]:
        """Rows in which something stands."""
        return [row for row in self.rows if not row.is_blank]

    @property
    def is_full(self) -> bool:
        """Whether no row may be added."""
        return len(self.rows) >= self.spec.most

    def to_content(self) -> list[Content]:
        """Stored rows, in order."""
        return [row.to_content() for row in self.rows]


class SectionForm:
    """One page. Make it with `from_content` or `from_post`; it is the only schema of its section."""

    key: ClassVar[SectionKey]
    head: ClassVar[type[PartForm] | None] = None
    groups: ClassVar[tuple[Group, ...]] = ()
    slots: ClassVar[tuple[FileSlot, ...]] = ()
    intro: ClassVar[Any] = ""

    def __init__(self, *, head: Row, rows: Mapping[str, list[Row]], book: Book) -> None:
        """Bind the page to raw text."""
        self.book = book
        self.part = self.head(raw=head.values, book=book, carried=head.carried) if self.head else None
        self.bound = [Rows(spec, rows.get(spec.name, []), book=book, prefix=spec.name) for spec in self.groups]

    @classmethod
    def from_content(cls, content: Content, *, book: Book) -> "SectionForm":
        """The page over what is stored."""
        values = cls.head.raw_of(content) if cls.head else {}
        rows = {spec.name: [_row_of(spec, row) for row in content.get(spec.name) or []] for spec in cls.groups}
        return cls(head=Row("", values, carried=content), rows=rows, book=book)

    @classmethod
    def from_post(
        cls, post: Mapping[str, str], *, book: Book, stored: Content, drop_blank: bool = False
    ) -> "SectionForm":
        """The page over what was sent. What a row carries unseen comes from the stored row of the same key."""
        values = _values(cls.head, post, "") if cls.head else {}
        rows = {spec.name: _posted_rows(spec, post, spec.name, stored.get(spec.name) or []) for spec in cls.groups}
        form = cls(head=Row("", values, carried=stored), rows=rows, book=book)
        return form.without_blank() if drop_blank else form

    def without_blank(self) -> "SectionForm":
        """The same page without rows in which nothing was typed."""
        for rows in self.bound:
            kept = [_raw_again(row) for row in rows.filled]
            rows.__init__(rows.spec, kept, book=self.book, prefix=rows.prefix)  # type: ignore[misc]
        return self

    def rows(self, name: str) -> list[PartForm]:
        """The rows of a group."""
        return self.group(name).rows

    def group(self, name: str) -> Rows:
        """A bound group by its name."""
        return next(rows for rows in self.bound if rows.spec.name == name)

    def parts(self) -> Iterator[PartForm]:
        """Every part: the single fields, then rows with their nested rows."""
        if self.part is not None:
            yield self.part
        for rows in self.bound:
            for row in rows.rows:
                yield row
                for nested in row.nested:
                    yield from nested.rows

    def to_content(self) -> Content:
        """The stored form of the page."""
        self.check_once()
        content: Content = {"schema": SCHEMA}
        content |= self.part.to_content() if self.part is not None else {}
        return content | {rows.spec.name: rows.to_content() for rows in self.bound}

    def check_once(self) -> None:
        """Run the rules that look across parts, once."""
        if not getattr(self, "_is_checked", False):
            self._is_checked = True
            for part in self.parts():
                part.found  # noqa: B018 - validates
            self.check()

    def check(self) -> None:
        """Rules across parts; pages override it and use `part.add_error`."""

    def show(self) -> "SectionForm":
        """Let the page show its faults."""
        self.check_once()
        for part in self.parts():
            part.is_quiet = False
            part.shown_faults = len(list(_part_faults(part)))
        return self

    def padded(self) -> "SectionForm":
        """With empty rows to begin with."""
        for rows in self.bound:
            rows.pad()
        return self

    def faults(self) -> list[Fault]:
        """Everything that keeps the page from being complete, in the order of the page."""
        self.check_once()
        found = list(_part_faults(self.part)) if self.part is not None else []
        for rows in self.bound:
            found += _group_faults(rows)
        return found + [f for slot in self.slots for f in self.slot_faults(slot, "", "")] + list(self.more_faults())

    def more_faults(self) -> Iterator[Fault]:
        """Faults that belong to no field; pages override it."""
        yield from ()

    def slot_faults(self, slot: FileSlot, key: str, group: str) -> Iterator[Fault]:
        """A missing file of the page itself."""
        if slot.missing and not self.book.files.get(slot_name(slot, key)):
            yield Fault(f"file-{slot_name(slot, key)}", group, str(slot.missing))

    @property
    def places(self) -> list[Place]:
        """Places for files of the page itself."""
        return [Place(slot, "", self.book) for slot in self.slots]


def _part_faults(part: PartForm) -> Iterator[Fault]:
    for name in [*part.fields, "__all__"]:
        bound = part[name] if name in part.fields else None
        for message in part.found.get(name, ()):
            yield Fault(_anchor(bound) if bound else "", part.caption, str(message))
    for slot in part.slots:
        if slot.missing and part.needs_file(slot) and not part.book.files.get(slot_name(slot, part.key)):
            yield Fault(f"file-{slot_name(slot, part.key)}", part.caption, str(slot.missing))
    for nested in part.nested:
        for fault in _group_faults(nested):
            yield Fault(fault.anchor, f"{part.caption} {fault.group}".strip(), fault.message)


def _group_faults(rows: Rows) -> Iterator[Fault]:
    spec = rows.spec
    if len(rows.rows) < spec.least:
        yield Fault(f"add-{rows.prefix}", "", str(spec.too_few))
    if len(rows.rows) > spec.most:
        yield Fault(
            f"add-{rows.prefix}",
            "",
            _("At most %(most)s entries; there are %(count)s.") % {"most": spec.most, "count": len(rows.rows)},
        )
    for row in rows.rows:
        yield from _part_faults(row)


def _anchor(bound: forms.BoundField) -> str:
    several = isinstance(bound.field.widget, (forms.RadioSelect, forms.MultiWidget))
    return f"{bound.auto_id}_0" if several else bound.auto_id


def _row_of(spec: Group, content: Content) -> Row:
    nested = {n.name: [_row_of(n, row) for row in content.get(n.name) or []] for n in spec.nested}
    return Row(content.get("key") or fresh_key(), spec.form.raw_of(content), carried=content, nested=nested)


def _raw_again(part: PartForm) -> Row:
    nested = {rows.spec.name: [_raw_again(row) for row in rows.filled] for rows in part.nested}
    return Row(part.key, part.raw, carried=part.carried_values, nested=nested)


def _values(form: type[PartForm], post: Mapping[str, str], prefix: str) -> dict[str, str]:
    joint = f"{prefix}-" if prefix else ""
    names = [key for name, each in form.base_fields.items() for key in each.keys(name)]
    names += [
        key.removeprefix(joint) for key in post if form.takes_more and key.startswith(f"{joint}{form.takes_more}")
    ]
    return {name: post[f"{joint}{name}"] for name in names if f"{joint}{name}" in post}


def _posted_rows(spec: Group, post: Mapping[str, str], prefix: str, stored: list[Content]) -> list[Row]:
    try:
        count = min(int(post.get(f"{prefix}-TOTAL_FORMS", "0")), CEILING)
    except ValueError:
        count = 0
    known = {row.get("key"): row for row in stored}
    found, seen = [], set()
    for number in range(count):
        place = f"{prefix}-{number}"
        key = post.get(f"{place}-key", "")
        if f"{place}-key" not in post or post.get(f"{place}-DELETE"):
            continue
        key = key if KEY.fullmatch(key) and key not in seen else fresh_key()
        seen.add(key)
        carried = known.get(key, {})
        nested = {n.name: _posted_rows(n, post, f"{place}-{n.name}", carried.get(n.name) or []) for n in spec.nested}
        found.append(Row(key, _values(spec.form, post, place), carried=carried, nested=nested))
    return found
