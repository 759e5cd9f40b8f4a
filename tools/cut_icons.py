"""Cut the icon sprite out of an unpacked lucide-static package: only the icons in use, in the house's stroke.

Usage: npm pack lucide-static@1.62.0, unpack it, then python -m tools.cut_icons PACKAGE_FOLDER [NAME ...]
Names given are added; icons that the sprite holds stay in it.
"""

import re
import sys
from pathlib import Path

SPRITE = Path(__file__).resolve().parent.parent / "static" / "icons" / "sprite.svg"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg">'
SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
    ' stroke-linecap="round" stroke-linejoin="round">{drawing}</symbol>'
)
# Our names that the package spells otherwise.
RENAMED = {"home": "house"}


def names_in_use() -> list[str]:
    """Return the icons of the present sprite, in their order."""
    return re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8"))


def symbol(icons: Path, name: str) -> str:
    """Return one icon as a symbol."""
    source = icons / f"{RENAMED.get(name, name)}.svg"
    if not source.exists():
        sys.exit(f"The package has no icon {name}.")
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", source.read_text(encoding="utf-8"), re.DOTALL)
    if drawing is None:
        sys.exit(f"{source.name} is not a drawing.")
    return SYMBOL.format(name=name, drawing=re.sub(r"\s+", " ", drawing[1]).strip())


def main() -> None:
    """Write the sprite."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    icons = Path(sys.argv[1]) / "icons"
    names = list(dict.fromkeys([*names_in_use(), *sys.argv[2:]]))
    SPRITE.write_text("\n".join([HEAD, *(symbol(icons, name) for name in names), "</svg>"]), encoding="utf-8")
    print(f"{len(names)} icons")


if __name__ == "__main__":
    main()
