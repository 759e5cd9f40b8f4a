"""Fills a Word template: a sandbox that knows the fields of the paper and nothing else."""

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Self

import segno
from django.utils.translation import gettext as _
from docx.opc.exceptions import OpcError
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import LxmlError

from unions.errors import Refusal

QR_WIDTH = Mm(26)
LOOP = frozenset({"index", "first", "last", "length"})
FILTERS = ("default", "length", "join", "upper", "trim")
# What a template may be made of: text, fields, lists, conditions. No calls, no arithmetic, no assignments.
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
    nodes.Filter,
)
DEEPEST = 2
FAULTS = (TemplateError, OpcError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, AttributeError, TypeError)


@dataclass(frozen=True, slots=True)
class Fields:
    """What a paper offers: its fields, and those of the rows of its lists."""

    top: frozenset[str]
    parts: frozenset[str]

    def __or__(self, other: Self) -> Self:
        """What either offers."""
        return type(self)(self.top | other.top, self.parts | other.parts)


def fields_of(content: Mapping[str, Any]) -> Fields:
    """The fields, read from a paper of the kind."""
    return Fields(frozenset(content), frozenset(_part_names(content.values())))


def _part_names(values: Iterable[Any]) -> set[str]:
    found: set[str] = set()
    for value in values:
        if isinstance(value, Mapping):
            found |= {*value, *_part_names(value.values())}
        elif isinstance(value, (list, tuple)):
            found |= _part_names(value)
    return found


class WordEnvironment(SandboxedEnvironment):
    """Escapes what it writes, and refuses each part of a template that goes beyond fields, lists and conditions."""

    def __init__(self, fields: Fields) -> None:
        """Keep the fields; none of Jinja's own functions is there."""
        super().__init__(autoescape=True)
        self.fields = fields
        self.globals = {}
        self.filters = {name: self.filters[name] for name in FILTERS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        self._require_plain(tree, depth=0)
        unknown = sorted(meta.find_undeclared_variables(tree) - self.fields.top)
        if unknown:
            raise TemplateSyntaxError(_("Unknown field: %(name)s") % {"name": "、".join(unknown)[:80]}, 1)
        return tree

    def _require_plain(self, node: nodes.Node, *, depth: int) -> None:
        deeper = depth + isinstance(node, nodes.For)
        if not isinstance(node, ALLOWED) or deeper > DEEPEST:
            raise TemplateSyntaxError(_("Only fields, lists and conditions may stand in a template."), 1)
        if isinstance(node, nodes.Getattr) and node.attr not in self.fields.parts | LOOP:
            raise TemplateSyntaxError(_("Unknown field: %(name)s") % {"name": node.attr[:80]}, 1)
        for child in node.iter_child_nodes():
            self._require_plain(child, depth=deeper)


def fill_word(template: bytes, content: Mapping[str, Any], *, sample: Mapping[str, Any] | None = None) -> bytes:
    """The finished document; a template that cannot be filled is refused with what is wrong.

    `sample` is a paper of the kind with a row in each list: a list that is empty here keeps its rows' fields.
    """
    known = fields_of(content) if sample is None else fields_of(content) | fields_of(sample)
    try:
        return _filled(template, content, known)
    except TemplateSyntaxError as fault:
        text = _("The template cannot be used. %(fault)s") % {"fault": fault.message}
        raise Refusal(text, field="file") from fault
    except FAULTS as fault:
        raise Refusal(
            _("The template cannot be opened or filled. Save it in Word as .docx again."), field="file"
        ) from fault


def _filled(template: bytes, content: Mapping[str, Any], known: Fields) -> bytes:
    document = DocxTemplate(BytesIO(template))
    document.init_docx()
    document.render(_for_word(content, document), WordEnvironment(known))
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _for_word(value: Any, document: DocxTemplate) -> Any:
    """Texts without signs that XML lacks; a row's QR code as a picture."""
    if isinstance(value, str):
        return "".join(
            c for c in value if c in "\n\t" or ((c.isprintable() or c == "\u3000") and not "\ud800" <= c <= "\udfff")
        )
    if isinstance(value, (list, tuple)):
        return [_for_word(item, document) for item in value]
    if isinstance(value, Mapping):
        found = {key: _for_word(item, document) for key, item in value.items() if key != "qr"}
        if "qr" in value and "address" in value:
            found["qr"] = InlineImage(document, _qr_picture(str(value["address"])), width=QR_WIDTH)
        return found
    return value


def _qr_picture(address: str) -> BytesIO:
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="png", scale=6, border=1)
    drawn.seek(0)
    return drawn
