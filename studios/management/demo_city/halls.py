"""Draws halls as covers of the demo: one picture a palette and a piece of work, the same on every machine."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (1284, 856)
Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True)
class Palette:
    """Colours from the roof to the floor, of the lamps and of what stands in front."""

    roof: Colour
    wall: Colour
    floor: Colour
    lamp: Colour
    front: Colour


STEEL = Palette((16, 26, 44), (52, 84, 122), (38, 50, 66), (255, 226, 168), (12, 17, 26))
PINE = Palette((14, 34, 36), (58, 110, 104), (40, 58, 56), (236, 246, 214), (9, 22, 23))
CLAY = Palette((44, 26, 18), (150, 96, 62), (74, 54, 42), (255, 214, 150), (26, 15, 11))


@cache
def hall(palette: Palette, work: str) -> bytes:
    """A JPEG of a hall that runs away from the viewer, with one piece of work in front."""
    picture = _room(palette)
    picture = ImageChops.screen(picture, _light(palette))
    _FRONTS[work](picture, palette)
    target = BytesIO()
    picture.save(target, "JPEG", quality=88)
    return target.getvalue()


def _at(x: float, y: float) -> Point:
    return x * SIZE[0], y * SIZE[1]


def _towards(x: float, y: float, depth: float) -> Point:
    """A point of the hall's opening, moved towards the far end."""
    return _at(0.5 + (x - 0.5) * (1 - depth), 0.44 + (y - 0.44) * (1 - depth))


def _mixed(one: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _room(palette: Palette) -> Image.Image:
    """Roof, walls and floor, lighter towards the far end; girders across the roof, joints across the floor."""
    picture = Image.new("RGB", SIZE, palette.wall)
    pen = ImageDraw.Draw(picture)
    depths = [1 - 0.86**n for n in range(16)]
    for near, far in pairwise(depths):
        corners = [[_towards(x, y, depth) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))] for depth in (near, far)]
        for side, colour in enumerate((palette.roof, palette.wall, palette.floor, palette.wall)):
            after = (side + 1) % 4
            face = [corners[0][side], corners[0][after], corners[1][after], corners[1][side]]
            pen.polygon(face, fill=_mixed(colour, palette.lamp, 0.42 * far * far))
        _bay(pen, palette, near, far)
    return picture.filter(ImageFilter.GaussianBlur(1.2))


def _bay(pen: ImageDraw.ImageDraw, palette: Palette, near: float, far: float) -> None:
    """A girder, two windows and a joint of the floor."""
    line = max(1, round(14 * (1 - near)))
    pen.line([_towards(0, 0.02, near), _towards(1, 0.02, near)], fill=palette.front, width=line)
    for x in (0, 1):
        pen.line([_towards(x, 0, near), _towards(x, 1, near)], fill=palette.front, width=line)
        begin, end = near + (far - near) * 0.25, near + (far - near) * 0.8
        window = [_towards(x, 0.2, begin), _towards(x, 0.2, end), _towards(x, 0.52, end), _towards(x, 0.52, begin)]
        pen.polygon(window, fill=_mixed(palette.wall, palette.lamp, 0.55 + 0.3 * far))
    joint = _mixed(palette.floor, palette.front, 0.35 * (1 - near))
    pen.line([_towards(0, 1, near), _towards(1, 1, near)], fill=joint, width=max(1, line // 4))


def _light(palette: Palette) -> Image.Image:
    """Lamps under the roof, their glow and their gleam on the floor, on black."""
    glow, core = Image.new("RGB", SIZE), Image.new("RGB", SIZE)
    wide, narrow = ImageDraw.Draw(glow), ImageDraw.Draw(core)
    for row in (0.26, 0.74):
        for depth in (1 - 0.8**n for n in range(1, 12)):
            radius = 46 * (1 - depth) + 3
            x, y = _towards(row, 0.1, depth)
            _, floor = _towards(row, 0.98, depth)
            wide.ellipse((x - 3 * radius, y - 2 * radius, x + 3 * radius, y + 2 * radius), fill=palette.lamp)
            wide.ellipse((x - 2 * radius, floor - radius / 2, x + 2 * radius, floor + radius / 2), fill=palette.wall)
            narrow.ellipse((x - radius, y - radius / 3, x + radius, y + radius / 3), fill=palette.lamp)
    soft = glow.filter(ImageFilter.GaussianBlur(46))
    return ImageChops.screen(soft, core.filter(ImageFilter.GaussianBlur(5)))


def _sparks(picture: Image.Image, palette: Palette) -> None:
    """An arm of a welding machine over a frame, with sparks that fly from the seam."""
    shade = ImageDraw.Draw(picture)
    shade.polygon([_at(0.0, 0.86), _at(0.72, 0.78), _at(0.78, 1), _at(0, 1)], fill=palette.front)
    shade.polygon(
        [_at(0.08, 0.8), _at(0.6, 0.735), _at(0.63, 0.79), _at(0.08, 0.87)],
        fill=_mixed(palette.front, palette.wall, 0.3),
    )
    arm = [_at(0.96, 0.92), _at(0.86, 0.5), _at(0.66, 0.42), _at(0.585, 0.69)]
    shade.line(arm, fill=palette.front, width=64, joint="curve")
    for x, y in arm[:3]:
        shade.ellipse((x - 46, y - 46, x + 46, y + 46), fill=_mixed(palette.front, palette.wall, 0.25))
    light, seam = Image.new("RGB", SIZE), _at(0.575, 0.735)
    pen = ImageDraw.Draw(light)
    for n in range(90):
        # Multiples of irrational numbers spread what else chance would have to.
        turn, reach = (n * 0.618) % 1, 0.25 + 0.75 * ((n * 0.41421) % 1)
        across, up = 640 * (turn - 0.6) * reach, 330 * (1 - abs(turn - 0.5)) * reach
        path = [(seam[0] + across * t, seam[1] - up * t + 210 * t * t * reach) for t in (0, 0.25, 0.5, 0.75, 1)]
        pen.line(path, fill=_mixed((30, 18, 6), palette.lamp, 0.3 + 0.5 * turn), width=2, joint="curve")
        x, y = path[-1]
        pen.ellipse((x - 2, y - 2, x + 2, y + 2), fill=palette.lamp)
    pen.ellipse((seam[0] - 24, seam[1] - 24, seam[0] + 24, seam[1] + 24), fill=(255, 255, 255))
    glow = ImageChops.screen(light, light.filter(ImageFilter.GaussianBlur(26)))
    picture.paste(ImageChops.screen(picture, glow))


def _lathe(picture: Image.Image, palette: Palette) -> None:
    """A lathe with a turning part that catches the light."""
    pen, metal = ImageDraw.Draw(picture), _mixed(palette.front, palette.lamp, 0.55)
    pen.rectangle((*_at(0.06, 0.78), *_at(0.94, 0.86)), fill=palette.front)
    for x in (0.1, 0.78):
        pen.rectangle((*_at(x, 0.86), *_at(x + 0.12, 1)), fill=palette.front)
    pen.rounded_rectangle((*_at(0.08, 0.54), *_at(0.27, 0.79)), 24, fill=_mixed(palette.front, palette.wall, 0.22))
    pen.rounded_rectangle((*_at(0.8, 0.6), *_at(0.92, 0.79)), 18, fill=_mixed(palette.front, palette.wall, 0.22))
    top, bottom = 0.595, 0.735
    for step in range(40):
        y = top + (bottom - top) * step / 40
        shine = max(0.0, 1 - abs(step - 12) / 16)
        pen.rectangle((*_at(0.27, y), *_at(0.8, y + 0.006)), fill=_mixed(palette.front, metal, 0.25 + 0.75 * shine))
    for x in (0.36, 0.47, 0.62, 0.7):
        pen.rectangle((*_at(x, top), *_at(x + 0.006, bottom)), fill=palette.front)
    pen.polygon([_at(0.53, 0.79), _at(0.58, 0.79), _at(0.565, 0.735), _at(0.55, 0.735)], fill=palette.lamp)


def _desk(picture: Image.Image, palette: Palette) -> None:
    """A control desk with three screens and their curves."""
    pen = ImageDraw.Draw(picture)
    pen.polygon([_at(0.04, 0.86), _at(0.96, 0.86), _at(1, 1), _at(0, 1)], fill=palette.front)
    for number, left in enumerate((0.1, 0.38, 0.66)):
        pen.rounded_rectangle((*_at(left, 0.54), *_at(left + 0.24, 0.8)), 14, fill=palette.front)
        inside = (left + 0.012, 0.56, left + 0.228, 0.78)
        pen.rectangle((*_at(*inside[:2]), *_at(*inside[2:])), fill=_mixed(palette.roof, palette.wall, 0.7))
        pen.rectangle((*_at(left + 0.1, 0.8), *_at(left + 0.14, 0.87)), fill=palette.front)
        heights = [0.5 + 0.32 * (((n + 3) * (number + 2) * 0.618) % 1 - 0.5) * (1 + n / 14) for n in range(15)]
        curve = [_at(inside[0] + 0.01 + n * 0.014, inside[1] + 0.2 * (1 - h)) for n, h in enumerate(heights)]
        pen.line(curve, fill=palette.lamp, width=5, joint="curve")
        for x, y in curve[::7]:
            pen.ellipse((x - 7, y - 7, x + 7, y + 7), fill=palette.lamp)


_FRONTS = {"sparks": _sparks, "lathe": _lathe, "desk": _desk}
