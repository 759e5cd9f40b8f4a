"""评分表: an expert's blank sheets, one a case, with criteria and bands, to be filled in by pen."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from studios.documents.composing import compose
from studios.models import PanelSeat
from studios.queries.rubrics import PANEL, CaseCriterion
from studios.queries.score_papers import BlankSheet, blank_sheets
from studios.values.paper_lists import Draft


def sheets_paper(seat: PanelSeat, sheets: list[BlankSheet] | None = None) -> Draft:
    """The sheets of one expert; in a blind review a case shows its number alone."""
    sheets = blank_sheets(seat) if sheets is None else sheets
    title = _("Score sheet, %(call)s") % {"call": seat.call.title}
    rows = [{"position": i, "number": s.number, "studio": s.studio} for i, s in enumerate(sheets, start=1)]
    return compose(
        seat.call,
        title=title,
        name=f"{title}（{seat.number}）",
        rows=rows,
        expert=_("Expert %(number)s") % {"number": seat.number},
        expert_name=str(seat.expert),
        sheets=[_sheet(sheet) for sheet in sheets],
        labels=_labels(),
    )


def _labels() -> dict[str, str]:
    return {
        "case": _("Case"),
        "group": _("Group"),
        "criterion": _("Criterion"),
        "points": pgettext("criterion", "Points"),
        "bands": _("Bands"),
        "score": _("Score"),
        "comment": _("Comment"),
        "total": _("Total"),
        "signature": _("Signature of the expert"),
        "date": _("Date"),
        "steps": _("Scores go in steps of 0.5."),
    }


def _sheet(sheet: BlankSheet) -> dict[str, Any]:
    asked = [_line(c) for c in sheet.criteria if c.judge == PANEL]
    return {"number": sheet.number, "studio": sheet.studio, "unit": sheet.unit, "lines": asked, "most": str(sheet.most)}


def _line(criterion: CaseCriterion) -> dict[str, str]:
    row = criterion.criterion
    bands = [_("%(name)s %(least)s–%(most)s: %(anchor)s") % _band(band) for band in criterion.bands]
    name = _("%(name)s (bonus)") % {"name": row.name} if criterion.is_bonus else row.name
    return {
        "group": row.group.name,
        "name": name,
        "hint": row.hint,
        "points": _plain(criterion.points),
        "bands": "\n".join(band.rstrip("： :") for band in bands),
    }


def _band(band: Any) -> dict[str, str]:
    return {"name": band.name, "least": _plain(band.least), "most": _plain(band.most), "anchor": band.anchor}


def _plain(points: Any) -> str:
    return f"{points.normalize():f}"
