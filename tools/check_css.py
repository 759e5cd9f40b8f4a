"""Check the style sheets: what old office browsers drop, what the house does not write, colours only as tokens."""

import re
import sys
from pathlib import Path

CSS = Path(__file__).resolve().parent.parent / "static" / "css"
TOKENS = "tokens.css"
# Paper has no themes: black on white is meant as such.
COLOURS_ALLOWED = {TOKENS, "print.css"}
# Chromium 88 and Safari 15 know none of these.
TOO_NEW = re.compile(r"@layer|@container|color-mix|oklch|oklab|:has\(|^\s*&|@scope", re.MULTILINE)
IMPORTANT = re.compile(r"!important")
IMPORTANT_ALLOWED = re.compile(r"\[hidden\]|\.vh\b|prefers-reduced-motion")
HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")
ID_SELECTOR = re.compile(r"#[A-Za-z_][\w-]*")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# A selector and the text up to its first declaration block's end; nested at-rules are seen from inside.
RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")


def without_comments(text: str) -> str:
    """Blank the comments but keep the lines, so that numbers stay right."""
    return COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def faults(path: Path) -> list[str]:
    """Return the faults of one style sheet, each with its line."""
    text = without_comments(path.read_text(encoding="utf-8"))
    name = path.relative_to(CSS.parent.parent)
    found = [(match.start(), f"too new for Chromium 88: {match[0].strip()}") for match in TOO_NEW.finditer(text)]
    for rule in RULE.finditer(text):
        if match := ID_SELECTOR.search(rule[1]):
            found.append((rule.start() + match.start(), f"an id as a hook: {match[0]}"))
        if path.name not in COLOURS_ALLOWED:
            found += [
                (rule.start(2) + match.start(), f"a colour outside {TOKENS}: {match[0]}")
                for match in HEX_COLOUR.finditer(rule[2])
            ]
        context = text[: rule.start(2)][-400:] if "prefers-reduced-motion" in text else rule[1]
        if IMPORTANT.search(rule[2]) and not IMPORTANT_ALLOWED.search(context):
            found.append((rule.start(2), "!important"))
    return [f"{name}:{text.count(chr(10), 0, position) + 1}: {what}" for position, what in sorted(found)]


def main() -> int:
    """Print every fault; return 1 where there is one."""
    paths = sorted(CSS.rglob("*.css"))
    found = [fault for path in paths for fault in faults(path)]
    print("\n".join(found) or f"{len(paths)} style sheets are in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
