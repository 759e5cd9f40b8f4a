"""Sets a paper: a Typst template and JSON become a PDF, in a child process that gives its memory back."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from studios.values.typesetting.fonts import font_folders

SECONDS = 20
CHILD = Path(__file__).with_name("child_typst.py")


class PaperError(Exception):
    """The paper could not be set."""


def set_paper(template: Path, paper: dict[str, Any], *, fonts: Iterable[str] = (), form: str = "pdf") -> bytes:
    """The finished PDF. User text travels as JSON only, never as source."""
    folders, unprintable = font_folders(json.dumps(paper, ensure_ascii=False), extra=fonts)
    asked = {
        "template": str(template),
        "root": str(template.parent),
        "fonts": folders,
        "format": form,
        "data": paper | {"unprintable": unprintable},
        "seconds": SECONDS,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD)],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=SECONDS * 2,
            check=True,
            env={"PATH": "", "LC_ALL": "C.UTF-8"},
        )
    except subprocess.CalledProcessError as error:
        raise PaperError(error.stderr.decode(errors="replace")[-500:]) from error
    except subprocess.SubprocessError as error:
        raise PaperError from error
    return done.stdout
