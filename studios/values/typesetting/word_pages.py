"""What the Word templates that come along are made of: pages with their foot, faces, tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

SONG, HEI, TITLE = "仿宋_GB2312", "黑体", "方正小标宋简体"
# What a computer takes that lacks a face of GB/T 9704.
INSTEAD = {SONG: "仿宋", HEI: "SimHei", TITLE: "华文中宋"}
A4 = (Mm(210), Mm(297))
NARROWEST = 11


def blank(content: Mapping[str, Any], *, margins: tuple[int, int, int, int], size: float, across: bool = False) -> Doc:
    """An empty A4 document, margins in mm (top, right, bottom, left), with check sum and page x of y at its foot."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = A4[::-1] if across else A4
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, margins)
    section.footer_distance = Mm(min(margins[2] - 6, 15))
    _set_language(document)
    _set_faces(document, size)
    _write_foot(section.footer.paragraphs[0], content["words"]["page"])
    about = document.core_properties
    about.title, about.author, about.comments = "{{ title }}", "{{ issuer }}", ""
    return document


def _set_language(document: Doc) -> None:
    """Chinese, so that characters get their Chinese shapes."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _set_faces(document: Doc, size: float) -> None:
    normal = document.styles["Normal"]
    normal.font.size = Pt(size)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1
    _face(normal.element, SONG)
    for part in document.part.package.iter_parts():
        if str(part.partname).endswith("/fontTable.xml"):
            part._blob = _with_faces(part.blob)  # noqa: SLF001 - the library has no public name for it


def _with_faces(table: bytes) -> bytes:
    """The table of fonts with what stands in for each face."""
    fonts = etree.fromstring(table)
    for name, other in INSTEAD.items():
        font = etree.SubElement(fonts, qn("w:font"), {qn("w:name"): name})
        etree.SubElement(font, qn("w:altName"), {qn("w:val"): other})
    return etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)


def _write_foot(foot: Paragraph, page: Sequence[str]) -> None:
    before, between, after = page
    add_words(foot, "{% if hash %}{{ words.hash }} {{ hash }}　{% endif %}" + before, face=HEI, size=8)
    _add_field(foot, "PAGE")
    add_words(foot, between, face=HEI, size=8)
    _add_field(foot, "NUMPAGES")
    add_words(foot, after + "　{{ printed }}", face=HEI, size=8)
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add_field(paragraph: Paragraph, code: str) -> None:
    """A number that Word reckons."""
    run = add_words(paragraph, "1", face=HEI, size=8).runs[-1]
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {code} "/>')
    run._r.addprevious(field)  # noqa: SLF001 - the library has no public name for it
    field.append(run._r)  # noqa: SLF001 - as above


def _face(element: Any, name: str) -> None:
    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for side in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{side}"), name)


def add_words(paragraph: Paragraph, text: str, *, face: str = "", size: float = 0) -> Paragraph:
    """Words in a face and size of their own."""
    run = paragraph.add_run(text)
    if face:
        _face(run._element, face)  # noqa: SLF001 - the library has no public name for it
    if size:
        run.font.size = Pt(size)
    return paragraph


def new_table(document: Doc, *, rows: int, parts: Sequence[int], width: int, padding: int = 40) -> Table:
    """A table as wide as `width` mm, shared by the columns in parts; its rows are not torn at the end of a page."""
    table = document.add_table(rows=rows, cols=len(parts))
    table.style = "Table Grid"
    table.autofit = False
    for column, share in zip(table.columns, _shares(parts, width), strict=True):
        column.width = Mm(share)
        for cell in column.cells:
            cell.width = column.width
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - no public name
    _set_cell_margins(table, padding)
    return table


def _shares(parts: Sequence[int], width: int) -> list[float]:
    """Widths in mm; a column of a number is wide enough for its head, the others share what is left."""
    shares = [width * part / sum(parts) for part in parts]
    rest = [share for share in shares if share >= NARROWEST]
    left = width - NARROWEST * (len(shares) - len(rest))
    return [NARROWEST if share < NARROWEST else share * left / sum(rest) for share in shares]


def _set_cell_margins(table: Table, padding: int) -> None:
    """Words do not touch the lines; twentieths of a point."""
    sides = "".join(
        f'<w:{side} w:w="{w}" w:type="dxa"/>'
        for side, w in (("top", padding), ("left", 60), ("bottom", padding), ("right", 60))
    )
    table._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"))  # noqa: SLF001 - as above


def repeat_head(table: Table) -> None:
    """The first row stands on each page again."""
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(head)  # noqa: SLF001 - the library has no public name for it
