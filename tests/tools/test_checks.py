"""The static checks find what they are there for, and leave alone what is allowed."""

import shutil
from pathlib import Path

import pytest

from tools import check_css, check_translations
from tools.check_css import faults
from tools.check_templates import text_faults


@pytest.fixture
def sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder of style sheets that the check looks at."""
    folder = tmp_path / "static" / "css"
    folder.mkdir(parents=True)
    monkeypatch.setattr(check_css, "CSS", folder)
    return folder


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("@layer base { a { color: red } }", "too new for Chromium 88: @layer"),
        ("a:has(b) { color: red }", "too new for Chromium 88: :has("),
        ("a {\n  & b { color: red }\n}", "too new for Chromium 88: &"),
        ("a { color: color-mix(in srgb, red, blue) }", "too new for Chromium 88: color-mix"),
        ("a { color: oklch(50% 0 0) }", "too new for Chromium 88: oklch"),
        ("#main { color: red }", "an id as a hook: #main"),
        ("a { color: #c00 }", "a colour outside tokens.css: #c00"),
        ("a { color: red !important }", "!important"),
    ],
)
def test_a_style_sheet_with_a_fault_is_refused(sheets: Path, text: str, fault: str) -> None:
    (sheets / "base.css").write_text(text)
    assert [found.split(": ", 1)[1] for found in faults(sheets / "base.css")] == [fault]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("base.css", "/* never @layer, #main or #c00 */ a { color: var(--ink) }"),
        ("base.css", "[hidden] { display: none !important }"),
        ("base.css", "@media (prefers-reduced-motion: reduce) { * { transition: none !important } }"),
        ("tokens.css", ":root { --ink: #123456 }"),
        ("print.css", "a { color: #000 }"),
    ],
)
def test_a_style_sheet_in_order_passes(sheets: Path, name: str, text: str) -> None:
    (sheets / name).write_text(text)
    assert faults(sheets / name) == []


@pytest.mark.parametrize(
    "line",
    [
        '<p style="color: red">',
        "<style>a {}</style>",
        "<script>run()</script>",
        '<a href="#" onclick="run()">',
    ],
)
def test_inline_style_and_script_are_refused(line: str) -> None:
    assert text_faults("page.html", line) == [f"templates/page.html:1: inline style or script: {line}"]


@pytest.mark.parametrize(
    "line",
    [
        '<script src="/static/js/form.js" type="module"></script>',
        '<script type="application/json">{}</script>',
        '<p class="style" data-only="1">',
    ],
)
def test_scripts_of_our_own_files_and_plain_markup_pass(line: str) -> None:
    assert text_faults("page.html", line) == []


def test_a_page_that_is_too_long_is_refused() -> None:
    assert text_faults("page.html", "<p>\n" * 120) == []
    assert text_faults("page.html", "<p>\n" * 121) == ["templates/page.html: 121 lines, at most 120"]


PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

{entries}"""
KNOWN = 'msgid "Studio"\nmsgstr "工作室"\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with one message in its source and its texts compiled."""
    if shutil.which("msgcmp") is None:
        pytest.skip("gettext is not installed; only make check needs it")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text('{% load i18n %}{% translate "Studio" %}')
    (tmp_path / check_translations.CATALOGUE).mkdir(parents=True)
    monkeypatch.setattr(check_translations, "PROJECT", tmp_path)
    write_texts(tmp_path, KNOWN)
    compile_texts(tmp_path)
    return tmp_path


def write_texts(project: Path, entries: str) -> None:
    """Write the Chinese texts."""
    texts = project / check_translations.CATALOGUE / "django.po"
    texts.write_text(PO.format(entries=entries), encoding="utf-8")


def compile_texts(project: Path) -> None:
    """Compile the Chinese texts."""
    folder = project / check_translations.CATALOGUE
    assert check_translations.said_by("msgfmt", "-o", "django.mo", "django.po", folder=folder)[0]


def test_complete_and_fresh_texts_pass(project: Path) -> None:
    assert check_translations.main() == 0


def test_a_new_message_without_translation_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "templates" / "other.html").write_text('{% load i18n %}{% translate "Result" %}')
    assert check_translations.main() == 1
    assert capsys.readouterr().out.startswith("Result: this message is used but not defined in ")


@pytest.mark.parametrize("entry", ['msgid "Studio"\nmsgstr ""\n', f"#, fuzzy\n{KNOWN}"])
def test_an_empty_or_guessed_translation_is_refused(project: Path, entry: str) -> None:
    write_texts(project, entry)
    compile_texts(project)
    assert check_translations.main() == 1


def test_a_stale_compiled_file_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_texts(project, KNOWN.replace("工作室", "创新工作室"))
    assert check_translations.main() == 1
    assert "is older than its texts" in capsys.readouterr().out
