"""The Word templates that come along, built when they are asked for; an office may take one and change it."""

import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from studios.values.typesetting.word_pages import HEI, TITLE, add_words, blank, new_table, repeat_head

Content = Mapping[str, Any]
Rows = Sequence[Mapping[str, Any]]
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
TABLE_WIDTH = 247
AMOUNT, COUNT = re.compile(r"[0-9,]+\.[0-9]+"), re.compile(r"[0-9+−—-]*")
# A table of more columns than an upright page takes stands as a block for each row, of long texts a narrower one.
MOST_COLUMNS, MOST_OF_TEXT, LONG = 8, 5, 30
# Tables in type up to this size are set close.
SMALL = 9


def _line(
    document: Any,
    text: str,
    *,
    face: str = "",
    size: float = 0,
    align: Any = None,
    indent: float = 0,
    space: float = 0,
    is_heading: bool = False,
) -> Paragraph:
    paragraph = document.add_paragraph()
    add_words(paragraph, text, face=face, size=size)
    paragraph.alignment = align
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(indent)
    if space:
        paragraph.paragraph_format.line_spacing = Pt(space)
    if is_heading:
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(size / 2)
    return paragraph


def _where(document: Any, field: str, **look: Any) -> None:
    """A line that stands only where the field says something."""
    _line(document, "{%%p if %s %%}" % field)  # noqa: UP031 - braces
    _line(document, "{{ %s }}" % field, **look)  # noqa: UP031 - braces
    _line(document, "{%p endif %}")


def _alignment(values: Sequence[str]) -> Any:
    """As the PDF has it: amounts at the right, counts in the middle."""
    if values and all(AMOUNT.fullmatch(value) for value in values):
        return RIGHT
    return CENTRE if any(values) and all(COUNT.fullmatch(value) for value in values) else None


def _is_wide(columns: Sequence[Sequence[Any]], rows: Rows) -> bool:
    has_long = any(len(str(row.get(key, ""))) > LONG for key, _label, _part in columns for row in rows)
    return len(columns) > (MOST_OF_TEXT if has_long else MOST_COLUMNS)


def _table(
    document: Doc, columns: Sequence[Sequence[Any]], *, loop: str, name: str, width: int, size: float, rows: Rows = ()
) -> None:
    """Head if the columns have labels, then a row for each row of the list, between two rows that hold the loop.

    `rows` are the paper's own, by which numbers are told from words.
    """
    labelled = any(label for _key, label, _part in columns)
    parts, padding = [part for _key, _label, part in columns], 40 if size > SMALL else 5
    table = new_table(document, rows=3 + labelled, parts=parts, width=width, padding=padding)
    before, shown, after = table.rows[labelled:]
    before.cells[0].text = "{%%tr for %s in %s %%}" % (name, loop)  # noqa: UP031 - braces
    after.cells[0].text = "{%tr endfor %}"
    for i, (key, label, _part) in enumerate(columns):
        if labelled:
            add_words(table.cell(0, i).paragraphs[0], str(label), face=HEI, size=size).alignment = CENTRE
        text = "{{ %s.%s }}" % (name, key) if key else ""  # noqa: UP031 - braces
        words = add_words(shown.cells[i].paragraphs[0], text, size=size, face="" if labelled or i else HEI)
        words.alignment = _alignment([str(row.get(key, "")) for row in rows])
    if labelled:
        repeat_head(table)


def _blocks(document: Doc, columns: Sequence[Sequence[Any]], *, loop: str, name: str, width: int, size: float) -> None:
    """For each row of the list a table of its own, label beside value."""
    _line(document, "{%%p for %s in %s %%}" % (name, loop))  # noqa: UP031 - braces
    table = new_table(document, rows=len(columns), parts=[3, 12], width=width)
    for row, (key, label, _part) in zip(table.rows, columns, strict=True):
        add_words(row.cells[0].paragraphs[0], str(label), face=HEI, size=size)
        add_words(row.cells[1].paragraphs[0], "{{ %s.%s }}" % (name, key), size=size)  # noqa: UP031 - braces
    _line(document, "", size=6)
    _line(document, "{%p endfor %}")


def _new_page(document: Doc) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _between_pages(document: Doc) -> None:
    """A new page after each entry but the last."""
    _line(document, "{%p if not loop.last %}")
    _new_page(document)
    _line(document, "{%p endif %}")


def letter(content: Content) -> Doc:
    """公示、命名决定 by GB/T 9704, the list as annex."""
    document = blank(content, margins=(37, 26, 35, 28), size=16)
    _line(document, "{{ title }}", face=TITLE, size=22, align=CENTRE)
    _where(document, "number", align=CENTRE)
    _line(document, "")
    _where(document, "recipients", space=28)
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
    _table(document, content["columns"], loop="rows", name="row", width=156, size=11, rows=content["rows"])
    return document


def listing(content: Content) -> Doc:
    """推荐汇总表、结果名单、牌匾订单, A4 across."""
    document = blank(content, margins=(22, 18, 20, 20), size=11, across=True)
    _line(document, "{{ title }}", face=TITLE, size=20, align=CENTRE)
    _line(document, "{%p for fact in facts %}")
    _line(document, "{{ fact.label }}：{{ fact.value }}")
    _line(document, "{%p endfor %}")
    _table(document, content["columns"], loop="rows", name="row", width=TABLE_WIDTH, size=10, rows=content["rows"])
    _line(document, "")
    _line(document, "{% for sign in signs %}{{ sign.label }}：{{ sign.value }}　　　　　　　　{% endfor %}")
    return document


def score_sheet(content: Content) -> Doc:
    """评分表: a page or two for each case."""
    labels = content["labels"]
    document = blank(content, margins=(16, 14, 16, 18), size=9)
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
    lines = [line for sheet in content["sheets"] for line in sheet["lines"]]
    _table(document, columns, loop="sheet.lines", name="line", width=178, size=8, rows=lines)
    _line(document, f"{labels['total']} {{{{ sheet.most }}}}　{labels['steps']}")
    _line(document, f"{labels['signature']}：　　　　　　　　　　{labels['date']}：")
    _between_pages(document)
    _line(document, "{%p endfor %}")
    return document


def certificate(content: Content) -> Doc:
    """证书: a page a studio."""
    document = blank(content, margins=(30, 35, 25, 35), size=20, across=True)
    _line(document, "{%p for row in rows %}")
    _line(document, "{{ title }}", face=TITLE, size=46, align=CENTRE)
    _line(document, "{{ row.text }}", indent=40, space=40)
    _line(document, "{{ row.valid }}", indent=40, size=16)
    _line(document, "{{ issuer }}", align=RIGHT)
    _line(document, "{{ date }}", align=RIGHT, size=18)
    _line(document, "{{ row.qr }}")
    _line(document, f"{content['label']}：{{{{ row.plaque_number }}}}　{{{{ number }}}}", size=11)
    _between_pages(document)
    _line(document, "{%p endfor %}")
    return document


def plaques(content: Content) -> Doc:
    """牌匾标签: a row of a table for each label."""
    document = blank(content, margins=(12, 12, 12, 12), size=11)
    table = new_table(document, rows=3, parts=[40, 146], width=186)
    table.cell(0, 0).text = "{%tr for row in rows %}"
    table.cell(1, 0).paragraphs[0].add_run("{{ row.qr }}")
    _line(table.cell(1, 0), "{{ hint }}", size=8, align=CENTRE)
    label = table.cell(1, 1)
    add_words(label.paragraphs[0], "{{ honour }}", face=HEI)
    _line(label, "{{ row.studio }}", face=TITLE, size=14)
    _line(label, "{{ row.unit }}")
    _line(label, "{{ issuer }}　{{ date }}")
    _line(label, "{{ row.plaque_number }}", face=HEI, size=10)
    table.cell(2, 0).text = "{%tr endfor %}"
    return document


def report(content: Content) -> Doc:
    """申报情况报告: figures and tables, beside an earlier call if there was one; the bars stand in the PDF."""
    keys = ("now", "before", "change") if content["earlier"] else ("now",)
    numbers = [(key, content["labels"][key], 2) for key in keys]
    document = blank(content, margins=(16, 18, 16, 18), size=10)
    _line(document, "{{ title }}", face=TITLE, size=18, align=CENTRE)
    beside = f"　{content['labels']['compared']} {{{{ earlier }}}}" if content["earlier"] else ""
    _line(document, "{{ issuer }}　{{ today }}" + beside, align=CENTRE)
    _table(
        document, [("label", "", 6), *numbers], loop="figures", name="line", width=174, size=9, rows=content["figures"]
    )
    _line(document, "{%p for table in tables %}")
    _line(document, "{{ table.title }}", face=HEI, size=10.5, is_heading=True)
    lines = [line for table in content["tables"] for line in table["lines"]]
    _table(document, [("label", "", 6), *numbers], loop="table.lines", name="line", width=174, size=9, rows=lines)
    _line(document, "{%p endfor %}")
    return document


def profile(content: Content) -> Doc:
    """工作室档案: facts, texts, then the tables that the studio has rows for."""
    document = blank(content, margins=(25, 22, 22, 26), size=11)
    _line(document, "{{ title }}", face=TITLE, size=22, align=CENTRE)
    _line(document, "{{ studio }}", face=HEI, size=14, align=CENTRE)
    _line(document, "{{ issuer }}　{{ today }}", size=10, align=RIGHT)
    _table(document, [("label", "", 3), ("value", "", 12)], loop="facts", name="fact", width=162, size=10.5)
    _line(document, "{%p for text in texts %}")
    _line(document, "{{ text.title }}", face=HEI, size=12, is_heading=True)
    _line(document, "{{ text.text }}", indent=22)
    _line(document, "{%p endfor %}")
    for table in content["tables_set"]:
        _line(document, table["title"], face=HEI, size=12, is_heading=True)
        columns, rows = table["columns"], content[table["key"]]
        facts = {"loop": table["key"], "name": "row", "width": 162, "size": 10}
        if _is_wide(columns, rows):
            _blocks(document, columns, **facts)
        else:
            _table(document, columns, **facts, rows=rows)
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
