"""What all papers have in common: the words of the call, the columns of a list, the check sum at the foot."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.utils.translation import gettext as _

from studios.choices.calls import PATH, Stage
from studios.models import Call
from studios.values.paper_lists import SHOWN, Draft, list_sha256
from unions import clock
from unions.models import Union
from unions.templatetags.formats import cn_date, iso_datetime

Rows = Sequence[Mapping[str, Any]]
Column = tuple[str, str, int]
PAIRS = ("facts", "signs")
# What was gone through before the list stood, as a sentence of a paper counts it up.
TOLD = (Stage.RECOMMENDATION, Stage.QUALIFICATION, Stage.PANEL, Stage.VISIT, Stage.MEETING, Stage.NOTICE)


def honour_of(call: Call) -> str:
    """What the studios are named: the call's own wording of the level, with the noun where it lacks it."""
    wording = str(call.wording)
    return wording if wording.endswith("工作室") else _("%(level)s innovation studio") % {"level": wording}


def path_in_words(call: Call, *, before: Stage) -> str:
    """The stages that lie behind a list: recommendation, qualification check and so on."""
    on = set(call.stages)
    passed = [s for s in TOLD if s in on and PATH.index(s) < PATH.index(before)]
    return "、".join(str(stage.label) for stage in passed)


def call_words(call: Call) -> dict[str, str]:
    """The words of the call that every template may use."""
    return {
        "call": call.title,
        "issuer": call.union.name,
        "verb": str(call.get_verb_display()),
        "level": str(call.wording),
        "honour": honour_of(call),
        "basis": call.approval_basis.strip(),
        "year": str(call.year),
        "today": cn_date(clock.today()),
    }


def union_words(union: Union) -> dict[str, str]:
    """The words of a paper that belongs to no call: whose it is, and the day."""
    return {"issuer": union.name, "year": str(clock.today().year), "today": cn_date(clock.today())}


def compose(call: Call, **parts: Any) -> Draft:
    """A paper of a call: the words of the call, and what `put_together` takes."""
    return put_together(call_words(call), **parts)


def put_together(
    base: Mapping[str, str],
    *,
    title: str,
    name: str,
    rows: Rows,
    columns: Iterable[Column] = (),
    shown: Callable[[Mapping[str, Any]], dict[str, str]] | None = None,
    sha256: str = "",
    **content: Any,
) -> Draft:
    """A draft whose rows are text; `rows` are the ones that the page shows, and the check sum is theirs."""
    digest = sha256 or (list_sha256(rows) if rows else "")
    words = {
        **base,
        "title": title,
        "rows": [(shown or as_text)(row) for row in rows],
        "columns": [[key, label, width] for key, label, width in columns],
        "count": str(len(rows)),
        "hash": digest[:SHOWN],
        "printed": iso_datetime(clock.now()),
        "words": foot_words(),
        **{key: _pairs(value) if key in PAIRS else value for key, value in content.items()},
    }
    return Draft(name=file_name(name), content=words, sha256=digest, rows=[dict(row) for row in rows])


def _pairs(rows: Iterable[Sequence[str]]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in rows]


def as_text(row: Mapping[str, Any]) -> dict[str, str]:
    """Every value as text."""
    return {key: str(value) for key, value in row.items()}


def file_name(name: str) -> str:
    """A file name without signs that folders do not take."""
    return "".join(c for c in name if c.isprintable() and c not in '\\/:*?"<>|')[:100]


def foot_words() -> dict[str, Any]:
    """Words at the foot of each page."""
    before, rest = _("Page {page} of {pages}").split("{page}")
    return {
        "hash": _("check sum of the list"),
        "page": [before, *rest.split("{pages}")],
        "unprintable": _("These characters cannot be printed here:"),
        "annex": _("Annex"),
        "nothing": "—",
    }


def day_in_words(day: date | str | None) -> str:
    """A day as papers write it; empty while it is open."""
    found = date.fromisoformat(day) if isinstance(day, str) and day else day
    return cn_date(found) if found else ""


def public_address(path: str) -> str:
    """The address that a QR code carries."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def qr_svg(address: str) -> str:
    """The QR code of an address as a drawing."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=4, border=1, xmldecl=False)
    return drawn.getvalue().decode()


def candidate_columns(*more: str) -> list[Column]:
    """The usual columns of a list of candidates, their widths in parts; `more` of leads and recommender."""
    columns = [("position", _("No."), 1), ("studio", _("Studio"), 6), ("unit", _("Unit"), 6)]
    further = {"leads": ("leads", _("Lead"), 3), "recommender": ("recommender", _("Recommended by"), 5)}
    return [*columns, *(further[key] for key in more)]
