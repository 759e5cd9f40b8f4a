"""Reads small XML parts of an office file; document type declarations are refused."""

from xml.parsers import expat

Element = tuple[str, dict[str, str]]


class BadMarkupError(ValueError):
    """Not well formed, or declares entities."""


def _refuse_doctype(*_: object) -> None:
    raise BadMarkupError


def elements(content: bytes) -> list[Element]:
    """Every element's local name and attributes, in document order."""
    found: list[Element] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda name, attributes: found.append(
        (name.rsplit(":", 1)[-1], attributes),
    )
    try:
        parser.Parse(content, True)  # noqa: FBT003 (positional in expat)
    except expat.ExpatError as error:
        raise BadMarkupError from error
    return found
