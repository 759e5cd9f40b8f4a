"""The Word templates that come along, built when they are asked for; an office may take one and change it."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

Content = Mapping[str, Any]
SONG, HEI, TITLE = "仿宋_GB2312", "黑体", "方正小标宋简体"
A4 = (Mm(210), Mm(297))
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
TABLE_WIDTH = 247


def _blank(*, margins: tuple[int, int, int, int], size: float, across: bool = False) -> Doc:
    """An empty A4 document with margins in mm (top, right, bottom, left) and the check sum at its foot."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = A4[::-1] if across else A4
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, margins)
    normal = document.styles["Normal"]
    normal.font.size = Pt(size)
    normal.paragraph_format.space_after = Pt(0)
    _face(normal.element, SONG)
    foot = section.footer.paragraphs[0]
    _words(foot, "{% if hash %}{{ words.hash }} {{ hash }}　{% endif %}{{ printed }}", face=HEI, size=8)
    foot.alignment = CENTRE
    return document


def _face(element: Any, name: str) -> None:
    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for side in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{side}"), name)


def _words(paragraph: Paragraph, text: str, *, face: str = "", size: float = 0) -> Paragraph:
    run = paragraph.add_run(text)
    if face:
        _face(run.element, face)
    if size:
        run.font.size = Pt(size)
    return paragraph


def _line(
    document: Any, text: str, *, face: str = "", size: float = 0, align: Any = None, indent: float = 0, space: float = 0
) -> Paragraph:
    paragraph = document.add_paragraph()
    _words(paragraph, text, face=face, size=size)
    paragraph.alignment = align
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(indent)
    if space:
        paragraph.paragraph_format.line_spacing = Pt(space)
    return paragraph


def _table(document: Doc, columns: Sequence[Sequence[Any]], *, loop: str, name: str, width: int, size: float) -> None:
    """Head, then a row for each row of the list, between two rows that hold the loop."""
    table = document.add_table(rows=4, cols=len(columns))
    table.style = "Table Grid"
    whole = sum(part for _key, _label, part in columns)
    for i, (key, label, part) in enumerate(columns):
        for row in table.rows:
            row.cells[i].width = Mm(width * part / whole)
        _words(table.cell(0, i).paragraphs[0], str(label), face=HEI, size=size).alignment = CENTRE
        _words(table.cell(2, i).paragraphs[0], "{{ %s.%s }}" % (name, key) if key else "", size=size)  # noqa: UP031 - braces
    table.cell(1, 0).text = "{%%tr for %s in %s %%}" % (name, loop)  # noqa: UP031 - braces
    table.cell(3, 0).text = "{%tr endfor %}"
    head = table._tbl.tr_lst[0].get_or_add_trPr()  # noqa: SLF001 - the library has no public name for it
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head.append(repeated)


def _new_page(document: Doc) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def letter(content: Content) -> Doc:
    """公示、命名决定 by GB/T 9704, the list as annex."""
    document = _blank(margins=(37, 26, 35, 28), size=16)
    _line(document, "{{ title }}", face=TITLE, size=22, align=CENTRE)
    _line(document, "{{ number }}", align=CENTRE)
    _line(document, "{{ recipients }}", space=28)
    _line(document, "{%p for paragraph in paragraphs %}")
    _line(document, "{{ paragraph }}", indent=32, space=28)
    _line(document, "{%p endfor %}")
    _line(document, "{{ words.annex }}：{{ annex_title }}", indent=32, space=28)
    _line(document, "")
    _line(document, "{{ issuer }}", align=RIGHT, space=28)
    _line(document, "{{ date }}", align=RIGHT, space=28)
    _new_page(document)
    _line(document, "{{ words.annex }}", face=HEI)
    _line(document, "{{ annex_title }}", face=TITLE, size=18, align=CENTRE)
    _table(document, content["columns"], loop="rows", name="row", width=156, size=11)
    return document


def listing(content: Content) -> Doc:
    """推荐汇总表、结果名单、牌匾订单, A4 across."""
    document = _blank(margins=(22, 18, 20, 20), size=11, across=True)
    _line(document, "{{ title }}", face=TITLE, size=20, align=CENTRE)
    _line(document, "{%p for fact in facts %}")
    _line(document, "{{ fact.label }}：{{ fact.value }}")
    _line(document, "{%p endfor %}")
    _table(document, content["columns"], loop="rows", name="row", width=TABLE_WIDTH, size=10)
    _line(document, "")
    _line(document, "{% for sign in signs %}{{ sign.label }}：{{ sign.value }}　　　　　　　　{% endfor %}")
    return document


def score_sheet(content: Content) -> Doc:
    """评分表: a page or two for each case."""
    labels = content["labels"]
    document = _blank(margins=(16, 14, 16, 18), size=9)
    _line(document, "{%p for sheet in sheets %}")
    _line(document, "{{ title }}", face=TITLE, size=16, align=CENTRE)
    _line(document, f"{labels['case']}：{{{{ sheet.number }}}} {{{{ sheet.studio }}}} {{{{ sheet.unit }}}}")
    _line(document, "{{ expert }} {{ expert_name }}", align=RIGHT)
    columns = [
        ("group", labels["group"], 3),
        ("name", labels["criterion"], 5),
        ("points", labels["points"], 2),
        ("bands", labels["bands"], 9),
        ("", labels["score"], 2),
        ("", labels["comment"], 5),
    ]
    _table(document, columns, loop="sheet.lines", name="line", width=178, size=8)
    _line(document, f"{labels['total']} {{{{ sheet.most }}}}　{labels['steps']}")
    _line(document, f"{labels['signature']}：　　　　　　　　　　{labels['date']}：")
    _new_page(document)
    _line(document, "{%p endfor %}")
    return document


def certificate(content: Content) -> Doc:
    """证书: a page a studio."""
    document = _blank(margins=(30, 35, 25, 35), size=20, across=True)
    _line(document, "{%p for row in rows %}")
    _line(document, "{{ title }}", face=TITLE, size=46, align=CENTRE)
    _line(document, "{{ row.text }}", indent=40, space=40)
    _line(document, "{{ row.valid }}", indent=40, size=16)
    _line(document, "{{ issuer }}", align=RIGHT)
    _line(document, "{{ date }}", align=RIGHT, size=18)
    _line(document, "{{ row.qr }}")
    _line(document, f"{content['label']}：{{{{ row.plaque_number }}}}　{{{{ number }}}}", size=11)
    _line(document, "{%p if not loop.last %}")
    _new_page(document)
    _line(document, "{%p endif %}")
    _line(document, "{%p endfor %}")
    return document


def plaques(content: Content) -> Doc:
    """牌匾标签: a row of a table for each label."""
    document = _blank(margins=(12, 12, 12, 12), size=11)
    table = document.add_table(rows=3, cols=2)
    table.style = "Table Grid"
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Mm(40), Mm(146)
    table.cell(0, 0).text = "{%tr for row in rows %}"
    table.cell(1, 0).paragraphs[0].add_run("{{ row.qr }}")
    _line(table.cell(1, 0), "{{ hint }}", size=8, align=CENTRE)
    label = table.cell(1, 1)
    _words(label.paragraphs[0], "{{ honour }}", face=HEI)
    _line(label, "{{ row.studio }}", face=TITLE, size=14)
    _line(label, "{{ row.unit }}")
    _line(label, "{{ issuer }}　{{ date }}")
    _line(label, "{{ row.plaque_number }}", face=HEI, size=10)
    table.cell(2, 0).text = "{%tr endfor %}"
    return document


def report(content: Content) -> Doc:
    """申报情况报告: figures and tables; the bars stand in the PDF."""
    labels = content["labels"]
    numbers = [("now", labels["now"], 2), ("before", labels["before"], 2), ("change", labels["change"], 2)]
    document = _blank(margins=(18, 18, 16, 18), size=10)
    _line(document, "{{ title }}", face=TITLE, size=18, align=CENTRE)
    _line(document, "{{ issuer }}　{{ today }}　{{ earlier }}", align=CENTRE)
    _table(document, [("label", "", 6), *numbers], loop="figures", name="line", width=174, size=9)
    _line(document, "{%p for table in tables %}")
    _line(document, "{{ table.title }}", face=HEI, size=10.5)
    _table(document, [("label", "", 6), *numbers], loop="table.lines", name="line", width=174, size=9)
    _line(document, "{%p endfor %}")
    return document


def profile(content: Content) -> Doc:
    """工作室档案: the facts two beside each other, texts, then the tables that the studio has rows for."""
    document = _blank(margins=(25, 22, 22, 26), size=11)
    _line(document, "{{ title }}", face=TITLE, size=22, align=CENTRE)
    _line(document, "{{ studio }}", face=HEI, size=14, align=CENTRE)
    _line(document, "{{ issuer }}　{{ today }}", size=10, align=RIGHT)
    _table(document, [("label", "", 3), ("value", "", 12)], loop="facts", name="fact", width=162, size=10.5)
    _line(document, "{%p for text in texts %}")
    _line(document, "{{ text.title }}", face=HEI, size=12)
    _line(document, "{{ text.text }}", indent=22)
    _line(document, "{%p endfor %}")
    for table in content["tables_set"]:
        _line(document, table["title"], face=HEI, size=12)
        _table(document, table["columns"], loop=table["key"], name="row", width=162, size=10)
    return document


LAYOUTS: dict[str, Callable[[Content], Doc]] = {
    "letter": letter,
    "list": listing,
    "score_sheet": score_sheet,
    "certificate": certificate,
    "plaques": plaques,
    "report": report,
    "profile": profile,
}


def default_template(layout: str, content: Content) -> bytes:
    """The template of a layout as .docx, with the columns that the paper has."""
    target = BytesIO()
    LAYOUTS[layout](content).save(target)
    return target.getvalue()
