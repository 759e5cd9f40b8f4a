"""The words of a made register, laid out in lists from which SQL picks by place."""

import tomllib
from itertools import cycle, islice
from pathlib import Path

from unions.choices.tree import Ownership
from unions.values.names import pinyin_key

FILE = Path(__file__).parent / "words.toml"
# Each theme gives so many words to these lists: SQL finds the nth theme's at n times this.
PLACES = {"divisions": 12, "objects": 12, "trades": 6, "units": 6}


def word_lists() -> dict[str, list[str]]:
    """Return every list of words by its name."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    lists = {name: words.split() for name, words in read["common"].items()}
    for name, places in PLACES.items():
        lists[name] = [word for theme in read["theme"] for word in islice(cycle(theme[name].split()), places)]
    for name in ("surname", "given1", "given2"):
        lists[f"{name}_key"] = [_reading(word, is_surname=name == "surname") for word in lists[name]]
    lists["ownership"] = [ownership.value for ownership in Ownership]
    lists["step"] = [_step(word) for word in lists["step"]]
    return lists


def count_of_themes() -> int:
    """Return how many themes there are."""
    return len(tomllib.loads(FILE.read_text(encoding="utf-8"))["theme"])


def _reading(word: str, *, is_surname: bool) -> str:
    # A surname may be read otherwise than the character is elsewhere.
    return pinyin_key(f"{word}一").split()[0] if is_surname else pinyin_key(f"王{word}").split()[1]


def _step(word: str) -> str:
    name, text = word.split(":")
    return f'{{"name": "{name}", "text": "{text}"}}'
