"""Text typed by hand for public pages, and the same as clean HTML.

A blank line begins a paragraph, a line that starts with "## " is a heading, lines that start with "- " are a list;
a single line end within a paragraph stays one. Nothing else has a meaning.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from html.parser import HTMLParser
from itertools import groupby

MARKS = {"h2": "## ", "li": "- "}
# What stands within what; a text with anything else was written in Word and is changed there.
PARENTS = {"p": "", "h2": "", "ul": "", "li": "ul", "br": "p"}

LINES = (("h2|h3", "\n\n## "), ("p|tr|ul|ol|blockquote", "\n\n"), ("li", "\n- "), ("br", "\n"), ("/td|/th", " "))


def prose_of(text: str) -> str:
    """The HTML of a typed text."""
    return "".join(_blocks(text))


def _blocks(text: str) -> Iterator[str]:
    for kind, group in groupby((line.strip() for line in text.splitlines()), key=_kind):
        lines = [escape(line.removeprefix(MARKS.get(kind, "")).strip(), quote=False) for line in group]
        if kind == "h2":
            yield from (f"<h2>{line}</h2>" for line in lines)
        elif kind == "li":
            yield "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
        elif kind == "p":
            yield "<p>" + "<br>".join(lines) + "</p>"


def _kind(line: str) -> str:
    for tag, mark in MARKS.items():
        if line.startswith(mark) and line != mark.strip():
            return tag
    return "p" if line else ""


class _Typed(HTMLParser):
    """Puts clean HTML back into lines; notices what typed text cannot say."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.open: list[str] = []
        self.is_plain = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self.open[-1] if self.open else ""
        if PARENTS.get(tag) != parent or attrs:
            self.is_plain = False
        elif tag == "br":
            self.lines.append("")
        elif tag != "ul":
            self.lines += ([""] if self.lines and (tag != "li" or not self.lines[-1].startswith("- ")) else []) + [
                MARKS.get(tag, "")
            ]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.lines and self.open and self.open[-1] in ("p", "h2", "li"):
            self.lines[-1] += data.replace("\n", " ")
        elif data.strip():
            self.is_plain = False


def typed(html: str) -> str | None:
    """The text as it was typed; None for one that typed text cannot say, with its tables, links and emphasis."""
    reader = _Typed()
    reader.feed(html)
    reader.close()
    return "\n".join(reader.lines) if reader.is_plain else None


def loosely(html: str) -> str:
    """The text as somebody would type it, without the tables, links and emphasis that cannot be typed."""
    for tags, line in LINES:
        html = re.sub(f"<(?:{tags})(?: [^>]*)?>", line, html)
    lines = (" ".join(line.split()) for line in unescape(re.sub(r"<[^>]*>", "", html)).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def spoken(html: str) -> str:
    """The words alone, for feeds and short descriptions."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.found).split())


class _Words(HTMLParser):
    """Collects text; a block ends a word."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("strong", "em", "a", "sub", "sup"):
            self.found.append(" ")

    def handle_data(self, data: str) -> None:
        self.found.append(data)
