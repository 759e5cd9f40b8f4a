"""Child process: reads a Word file from standard input; writes its text as clean HTML and what was left out, as JSON."""

import io
import json
import re
import resource
import sys
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser
from typing import Any

import mammoth
import nh3

TAGS = frozenset("p h2 h3 ul ol li strong em sub sup br blockquote table thead tbody tr th td a".split())
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
IN_TABLES = frozenset({"table", "thead", "tbody", "tr", "th", "td"})
HEADING = re.compile(r"h[1-6]")
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='标题'] => h1:fresh
p[style-name='标题 1'] => h1:fresh
p[style-name='标题 2'] => h2:fresh
p[style-name='标题 3'] => h3:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='引用'] => blockquote > p:fresh
"""
NOT_SHOWN = re.compile(r"(?:^|[:} ])(?:oMath|oMathPara|chart|relIds)$")


class Tidy(HTMLParser):
    """Before cleaning: headings of two levels, no table within a table, no link that leads nowhere."""

    def __init__(self, top: str) -> None:
        """Nothing written yet; `top` is the highest heading of the text."""
        super().__init__()
        self.top = top
        self.written: list[str] = []
        self.tables = 0
        self.has_heading = False
        self.open_links: list[bool] = []
        self.open_headings: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Write the tag, or another in its place, or nothing."""
        if HEADING.fullmatch(tag):
            tag = "h3" if self.has_heading and tag != self.top else "h2"
            self.has_heading = True
            self.open_headings.append(tag)
        if tag == "table":
            self.tables += 1
        if tag == "a":
            self.open_links.append(leads_somewhere(dict(attrs).get("href")))
        if not self._is_dropped(tag):
            said = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
            self.written.append(f"<{tag}{said}>")

    def handle_endtag(self, tag: str) -> None:
        """Close what was written."""
        if HEADING.fullmatch(tag) and self.open_headings:
            tag = self.open_headings.pop()
        if tag not in ("br", "img") and not self._is_dropped(tag):
            self.written.append(f"</{tag}>")
        elif tag in ("td", "th"):
            self.written.append(" ")
        if tag == "table":
            self.tables -= 1
        if tag == "a" and self.open_links:
            self.open_links.pop()

    def handle_data(self, data: str) -> None:
        """Text stays."""
        self.written.append(escape(data, quote=False))

    def _is_dropped(self, tag: str) -> bool:
        return (tag in IN_TABLES and self.tables > 1) or (tag == "a" and not (self.open_links or [False])[-1])


def leads_somewhere(address: str | None) -> bool:
    """Whether a link leads to the web; what it says stays in any case."""
    return bool(re.match(r"https?://[^\s/]", address or "", re.IGNORECASE))


def clean(html: str) -> str:
    """Only what a text of the public pages is made of; cleaning comes last, so that nothing is written after it."""
    tidy = Tidy(min(re.findall(r"<(h[1-6])>", html), default=""))
    tidy.feed(html)
    tidy.close()
    return nh3.clean(
        "".join(tidy.written),
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes={"http", "https"},
        url_relative="deny",
        link_rel="noopener nofollow",
    )


def taken_over(content: bytes) -> dict[str, Any]:
    """The text, how many pictures were left out, and whether formulas or charts were."""
    pictures: list[object] = []

    def leave_out(image: object) -> list[object]:
        pictures.append(image)
        return []

    # The file's own map of styles is not asked: it may name any element.
    found = mammoth.convert_to_html(
        io.BytesIO(content), style_map=STYLES, include_embedded_style_map=False, convert_image=leave_out
    )
    has_more = any(NOT_SHOWN.search(message.message) for message in found.messages)
    return {"html": clean(found.value), "pictures": len(pictures), "has_more": has_more}


def main() -> None:
    """Set the limits, read, convert, write."""
    memory, seconds = map(int, sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer = json.dumps(taken_over(sys.stdin.buffer.read()), ensure_ascii=True)
    sys.stdout.buffer.write(answer.encode())


if __name__ == "__main__":
    main()
