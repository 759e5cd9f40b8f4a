"""Child process: reads a PDF or picture from standard input, writes the texts of its QR codes as JSON."""

import io
import json
import resource
import sys
from collections.abc import Iterator

import pypdfium2
import zxingcpp
from PIL import Image

_WIDTH = 1700  # pixels of a page: 200 a inch on A4
_HIGHEST = 4


def pages_of(content: bytes, most: int) -> Iterator[Image.Image]:
    """The first pages as pictures in shades of grey."""
    if not content.startswith(b"%PDF"):
        picture = Image.open(io.BytesIO(content))
        picture.draft("L", (_WIDTH * 2, _WIDTH * 2 * _HIGHEST))
        yield picture.convert("L")
        return
    document = pypdfium2.PdfDocument(content)
    for number in range(min(len(document), most)):
        page = document[number]
        width, height = page.get_size()
        scale = min(_WIDTH / width, _WIDTH * _HIGHEST / height)
        yield page.render(scale=scale, may_draw_forms=False, grayscale=True).to_pil().convert("L")
        page.close()


def texts_of(content: bytes, most: int) -> list[str]:
    """The texts of all QR codes on these pages."""
    found = []
    for picture in pages_of(content, most):
        read = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
        found += [code.text for code in read]
    return found


def main() -> None:
    """Set the limits, read, write."""
    memory, seconds, most = map(int, sys.argv[1:4])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(json.dumps(texts_of(sys.stdin.buffer.read(), most)))


if __name__ == "__main__":
    main()
