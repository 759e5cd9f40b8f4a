"""Child process: reads a PDF from standard input, writes one page as WebP."""

import io
import resource
import sys

import pypdfium2
from PIL import Image

_HIGHEST = 4


def picture_of(content: bytes, page_number: int, width: int) -> Image.Image:
    """The page (from 1) at `width` pixels, at most four times as high as wide."""
    document = pypdfium2.PdfDocument(content)
    try:
        page = document[page_number - 1]
        try:
            return render(page, width)
        finally:
            page.close()
    finally:
        document.close()


def render(page: pypdfium2.PdfPage, width: int) -> Image.Image:
    """A copy of the page's pixels that outlives the page."""
    page_width, page_height = page.get_size()
    scale = min(width / page_width, width * _HIGHEST / page_height)
    bitmap = page.render(scale=scale, may_draw_forms=False)
    try:
        picture: Image.Image = bitmap.to_pil().convert("RGB").copy()
    finally:
        bitmap.close()
    return picture


def main() -> None:
    """Set the limits, read, render, write."""
    memory, seconds, page_number, width = map(int, sys.argv[1:5])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    target = io.BytesIO()
    picture_of(sys.stdin.buffer.read(), page_number, width).save(target, "WEBP", quality=80, method=4)
    sys.stdout.buffer.write(target.getvalue())


if __name__ == "__main__":
    main()
