"""Which studio of the table stands where: its level, its number among the leads, its age and its honours."""

from dataclasses import dataclass
from functools import cache

from studios.management.demo_city.table import Employer, Theme, employers
from unions.choices.tree import Level

PREPARING = ""
NATIONAL = ("U001.0", "U004.0", "U022.0")
PROVINCIAL = tuple(f"U{n:03d}.0" for n in (2, 3, 5, 6, 7, 10, 11, 13, 14, 16, 21, 32, 35, 36, 39))
# Named by last year's call of the city: at the county until then.
NAMED_LAST_YEAR = tuple(f"U{n:03d}.1" for n in (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13, 16, 19, 21, 24, 33))
COUNTY_BESIDES = ("U003.3", "U030.1", "U038.1", "U040.1")
UNNAMED = (
    "U001.2 U001.3 U002.3 U005.2 U008.1 U008.2 U016.2 U026.2 U027.2 U028.1 U028.2 U029.1 U029.2 U034.1 U034.2 U039.2"
).split()
# The lead's honours reach less far than the call of the city asks for.
SHORT_OF_HONOUR = ("U020.2", "U037.2")
# Directly below the city and not named yet: applies to the city at once.
APPLIES_TO_CITY = ("U039.2",)
NAMED_OF_ITS_OWN = {"U010.0": "涓流创新工作室", "U019.0": "光脉创新工作室", "U034.0": "代码匠人创新工作室"}

HONOURS = {
    Level.COUNTRY: ("全国劳动模范", "省劳动模范"),
    Level.PROVINCE: ("省劳动模范", "市劳动模范"),
    Level.CITY: ("市劳动模范",),
    Level.COUNTY: ("市级工匠",),
    PREPARING: ("区县级劳动模范",),
}
FOUNDED_YEARS_AGO = {Level.COUNTRY: 12, Level.PROVINCE: 10, Level.CITY: 9, Level.COUNTY: 8, PREPARING: 7}
COVERS = {
    "27": "bio",
    "47": "build",
    "48": "tunnel",
    "39": "chip",
    "65": "chip",
    "63": "chip",
    "84": "medical",
    "55": "port",
    "59": "port",
    "44": "power",
    "45": "power",
    "53": "rail",
    "54": "rail",
}


@dataclass(frozen=True, slots=True)
class Planned:
    """One studio as it is planned; `key` is "U012.1": employer and theme, `number` counts all of them."""

    key: str
    number: int
    employer: Employer
    theme: Theme

    @property
    def level(self) -> str:
        """The highest level in the end; empty for a studio that is not named yet."""
        if self.key in NATIONAL:
            return Level.COUNTRY
        if self.key in PROVINCIAL:
            return Level.PROVINCE
        if self.key in UNNAMED:
            return PREPARING
        is_county = self.key in COUNTY_BESIDES or self.key.endswith(".2")
        return Level.COUNTY if is_county else Level.CITY

    @property
    def recorded_levels(self) -> list[str]:
        """Levels of the namings on outside papers, lowest first; a unit directly below the city has no county's."""
        is_direct = self.employer.code == "DL-U039"
        ladder = [Level.COUNTY, Level.CITY, Level.PROVINCE, Level.COUNTRY]
        if self.level == PREPARING:
            return []
        top = Level.COUNTY if self.key in NAMED_LAST_YEAR else Level(self.level)
        return [level for level in ladder if level.rank >= top.rank and not (is_direct and level is Level.COUNTY)]

    @property
    def honours(self) -> tuple[str, ...]:
        """Names of the lead's honours."""
        if self.key in SHORT_OF_HONOUR:
            return ("区县级劳动模范",)
        if "工匠" in self.theme.kind and self.level == Level.CITY:
            return ("市级工匠", "市五一劳动奖章")
        return HONOURS[Level.COUNTY if self.key in APPLIES_TO_CITY else self.level]

    @property
    def founded_years_ago(self) -> int:
        """Age of the studio."""
        return FOUNDED_YEARS_AGO[self.level] + self.number % 3

    def cover(self, industry: str) -> str:
        """A drawing of its trade, or nothing: then the plaque stands there."""
        if self.employer.code == "DL-U001":
            return "rail"
        return "" if self.number % 4 == 3 else COVERS.get(industry, "")


@cache
def planned() -> tuple[Planned, ...]:
    """All studios, in the order of the table."""
    rows = [(e, index, theme) for e in employers() for index, theme in enumerate(e.themes)]
    return tuple(
        Planned(f"{employer.code.removeprefix('DL-')}.{index}", number, employer, theme)
        for number, (employer, index, theme) in enumerate(rows)
    )
