"""The frame of a picture: chosen as a shape, a middle and a size, kept as a box in thousandths of the upright picture."""

from dataclasses import dataclass

WHOLE = (0, 0, 1000, 1000)
# A frame narrower than this would be shown enlarged.
LEAST_PIXELS = 320
# No frame is more than so many times as wide as high, or as high as wide.
_SLIMMEST = 3
RATIOS: dict[str, tuple[int, int] | None] = {"16:9": (16, 9), "3:2": (3, 2), "1:1": (1, 1), "whole": None}

Box = tuple[int, int, int, int]
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """The shape, the middle in per cent from left and top, and the size in per cent of the largest that fits."""

    ratio: str = "whole"
    x: int = 50
    y: int = 50
    size: int = 100

    def box(self, picture: Size) -> Box:
        """The frame moved into the picture, as left, top, width and height in thousandths."""
        width, height = (self.size / 100 * part for part in _largest(self.ratio, picture))
        left, top = _within(self.x, width), _within(self.y, height)
        return round(left), round(top), max(1, round(width)), max(1, round(height))


def _largest(ratio: str, picture: Size) -> tuple[float, float]:
    """Width and height, in thousandths, of the largest frame of this shape."""
    shape = RATIOS[ratio]
    if shape is None:
        return 1000, 1000
    wanted, present = shape[0] / shape[1], picture[0] / picture[1]
    return (1000, 1000 * present / wanted) if present < wanted else (1000 * wanted / present, 1000)


def _within(middle: int, length: float) -> float:
    return min(max(10 * middle - length / 2, 0), 1000 - length)


def frame_of(box: Box, picture: Size) -> Frame:
    """The frame that a box came from; a shape of its own counts as the whole picture's."""
    left, top, width, height = box
    shape = width * picture[0] / (height * picture[1])
    ratio = next((name for name, r in RATIOS.items() if r and abs(shape * r[1] / r[0] - 1) < 0.02), "whole")
    size = round(100 * width / _largest(ratio, picture)[0])
    return Frame(ratio, round((left + width / 2) / 10), round((top + height / 2) / 10), min(size, 100))


def pixels(box: Box, picture: Size) -> Size:
    """Width and height of the box in pixels of the picture."""
    return max(1, box[2] * picture[0] // 1000), max(1, box[3] * picture[1] // 1000)


def is_usable(box: Box, picture: Size) -> bool:
    """Whether the frame is large enough to be shown and not a mere strip."""
    width, height = pixels(box, picture)
    return width >= LEAST_PIXELS and height * _SLIMMEST >= width and width * _SLIMMEST >= height
