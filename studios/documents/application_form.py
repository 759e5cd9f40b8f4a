"""What stands on the printed application form."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

import segno
from django.utils.translation import gettext as _

from studios.choices.sections import SectionKey
from studios.models import Application, ApplicationVersion
from studios.values.scan_marks import mark_text
from unions import clock
from unions.templatetags.formats import cn_date, iso_datetime

# Groups whose rows stand as lines of a table; the others have a block each.
TABLES = frozenset({"members", "honours", "benefits", "apprenticeships", "activities", "funds"})
HASH_SHOWN = 16


def form_paper(
    application: Application,
    answers: Mapping[str, Iterable[Any]],
    *,
    version: ApplicationVersion | None = None,
    address: str,
) -> dict[str, Any]:
    """The paper as plain JSON; `answers` are display rows by page. Without a version it is a marked draft.

    Each page bears the QR code by which a scan of it is known again; a draft's leads to the case alone.
    """
    call = application.call
    return {
        "title": call.title,
        "number": application.number,
        "unit": application.studio.employer or application.union.employer_name,
        "studio": application.studio.name,
        "date": cn_date(version.submitted_at if version else clock.now()),
        "version": _("version %(number)s") % {"number": version.number} if version else "",
        "hash": version.sha256[:HASH_SHOWN] if version else "",
        "printed": iso_datetime(clock.now()),
        "watermark": "" if version else _("DRAFT"),
        "qr": _qr(mark_text(address, version.number, version.sha256) if version else address),
        "pages": [_page(SectionKey(key), list(rows)) for key, rows in answers.items()],
        "opinions": [opinion.name for opinion in call.opinions.all()],
        "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "form": _("Application form"),
        "unit": _("Unit"),
        "date": _("Date of filing"),
        "number": _("Number"),
        "page": _page_words(),
        "printed": _("printed on"),
        "head": _("Person in charge (signature)"),
        "seal": _("(seal)"),
        "day": _("Year    month    day"),
        "opinions": _("Opinions"),
        "unprintable": _("These characters cannot be printed here:"),
        "hash": _("check sum"),
        "nothing": "—",
    }


def _page_words() -> list[str]:
    """What stands before, between and after the two page numbers."""
    sentence = _("Page {page} of {pages}")
    before, rest = sentence.split("{page}")
    return [before, *rest.split("{pages}")]


def _qr(address: str) -> str:
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=4, border=1, xmldecl=False)
    return drawn.getvalue().decode()


def _page(key: SectionKey, rows: list[Any]) -> dict[str, Any]:
    return {"title": f"{key.numeral}、{key.label}", "blocks": _blocks(rows) or [{"kind": "none", "group": ""}]}


def _blocks(rows: list[Any]) -> list[dict[str, Any]]:
    """Facts in their order; rows of a table group come together as one table."""
    blocks: list[dict[str, Any]] = []
    for row in rows:
        *place, _name = row.path.split(".")
        spot = ".".join(place[:-1]) if place and place[-2] in TABLES else ""
        if spot:
            _add_to_table(blocks, spot, place[-1], row)
        elif blocks and blocks[-1].get("group") == row.group and blocks[-1]["kind"] == "facts":
            blocks[-1]["facts"].append(_fact(row))
        else:
            blocks.append({"kind": "facts", "group": row.group, "facts": [_fact(row)]})
    return [_finished(block) for block in blocks]


def _fact(row: Any) -> list[Any]:
    return [row.label, row.value, row.is_wide]


def _add_to_table(blocks: list[dict[str, Any]], spot: str, key: str, row: Any) -> None:
    table = next((b for b in blocks if b.get("spot") == spot), None)
    if table is None:
        table = {"kind": "table", "spot": spot, "group": row.group, "lines": {}}
        blocks.append(table)
    table["lines"].setdefault(key, {})[row.label] = row.value


def _finished(block: dict[str, Any]) -> dict[str, Any]:
    if block["kind"] == "facts":
        return block
    lines = list(block["lines"].values())
    head = [label for label in lines[0] if any(line.get(label) for line in lines)]
    name = block["group"].rsplit(" ", 1)[0]
    return {
        "kind": "table",
        "group": name,
        "head": head,
        "lines": [[str(i), *(line.get(label, "") for label in head)] for i, line in enumerate(lines, start=1)],
    }
