"""Which fonts can print a text: the ones that come along, then folders of the installation and the system."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTFont, TTLibError

SYSTEM = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
OWN = Path(pylopdf_fonts_zh_cn.sans_path()).parent
ENDINGS = frozenset({".otf", ".ttf", ".ttc"})


@cache
def own_characters() -> frozenset[int]:
    """Code points that both fonts of the package hold."""
    return frozenset.intersection(*(_characters(path) for path in sorted(OWN.glob("*.otf"))))


def _characters(path: Path) -> frozenset[int]:
    """Code points of a font file; of a collection its first font speaks for the others."""
    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError):
        return frozenset()


@cache
def _folder_characters(folder: Path) -> frozenset[int]:
    files = [path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS]
    return frozenset().union(*(_characters(path) for path in files))


def font_folders(text: str, *, extra: Iterable[str] = ()) -> tuple[list[str], str]:
    """Folders that a text needs, and the characters that none of them holds."""
    folders = [str(OWN), *extra]
    missing = {ord(c) for c in text if ord(c) > 0x7F} - own_characters()
    for folder in (*map(Path, extra), *SYSTEM):
        if missing and folder.is_dir():
            held = missing & _folder_characters(folder)
            missing -= held
            if held and str(folder) not in folders:
                folders.append(str(folder))
    return folders, "".join(sorted(map(chr, missing)))
