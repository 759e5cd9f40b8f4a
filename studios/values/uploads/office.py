"""Word and Excel: the right main part, no macros, nothing embedded, nothing loaded from outside."""

import re
from io import BytesIO
from typing import BinaryIO
from zipfile import ZipFile

from studios.choices.files import FileKind
from studios.values.uploads import limits
from studios.values.uploads.archives import check_content, open_archive, read_part
from studios.values.uploads.markup import BadMarkupError, Element, elements
from studios.values.uploads.refusals import refused
from studios.values.uploads.sniffing import holds

_TYPES = "[Content_Types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument."
_KINDS = {
    f"{_MAIN}wordprocessingml.document.main+xml": FileKind.DOCX,
    f"{_MAIN}spreadsheetml.sheet.main+xml": FileKind.XLSX,
}
_OFFICE_PART = re.compile(rb"\[Content_Types\]\.xml|OFD\.xml|mimetypeapplication/vnd\.oasis")
_MACRO = re.compile(r"macroenabled|vbaproject|activex|macrosheet|dialogsheet", re.IGNORECASE)
_SLIDES = re.compile(r"presentationml\.(presentation|slideshow)\.main", re.IGNORECASE)
_EMBEDDED = re.compile(r"(^|/)embeddings/[^/]+$", re.IGNORECASE)
_NESTED = (".docx", ".xlsx")
_DDE = re.compile(rb"<(?:\w+:)?ddeLink\b")
# Links that a reader follows by choice; all other external targets are loaded on opening.
_HARMLESS = ("/hyperlink",)
_LOCAL_WORKBOOK = re.compile(r"^(?!//|\\\\)(?:file:///(?!/)(?=[A-Za-z]:)|(?![a-z]+:))", re.IGNORECASE)


def kind_of_archive(stream: BinaryIO) -> FileKind | str:
    """DOCX or XLSX by the declared main part, or the code of a refusal."""
    if not _looks_like_office(stream):
        return "archive"
    with open_archive(stream) as archive:
        names = set(archive.namelist())
        if "OFD.xml" in names:
            return "ofd"
        if _TYPES not in names:
            return "old_office" if "mimetype" in names else "archive"
        return _declared_kind(_content_types(archive))


def _looks_like_office(stream: BinaryIO) -> bool:
    """Whether an archive reader finds a part that only office files have."""
    stream.seek(0)
    return holds(stream, _OFFICE_PART)


def _declared_kind(types: list[str]) -> FileKind | str:
    if any(_MACRO.search(declared) for declared in types):
        return "office_macro"
    if any(_SLIDES.search(declared) for declared in types):
        return "slides"
    found = {_KINDS[declared] for declared in types if declared in _KINDS}
    return found.pop() if len(found) == 1 else "office_broken"


def inspect_office(stream: BinaryIO, depth: int = 0) -> None:
    """Refuse what acts or hides in an office file of a known kind."""
    with open_archive(stream) as archive:
        check_content(archive)
        names = archive.namelist()
        if any(_MACRO.search(name) for name in names):
            raise refused(code="office_macro")
        for name in names:
            _inspect_part(archive, name, depth)


def _inspect_part(archive: ZipFile, name: str, depth: int) -> None:
    if name.lower().endswith(".rels"):
        _inspect_links(_elements(archive, name))
    elif _EMBEDDED.search(name):
        _inspect_embedded(archive, name, depth)
    elif "/externallinks/" in f"/{name.lower()}" and _DDE.search(read_part(archive, name)):
        raise refused(code="office_external")


def _inspect_links(found: list[Element]) -> None:
    for element, attributes in found:
        if element == "Relationship" and _is_forbidden(attributes):
            raise refused(code="office_external")


def _is_forbidden(link: dict[str, str]) -> bool:
    """Whether a relationship loads something on opening; a workbook on the same machine doesn't count."""
    kind, target = link.get("Type", ""), link.get("Target", "")
    if kind.endswith("/aFChunk"):
        return True
    if link.get("TargetMode", "").lower() != "external" or kind.endswith(_HARMLESS):
        return False
    return not (kind.endswith("/externalLinkPath") and _LOCAL_WORKBOOK.match(target))


def _inspect_embedded(archive: ZipFile, name: str, depth: int) -> None:
    """A chart keeps its numbers in an embedded sheet; it is inspected as deeply, all else is refused."""
    if not name.lower().endswith(_NESTED) or depth >= limits.OFFICE_NESTED_DEPTH:
        raise refused(code="office_embedded")
    inner = BytesIO(read_part(archive, name, limits.FILE_BYTES))
    kind = kind_of_archive(inner)
    if not isinstance(kind, FileKind):
        raise refused(code="office_macro" if kind == "office_macro" else "office_embedded")
    inspect_office(inner, depth + 1)


def _content_types(archive: ZipFile) -> list[str]:
    return [attributes.get("ContentType", "") for _, attributes in _elements(archive, _TYPES)]


def _elements(archive: ZipFile, name: str) -> list[Element]:
    try:
        return elements(read_part(archive, name))
    except BadMarkupError as error:
        raise refused(code="office_broken") from error
