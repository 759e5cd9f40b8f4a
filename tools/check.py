"""Run every static check and print one line each; what a failed one said follows its line."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = (sys.executable, "manage.py")
# What a real installation sets at least; the key is for this check alone.
PRODUCTION = {
    "LINGXIAN_ENV": "production",
    "LINGXIAN_SECRET_KEY": "check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "LINGXIAN_HOSTS": "registry.example",
}


@dataclass(frozen=True)
class Check:
    """A name for the reader, and the command that ends with 0 when all is well; `remarks` is said then too."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    remarks: bool = False


def tool(name: str) -> str:
    """Return the path of a program of this virtual environment."""
    return str(BIN / name)


CHECKS = (
    Check("types", (tool("mypy"), "--no-error-summary")),
    Check("style", (tool("ruff"), "check", "--quiet", "--output-format=concise", ".")),
    Check("format", (tool("ruff"), "format", "--check", "--quiet", "--output-format=concise", ".")),
    Check("template format", (tool("djangofmt"), "--check", "templates")),
    Check("template lint", (tool("djangofmt"), "check", "templates")),
    Check("layers", (tool("lint-imports"), "--no-cache")),
    Check("translations", (sys.executable, "-m", "tools.check_translations")),
    Check("templates", (sys.executable, "-m", "tools.check_templates")),
    Check("styles", (sys.executable, "-m", "tools.check_css")),
    Check("help pictures", (sys.executable, "-m", "tools.help_pictures", "--old"), remarks=True),
    Check("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run")),
    Check("deployment", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
)


def run(check: Check) -> tuple[Check, bool, str, float]:
    """Run one check and return whether it passed, what it said and how long it took."""
    begin = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=PROJECT,
        env=os.environ | check.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return check, done.returncode == 0, done.stdout.strip(), time.monotonic() - begin


def main(names: list[str]) -> int:
    """Run the named checks, or all, two at a time; return 1 where one failed."""
    chosen = [check for check in CHECKS if not names or check.name in names]
    if not chosen:
        print("Checks:", ", ".join(check.name for check in CHECKS))
        return 2
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for check, passed, said, seconds in pool.map(run, chosen):
            print(f"{'ok    ' if passed else 'FAILED'} {check.name:<16}{seconds:5.1f} s", flush=True)
            if not passed:
                failed.append(check.name)
            if said and (check.remarks or not passed):
                print(said, flush=True)
    print(
        f"{len(chosen) - len(failed)} of {len(chosen)} checks passed{': failed ' + ', '.join(failed) if failed else ''}"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
