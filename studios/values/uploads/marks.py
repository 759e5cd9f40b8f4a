"""QR codes in scans and photos."""

import json
from typing import BinaryIO

from studios.values.scan_marks import Mark, mark_in
from studios.values.uploads.confined import ChildFailedError, run_confined

# A form is signed on its last pages and read from its first; a bundle of hundreds is not searched whole.
MOST_PAGES = 20


def marks_in(stream: BinaryIO) -> tuple[Mark, ...]:
    """The marks of forms on the first pages of a PDF or picture; what cannot be read holds none."""
    try:
        texts = json.loads(run_confined("child_marks.py", stream, MOST_PAGES))
    except ChildFailedError:
        return ()
    finally:
        stream.seek(0)
    return tuple(dict.fromkeys(mark for text in texts if (mark := mark_in(text))))
