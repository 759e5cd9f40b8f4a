"""What stands on a paper, read back from the file."""

from io import BytesIO

import pypdfium2
from docx import Document


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page of a PDF without any white space."""
    with pypdfium2.PdfDocument(pdf) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def words_of(docx: bytes) -> str:
    """The text of a Word file, paragraphs first, then the cells of its tables."""
    document = Document(BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
