"""Check the Chinese texts: every message of the source is translated, none is a guess, the compiled file is fresh."""

import gettext
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = ("unions", "studios", "config", "templates")
CATALOGUE = Path("locale") / "zh_Hans" / "LC_MESSAGES"


def said_by(*command: str | Path, folder: Path) -> tuple[bool, str]:
    """Run a program and return whether it ended well, and what it said."""
    # Collecting messages needs no settings, and a copy of the sources has none that would load.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode == 0, done.stdout.strip()


def collect(copy: Path) -> Path:
    """Collect the messages of a copy of the sources into a template file, leaving the project untouched."""
    for name in SOURCES:
        if (PROJECT / name).exists():
            shutil.copytree(PROJECT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "locale").mkdir()
    made, said = said_by(
        sys.executable, "-m", "django", "makemessages", "--locale=zh_Hans", "--keep-pot", "--all", folder=copy
    )
    if not made:
        sys.exit(said)
    return copy / "locale" / "django.pot"


def in_words(said: str, file: Path) -> str:
    """Put the messages themselves in the place of their line numbers in a file of messages."""
    lines = file.read_text(encoding="utf-8").splitlines()

    def message(found: re.Match[str]) -> str:
        # The number is that of the translation's line; the message stands above it.
        end = int(found[1]) - 1
        start = max(number for number in range(end + 1) if lines[number].startswith("msgid "))
        return "".join(line.removeprefix("msgid ").strip('"') for line in lines[start : max(end, start + 1)])

    return re.sub(rf"{re.escape(str(file))}:(\d+)", message, said)


def is_fresh(texts: Path, compiled: Path, copy: Path) -> bool:
    """Say whether the compiled file says the same as the texts."""
    again = copy / "again.mo"
    subprocess.run(("msgfmt", "--check-format", "-o", again, texts), check=True)
    with again.open("rb") as new, compiled.open("rb") as old:
        # The parsed table is what counts: its bytes depend on the version of gettext.
        tables = [vars(gettext.GNUTranslations(each))["_catalog"] for each in (new, old)]
    return tables[0] == tables[1]


def main() -> int:
    """Print what is missing or stale; return 1 where something is."""
    if shutil.which("msgcmp") is None:
        print("gettext is missing. Debian, Ubuntu: sudo apt-get install -y gettext")
        return 1
    texts, compiled = PROJECT / CATALOGUE / "django.po", PROJECT / CATALOGUE / "django.mo"
    if not texts.exists() or not compiled.exists():
        print(f"{CATALOGUE} has no django.po or no django.mo")
        return 1
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        template = collect(copy)
        complete, said = said_by("msgcmp", texts, template, folder=copy)
        if not complete:
            print(in_words(in_words(said, template), texts))
        fresh = is_fresh(texts, compiled, copy)
        if not fresh:
            print(f"{CATALOGUE / 'django.mo'} is older than its texts: run manage.py compilemessages")
    return 0 if complete and fresh else 1


if __name__ == "__main__":
    sys.exit(main())
