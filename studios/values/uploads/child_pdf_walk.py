"""Child process: reads a PDF from standard input, answers {"code": …, "pages": …}."""

import io
import json
import re
import resource
import sys
from collections.abc import Iterator

import pikepdf

_UNPACKED_BYTES = 64 * 1024 * 1024
_ACTIONS = {
    "/JavaScript": "pdf_script",
    "/Launch": "pdf_launch",
    "/GoToR": "pdf_launch",
    "/GoToE": "pdf_attachment",
    "/SubmitForm": "pdf_form",
    "/ImportData": "pdf_form",
    "/Rendition": "pdf_media",
    "/Movie": "pdf_media",
    "/Sound": "pdf_media",
    "/RichMediaExecute": "pdf_media",
    "/GoTo3DView": "pdf_media",
}
_KEYS = {
    "/JS": "pdf_script",
    "/JavaScript": "pdf_script",
    "/XFA": "pdf_form",
    "/EmbeddedFiles": "pdf_attachment",
    "/EF": "pdf_attachment",
    "/Collection": "pdf_attachment",
    "/RichMediaContent": "pdf_media",
}
_TYPES = {"/EmbeddedFile": "pdf_attachment"}
_SUBTYPES = {
    "/FileAttachment": "pdf_attachment",
    "/RichMedia": "pdf_media",
    "/Screen": "pdf_media",
    "/Movie": "pdf_media",
    "/Sound": "pdf_media",
    "/3D": "pdf_media",
}
_VALUES = {"/S": _ACTIONS, "/Type": _TYPES, "/Subtype": _SUBTYPES}
# Objects of earlier revisions, which the cross-reference table no longer names.
_LEFTOVER = re.compile(rb"/(JavaScript|Launch|SubmitForm|ImportData|EmbeddedFiles?|RichMedia)(?=[\s/<>\[\]()%])")
_LEFTOVER_CODES = {
    b"JavaScript": "pdf_script",
    b"Launch": "pdf_launch",
    b"SubmitForm": "pdf_form",
    b"ImportData": "pdf_form",
    b"RichMedia": "pdf_media",
}


def fault_of_object(root: pikepdf.Object) -> str | None:
    """The code of what is forbidden in one indirect object and all that stands directly in it."""
    waiting = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            if code := fault_of_keys(item):
                return code
            waiting += [value for _, value in item.items() if is_direct_container(value)]
        elif isinstance(item, pikepdf.Array):
            waiting += [value for value in item if is_direct_container(value)]
    return None


def is_direct_container(value: object) -> bool:
    """Whether a value stands here itself and may hold more; references are walked on their own."""
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect


def fault_of_keys(item: pikepdf.Object) -> str | None:
    """The code of the first forbidden key, action or type of a dictionary."""
    for key in item.keys():  # noqa: SIM118 (a stream iterates differently)
        if key in _KEYS:
            return _KEYS[key]
        if key in _VALUES and isinstance(item[key], pikepdf.Name):
            code = _VALUES[key].get(str(item[key]))
            if code:
                return code
    return None


def faults(pdf: pikepdf.Pdf, content: bytes) -> Iterator[str]:
    """Codes of what is forbidden, in the objects and in what earlier revisions left behind."""
    for item in pdf.objects:
        if code := fault_of_object(item):
            yield code
        if isinstance(item, pikepdf.Stream) and item.get("/Type") == pikepdf.Name.ObjStm:
            # One that can't be unpacked within limits raises: other readers might see objects in it.
            yield from leftover_faults(item.read_bytes())
    yield from leftover_faults(content)


def leftover_faults(content: bytes) -> Iterator[str]:
    """Codes of forbidden names that stand in bytes, whether or not an object is still reached there."""
    for leftover in _LEFTOVER.finditer(content):
        yield _LEFTOVER_CODES.get(leftover[1], "pdf_attachment")


def walk(content: bytes, most_pages: int) -> dict[str, object]:
    """Answer for the whole file."""
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            code = next(faults(pdf, content), None)
            pages = len(pdf.pages)
            for page in pdf.pages:
                page.obj.get("/Type")
    except pikepdf.PasswordError:
        return {"code": "pdf_password"}
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError):
        return {"code": "pdf_broken"}
    if not code and pages > most_pages:
        code = "pdf_too_many_pages"
    return {"code": code, "pages": pages}


def main() -> None:
    """Set the limits, read, walk, answer."""
    memory, seconds, most_pages = map(int, sys.argv[1:4])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pikepdf.settings.set_qpdf_limits(flate_max_memory=_UNPACKED_BYTES, doc_max_warnings=1000)
    sys.stdout.write(json.dumps(walk(sys.stdin.buffer.read(), most_pages)))


if __name__ == "__main__":
    main()
