"""Take the pictures of the help from the demo city, and tell which are older than the words of their pages.

Usage: make help-pictures [STEPS="to-do calls"] takes those named, else those that are missing or old; STEPS=all takes
every one. `python -m tools.help_pictures --old` only tells. Needs Chromium (CHROMIUM, if it is not on the PATH).

The pictures are committed, small: a fresh machine has no Chromium, and a page of help without pictures is half a page.
`help_pictures.json` beside this file keeps for each which page it shows, as whom, and a digest of the words of the
page's own templates: they say in a second, without a database, what has to be taken again.
"""

import hashlib
import io
import json
import os
import re
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import django

PROJECT = Path(__file__).resolve().parent.parent
MANIFEST = Path(__file__).with_suffix(".json")
TEMPLATES, STATIC = PROJECT / "templates", PROJECT / "static"
WIDTH, HEIGHT = 640, 400
LARGEST = 18_000
QUALITIES = (37, 32, 26, 20)
LANGUAGES = ("zh-hans", "en")
START_SECONDS = 30
OK = 200
WORDS = re.compile(
    r"""\{% translate ["'](.+?)["']|_\(["'](.+?)["']\)|\{% blocktranslate[^%]*%\}(.+?)\{% endblocktranslate""",
    re.DOTALL,
)


def words_of(templates: list[str]) -> str:
    """A digest of what the templates say; a page of one word changed is told apart, a moved bracket is not."""
    said = [
        "".join(found)
        for name in templates
        if (path := TEMPLATES / name).is_file()
        for found in WORDS.findall(path.read_text(encoding="utf-8"))
    ]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]


def manifest() -> dict[str, dict[str, Any]]:
    """What each picture shows."""
    return json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.is_file() else {}


def remember(kept: dict[str, dict[str, Any]]) -> None:
    """One line a picture."""
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(kept[key])}" for key in sorted(kept))
    MANIFEST.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def old() -> list[str]:
    """Pictures whose page says other words than when they were taken."""
    return [key for key, kept in manifest().items() if words_of(kept["templates"]) != kept["words"]]


def tell() -> int:
    """Say which pictures are old; that is no failure, a release takes them again."""
    if found := old():
        print("Older than the words of their pages (make help-pictures takes them again):", " ".join(found))
    return 0


@contextmanager
def served() -> Iterator[str]:
    """The demo city on a free port."""
    from config import children, demo  # noqa: PLC0415 - settings first

    with socket.socket() as probe:
        probe.bind((demo.HOST, 0))
        port = probe.getsockname()[1]
    server = children.start(demo.web_command(port))
    try:
        wait_for(f"http://{demo.HOST}:{port}/healthz")
        yield f"http://{demo.HOST}:{port}"
    finally:
        children.stop(server)


def wait_for(address: str) -> None:
    """Until the server answers."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with suppress(URLError, OSError), urlopen(address) as answer:  # noqa: S310 - our own server
            if answer.status == OK:
                return
        time.sleep(0.2)
    raise SystemExit("The server does not answer.")


def compact(png: bytes) -> bytes:
    """WebP, as good as the size allows."""
    from PIL import Image  # noqa: PLC0415

    picture = Image.open(io.BytesIO(png)).convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    for quality in QUALITIES:
        kept = io.BytesIO()
        picture.save(kept, "WEBP", quality=quality, method=6)
        if kept.tell() <= LARGEST:
            break
    return kept.getvalue()


def take(browser: Any, base: str, address: str, *, cookies: dict[str, str], shot: Any) -> bytes:
    """A picture of the page from where the shot's focus begins."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": 2400}, locale="zh-CN", reduced_motion="reduce"
    )
    context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items()])
    page = context.new_page()
    answer = page.goto(base + address)
    if answer.status != OK:
        raise LookupError(f"{address}: {answer.status}")
    page.wait_for_load_state("networkidle")
    box = page.locator(shot.focus).first.bounding_box()
    top, height = max(box["y"] - 4, 0), shot.width * HEIGHT / WIDTH
    png = page.screenshot(clip={"x": 0, "y": top, "width": shot.width, "height": height}, full_page=True)
    context.close()
    return png


def picture(browser: Any, base: str, scene: Any, kept: dict[str, dict[str, Any]]) -> str:
    """Take one step in both languages and remember it; what went wrong, if anything."""
    key = scene.step.key
    try:
        for language in LANGUAGES:
            with scene.speaking(language):
                png = take(browser, base, scene.address(language), cookies=scene.cookies, shot=scene.shot)
            path = STATIC / "help" / language / f"{key}.webp"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(compact(png))
    except Exception as fault:  # noqa: BLE001 - the others are taken all the same
        return f"{key}: {fault}"
    kept[key] = scene.kept(words_of(scene.templates))
    remember(kept)
    print(key, kept[key]["address"], flush=True)
    return ""


def main(asked: list[str]) -> int:
    """Take what was asked for."""
    if asked == ["--old"]:
        return tell()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's loop runs in this thread
    django.setup()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from config import demo  # noqa: PLC0415
    from tools.help_scenes import Scene, wanted  # noqa: PLC0415 - models

    demo.prepare()
    kept = manifest()
    steps = wanted(asked, kept, old())
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with served() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        faults = [fault for step in steps if (fault := picture(browser, base, Scene(step), kept))]
        browser.close()
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
