"""Fetch the vendored browser files again, each checked against the integrity its VENDOR.toml names.

Needs npm and is for maintainers only: set-up and run time never fetch anything.
Usage: python -m tools.vendor_assets
"""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"


def integrity(path: Path) -> str:
    """Return npm's name for a file's content."""
    return "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()


def fetch(name: str, version: str, folder: Path) -> Path:
    """Pack one package of the registry into the folder."""
    npm = shutil.which("npm")
    if not npm:
        sys.exit("npm is missing; it is needed only to refresh vendored files.")
    subprocess.run([npm, "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.tgz"))


def refresh(folder: Path) -> None:
    """Write the files that one VENDOR.toml lists, after checking where they come from."""
    asked = tomllib.loads((folder / "VENDOR.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        package = fetch(asked["name"], asked["version"], Path(scratch))
        if integrity(package) != asked["integrity"]:
            sys.exit(f"{asked['name']} {asked['version']}: the package is not the one that VENDOR.toml names.")
        with tarfile.open(package) as archive:
            for inside, beside in asked["files"].items():
                source = archive.extractfile(inside)
                if source is None:
                    sys.exit(f"{inside} is not a file of the package.")
                (folder / beside).write_bytes(source.read())
    print(f"{folder.name}: {len(asked['files'])} files are as published")


def main() -> None:
    """Refresh every vendored folder."""
    for described in sorted(VENDOR.glob("*/VENDOR.toml")):
        refresh(described.parent)


if __name__ == "__main__":
    main()
