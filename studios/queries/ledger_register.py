"""What the names of a ledger are looked up in: one load of the register, whatever the ledger's length."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from studios.models import Honour, StudioKind
from studios.values.wording import comparable, nearest
from unions.models import FormerName, Industry, Union

Entry = TypeVar("Entry")
LONGEST_PLACE = 9
AND = re.compile("[和及与]")
YEAR_BESIDE = re.compile(r"^\s*\d{4}\s*年?度?|[(（\[]\s*\d{4}\s*年?度?\s*[)）\]]\s*$")
PLACE_ENDINGS = "省市区县"
LEGAL_FORMS = (
    "集团股份有限公司",
    "集团有限责任公司",
    "集团有限公司",
    "股份有限公司",
    "有限责任公司",
    "集团公司",
    "有限公司",
    "公司",
)
UNION_ENDINGS = ("工会委员会", "总工会", "工会联合会", "工会")


@dataclass(frozen=True, slots=True)
class UnionEntry:
    """A union as the ledger needs it."""

    pk: int
    code: str
    name: str
    short_name: str
    path: str
    kind: str
    level: str
    employer: str
    industry: str


@dataclass(frozen=True, slots=True)
class KindEntry:
    """A kind of studio with the ending of its names."""

    pk: int
    name: str
    suffix: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to write the kind."""
        return (self.name, self.suffix, *self.aliases)


@dataclass(slots=True)
class Names(Generic[Entry]):
    """Names of one sort; a name that two entries share finds both."""

    common: tuple[str, ...] = ()
    place_endings: str = ""
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    _offers: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, entry: Entry, names: Iterable[str]) -> None:
        """Let `entry` be found under each name; the first is the one shown."""
        written = [name for name in names if name]
        self.shown.extend(written[:1])
        for name in {comparable(name) for name in written}:
            self.entries.setdefault(name, []).append(entry)

    def find(self, written: str) -> list[Entry]:
        """Return every entry of this name."""
        return self.entries.get(comparable(written)) or self._find_without_place(written)

    def _find_without_place(self, written: str) -> list[Entry]:
        """浙江省劳动模范 and 2015年省劳动模范 are 省劳动模范: place and year beside an honour may be left out."""
        if not self.place_endings:
            return []
        plain = YEAR_BESIDE.sub("", written)
        for position, letter in enumerate(plain[:LONGEST_PLACE]):
            if position == 0 or letter in self.place_endings:
                found = self.entries.get(comparable(plain[position:]))
                if found:
                    return found
        return []

    def offers(self, written: str) -> tuple[str, ...]:
        """Return the nearest names, remembered per spelling."""
        if written not in self._offers:
            self._offers[written] = nearest(written, self.shown, common=self.common)
        return self._offers[written]


@dataclass(slots=True)
class Register:
    """Everything that a ledger of one union may name."""

    union: UnionEntry
    unions: Names[UnionEntry]
    employers: Names[UnionEntry]
    honours: Names[int]
    industries: Names[str]
    industry_names: dict[str, str]
    kinds: list[KindEntry]
    by_key: dict[int, UnionEntry] = field(default_factory=dict)

    def above(self, unit: UnionEntry) -> UnionEntry | None:
        """Return the nearest union above a unit that may recommend it."""
        keys = [int(key) for key in unit.path.split(".")[:-2] if key.isdigit()]
        entries = [entry for key in reversed(keys) if (entry := self.by_key.get(key))]
        return next((entry for entry in entries if entry.kind != "grassroots"), None)

    def kind_of(self, studio: str) -> KindEntry | None:
        """Return the kind whose ending the studio's name has, the longest first, else the first kind."""
        ending = next((kind for kind in self.kinds if kind.suffix and studio.endswith(kind.suffix)), None)
        return ending or (self.kinds[-1] if self.kinds else None)


def load_register(union: Union) -> Register:
    """Load what a ledger of `union` may name: five queries."""
    entries = [_entry(row) for row in Union.objects.at_or_below(union).active().order_by("path")]
    former = _former_names(union)
    city = union.name.removesuffix("总工会").removesuffix("工会")
    common = (city, city.removesuffix("市"), *UNION_ENDINGS)
    industries = list(Industry.objects.order_by("code"))
    return Register(
        union=next(entry for entry in entries if entry.pk == union.pk),
        unions=_recommenders(entries, former, city, common),
        employers=_employers(entries, former, city, common),
        honours=_honours(),
        industries=_dictionary((row.code, row.name, _industry_forms(row)) for row in industries if row.is_division),
        industry_names={row.code: row.name for row in industries},
        kinds=_kinds(),
        by_key={entry.pk: entry for entry in entries},
    )


def _entry(union: Union) -> UnionEntry:
    return UnionEntry(
        pk=union.pk,
        code=union.code,
        name=union.name,
        short_name=union.short_name,
        path=union.path,
        kind=union.kind,
        level=union.level,
        employer=union.employer,
        industry=union.industry_id or "",
    )


def _former_names(union: Union) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    former = FormerName.objects.filter(union__path__startswith=union.path)
    for union_id, name, code in former.values_list("union", "name", "code"):
        names.setdefault(union_id, []).extend((name, code))
    return names


def _recommenders(
    entries: list[UnionEntry], former: dict[int, list[str]], city: str, common: tuple[str, ...]
) -> Names[UnionEntry]:
    """Unions that recommend, by name, former name and every short form that offices use."""
    names: Names[UnionEntry] = Names(common)
    for entry in entries:
        if entry.kind != "grassroots":
            others = former.get(entry.pk, ())
            names.add(entry, [entry.name, entry.short_name, entry.code, *others, *short_forms(entry.name, city)])
    return names


def short_forms(name: str, city: str) -> list[str]:
    """明德区总工会 is also 明德区总 and 明德区; 东澜市建设工会 is also 市建设工会, 建设产业工会, 建设系统."""
    bare = name.removesuffix("工会").removesuffix("总")
    forms = [name, name + "委员会", bare]
    if name.endswith("总工会"):
        forms += [name.removesuffix("工会"), bare + "工会"]
    elif name.endswith("工会"):
        forms += [bare + ending for ending in ("产业工会", "系统工会", "系统", "产业", "工委", "行业工会")]
    for form in list(forms):
        forms += without_city(form, city)
    if bare == city:
        forms += ["市本级", "市直", "市直属"]
    return [form for form in forms if form not in ("总工会", "工会", "总", "总工会委员会", "工会委员会")]


def without_city(name: str, city: str) -> list[str]:
    """东澜市第二人民医院 is also 第二人民医院 and 市第二人民医院; 东澜印务 keeps its name."""
    rest = name.removeprefix(city)
    return [rest, "市" + rest] if city and rest != name and len(rest) > 1 else []


def without_form(employer: str) -> str:
    """澜北钢铁有限公司 is also 澜北钢铁: a company's legal form may be left out, but no other put in its place."""
    return next(
        (employer.removesuffix(e) for e in LEGAL_FORMS if employer.endswith(e) and len(employer) > len(e) + 3), ""
    )


def _employers(
    entries: list[UnionEntry], former: dict[int, list[str]], city: str, common: tuple[str, ...]
) -> Names[UnionEntry]:
    names: Names[UnionEntry] = Names(common)
    for entry in entries:
        if entry.kind == "grassroots":
            bare = entry.name.removesuffix("委员会")
            others = former.get(entry.pk, ())
            full = entry.employer or entry.name
            shorter = [without_form(full), *without_city(full, city)]
            names.add(entry, [full, entry.name, bare, entry.short_name, entry.code, *shorter, *others])
    return names


def _dictionary(rows: Iterable[tuple[Entry, str, list[str]]]) -> Names[Entry]:
    names: Names[Entry] = Names()
    for key, name, aliases in rows:
        names.add(key, [name, *aliases])
    return names


def _industry_forms(row: Industry) -> list[str]:
    """31, C31, 31黑色金属…, and the words for "and" of earlier editions, or none, as people write."""
    codes = [row.code, f"{row.section}{row.code}"]
    names = {AND.sub(word, row.name) for word in ("和", "及", "与", "")}
    return [*codes, *names, *(code + name for code in codes for name in names)]


def _honours() -> Names[int]:
    honours = _dictionary((honour.pk, honour.name, honour.aliases) for honour in Honour.objects.all())
    honours.place_endings = PLACE_ENDINGS
    return honours


def _kinds() -> list[KindEntry]:
    rows = [
        KindEntry(kind.pk, kind.name, kind.suffix, tuple(kind.aliases))
        for kind in StudioKind.objects.filter(is_retired=False)
    ]
    # Longest ending first; the dictionary's first kind closes the list, as the one for a free name.
    return [*sorted(rows, key=lambda kind: -len(kind.suffix)), *rows[:1]]
