"""Check the templates: each compiles, none has inline style or script, none is too long, all block tags are known."""

import os
import re
import sys
import tomllib
from pathlib import Path

import django
from django.template import TemplateSyntaxError
from django.template.loader import get_template

PROJECT = Path(__file__).resolve().parent.parent
TEMPLATES = PROJECT / "templates"
LONGEST_PAGE = 120
# Scripts that are not run are data; the content security policy lets them be.
INLINE = re.compile(
    r"""\sstyle\s*=\s*["']|<style\b|<script(?![^>]*\bsrc=)(?![^>]*type="application/(?:ld\+)?json")|\son[a-z]+\s*=\s*["']""",
    re.IGNORECASE,
)
BLOCK_TAG = re.compile(r"@register\.simple_block_tag(?:\(([^)]*)\))?\s*\ndef (\w+)")
TAG_NAME = re.compile(r"""(?<![\w])name\s*=\s*["'](\w+)["']""")


def compile_fault(name: str) -> str | None:
    """Return what is wrong with a template's syntax, if anything."""
    try:
        get_template(name)
    except TemplateSyntaxError as error:
        return f"templates/{name}: {error}"
    return None


def text_faults(name: str, text: str) -> list[str]:
    """Return what is wrong with a template's text."""
    lines = text.splitlines()
    found = [
        f"templates/{name}:{number}: inline style or script: {line.strip()[:80]}"
        for number, line in enumerate(lines, 1)
        if INLINE.search(line)
    ]
    if len(lines) > LONGEST_PAGE:
        found.append(f"templates/{name}: {len(lines)} lines, at most {LONGEST_PAGE}")
    return found


def block_tag_faults() -> list[str]:
    """Return how the block tags in code and the formatter's list of them differ."""
    registered: set[str] = set()
    for path in PROJECT.glob("*/templatetags/**/*.py"):
        for options, function in BLOCK_TAG.findall(path.read_text(encoding="utf-8")):
            name = TAG_NAME.search(options)
            registered.add(name[1] if name else function)
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["djangofmt"]
    known = set(settings.get("custom-blocks", []))
    return [
        f"pyproject.toml: [tool.djangofmt] custom-blocks {what}: {', '.join(sorted(names))}"
        for what, names in (("lacks", registered - known), ("has too many", known - registered))
        if names
    ]


def main() -> int:
    """Print every fault; return 1 where there is one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    found = block_tag_faults()
    paths = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt", ".xml"})
    for path in paths:
        name = path.relative_to(TEMPLATES).as_posix()
        if fault := compile_fault(name):
            found.append(fault)
        if path.suffix == ".html":
            found += text_faults(name, path.read_text(encoding="utf-8"))
    print("\n".join(found) or f"{len(paths)} templates are in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
