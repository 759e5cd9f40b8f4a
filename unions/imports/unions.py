"""Imports a sheet of unions (CSV): every faulty line is named, and only a sheet without faults is written."""

from django.utils.translation import gettext_lazy as _

from unions.actions.union_rows import Imported, UnionRow, import_union_rows
from unions.choices.people import Role
from unions.errors import Refusal
from unions.imports.union_cells import UnionSheet, UnreadableSheet, lines_of, row_of, text_of
from unions.models import Account, FormerName, Industry, Union
from unions.values.places import place_faults


def read_union_sheet(content: bytes, *, by: Account | None) -> UnionSheet:
    """Check each line alone, then all of them against each other and the present tree."""
    sheet = UnionSheet()
    industries = {i.code: i for i in Industry.objects.all()}
    for line, cells in lines_of(text_of(content)):
        sheet.lines += 1
        if row := row_of(sheet, line, cells, industries):
            sheet.rows.append((line, row))
    if not sheet.lines:
        raise UnreadableSheet(_("The sheet has no lines below its head."))
    _compare(sheet, by)
    sheet.faults.sort(key=lambda fault: fault.line)
    return sheet


def import_union_sheet(content: bytes, *, by: Account | None) -> tuple[UnionSheet, Imported | None]:
    """Read and, where nothing is wrong, write; None says that nothing was written."""
    sheet = read_union_sheet(content, by=by)
    if sheet.faults:
        return sheet, None
    try:
        return sheet, import_union_rows([row for _line, row in sheet.rows], by=by)
    except Refusal as refusal:
        sheet.blame(0, refusal.field or "", "", refusal.message)
        return sheet, None


def _compare(sheet: UnionSheet, by: Account | None) -> None:
    tree = _Tree(sheet)
    tree.blame_duplicates()
    tree.blame_places()
    tree.blame_cycles()
    if by:
        tree.blame_foreign(by)


class _Tree:
    """The sheet's rows over the present tree."""

    def __init__(self, sheet: UnionSheet) -> None:
        self.sheet = sheet
        self.present = {u.code: u for u in Union.objects.select_related("parent")}
        self.rows: dict[str, tuple[int, UnionRow]] = {}
        for line, row in reversed(sheet.rows):
            self.rows[row.code] = (line, row)

    def above(self, row: UnionRow) -> tuple[str, str] | None:
        """Kind and level of the union above, as they'll be."""
        if row.parent in self.rows:
            facts = self.rows[row.parent][1].facts
            return facts["kind"], facts["level"]
        union = self.present.get(row.parent)
        return (union.kind, union.level) if union else None

    def blame_duplicates(self) -> None:
        blame = self.sheet.blame
        codes, credit = {}, {u.credit_code: u.code for u in self.present.values() if u.credit_code}
        former = dict(FormerName.objects.exclude(code="").values_list("code", "union__code"))
        names: dict[tuple[str, str], int] = {}
        for line, row in self.sheet.rows:
            number = row.facts["credit_code"]
            if row.code in codes:
                blame(line, "code", row.code, _("Line %(line)s has the same code.") % {"line": codes[row.code]})
            if row.code not in self.present and row.code in former:
                blame(line, "code", row.code, _("%(union)s had this code.") % {"union": former[row.code]})
            if number and credit.get(number, row.code) != row.code:
                words = {"union": credit[number]}
                blame(line, "credit_code", number, _("%(union)s has this credit code.") % words)
            if (row.parent, row.name) in names:
                words = {"line": names[row.parent, row.name]}
                blame(line, "name", row.name, _("Line %(line)s has the same name below the same union.") % words)
            codes.setdefault(row.code, line)
            credit.setdefault(number, row.code)
            names.setdefault((row.parent, row.name), line)

    def blame_places(self) -> None:
        written = {fault.value for fault in self.sheet.faults if fault.column == "code"}
        root = next((u.code for u in self.present.values() if u.parent_id is None), "")
        for line, row in self.sheet.rows:
            self._blame_parent(line, row, written)
            if not row.parent and root and row.code != root:
                self.sheet.blame(line, "parent", "", _("Only %(root)s stands at the top.") % {"root": root})
            root = root or (row.code if not row.parent else "")
            self._blame_present(line, row)

    def _blame_parent(self, line: int, row: UnionRow, written: set[str]) -> None:
        above = self.above(row)
        if above is None and row.parent:
            if row.parent not in written:
                self.sheet.blame(line, "parent", row.parent, _("No union has this code, here or in the tree."))
            return
        for column, sentence in place_faults(row.facts["kind"], row.facts["level"], above):
            value = {"parent": row.parent}.get(column) or row.facts[column]
            self.sheet.blame(line, column, value, sentence)
        root = row.parent.split("-", maxsplit=1)[0]
        if row.parent and not row.code.startswith(f"{root}-"):
            message = _("Codes below %(root)s begin with %(root)s-.") % {"root": root}
            self.sheet.blame(line, "code", row.code, message)

    def _blame_present(self, line: int, row: UnionRow) -> None:
        union, above = self.present.get(row.code), self.present.get(row.parent)
        if union and not union.is_active:
            self.sheet.blame(line, "code", row.code, _("This union has merged or closed."))
        if above and not above.is_active:
            self.sheet.blame(line, "parent", row.parent, _("This union has merged or closed."))

    def blame_cycles(self) -> None:
        for line, row in self.sheet.rows:
            seen, code = set(), row.code
            while code in self.rows and code not in seen:
                seen.add(code)
                code = self.rows[code][1].parent
            if code == row.code and seen:
                self.sheet.blame(line, "parent", row.parent, _("The unions above lead back to this one."))

    def blame_foreign(self, by: Account) -> None:
        """A row is the administrator's when the union, or else the one above it, is."""
        for line, row in self.sheet.rows:
            code = row.code
            seen: set[str] = set()
            while code not in self.present and code in self.rows and code not in seen:
                seen.add(code)
                code = self.rows[code][1].parent
            union = self.present.get(code)
            if union is None or not by.scope.covers(union, Role.ADMINISTRATOR):
                self.sheet.blame(line, "code", row.code, _("This union lies beyond your appointment."))
