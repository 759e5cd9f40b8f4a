"""Places in the words of a bulk message that are filled in for each recipient: {姓名}, {单位} and so on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from unions.errors import Sentence

PLACE = re.compile(r"\{([^{}\n]{1,20})\}")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name that stands in braces, in Chinese or in English, and what it becomes."""

    key: str
    name: str
    english: str
    meaning: Sentence
    sample: str

    @property
    def braced(self) -> str:
        """As it is written in a text."""
        return f"{{{self.name}}}"


PLACEHOLDERS = (
    Placeholder("name", "姓名", "name", _("the recipient's name"), "王建国"),
    Placeholder("unit", "单位", "unit", _("the recipient's union"), "东澜机床厂工会"),
    Placeholder("sender", "发送工会", "sender", _("the union that sends"), "东澜市总工会"),
    Placeholder("day", "日期", "date", _("the day on which it is sent"), "2026年9月1日"),
    Placeholder(
        "call", "批次", "call", _("the call, if the recipients were chosen by one"), "2026年劳模创新工作室命名"
    ),
    Placeholder("due", "申报截止", "due", _("the filing date of that call"), "2026年9月30日17:30"),
)
BY_NAME = {name: p for p in PLACEHOLDERS for name in (p.name, p.english)}
BY_KEY = {p.key: p for p in PLACEHOLDERS}
SAMPLES = {p.key: p.sample for p in PLACEHOLDERS}


def keys_in(text: str) -> list[str]:
    """The known places of a text."""
    return [BY_NAME[name].key for name in PLACE.findall(text) if name in BY_NAME]


def unknown_in(text: str) -> list[str]:
    """Names in braces that stand for nothing."""
    return [name for name in PLACE.findall(text) if name not in BY_NAME]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every known place filled in; one without a value becomes nothing."""

    def value(match: re.Match[str]) -> str:
        place = BY_NAME.get(match[1])
        return values.get(place.key, "") if place else match[0]

    return PLACE.sub(value, text)
