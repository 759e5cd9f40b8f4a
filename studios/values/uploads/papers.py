"""PDF: nothing in it acts, sends or hides; and a picture of each page."""

import json
from typing import BinaryIO

from studios.values.uploads.confined import ChildFailedError, run_confined
from studios.values.uploads.limits import PDF_PAGES
from studios.values.uploads.refusals import refused
from studios.values.uploads.sniffing import is_zip_besides


def inspect_pdf(stream: BinaryIO) -> int:
    """Number of pages of a PDF that holds nothing but pages."""
    if is_zip_besides(stream):
        raise refused(code="hidden_content")
    try:
        answer = json.loads(run_confined("child_pdf_walk.py", stream, PDF_PAGES))
    except ChildFailedError as error:
        raise refused(code="pdf_too_complex") from error
    if answer["code"]:
        raise refused(answer["code"])
    return int(answer["pages"])


def pdf_page_image(stream: BinaryIO, page: int, width: int) -> bytes:
    """Page `page` (from 1) of an inspected PDF as WebP, `width` pixels wide."""
    try:
        return run_confined("child_pdf_page.py", stream, page, width)
    except ChildFailedError as error:
        raise refused(code="pdf_broken") from error
