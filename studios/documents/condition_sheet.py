"""条件核对表: each condition of a call's rules, what was found in a case, and who looked or waived."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from studios.choices.calls import Severity, Verdict
from studios.documents.composing import Rows, as_text, compose
from studios.models import Application, ApplicationVersion, ConditionRow, DepartmentFinding
from studios.values.paper_lists import Draft
from unions.templatetags.formats import cn_date, iso_date

# Verdicts of what a department found, beside those of conditions.
SETTLED, UNSETTLED = "settled", "unsettled"


def conditions_paper(application: Application, version: ApplicationVersion, rows: Rows) -> Draft:
    """The sheet of one version; `rows` are those of `condition_rows`."""
    title = _("Condition sheet, %(call)s") % {"call": application.call.title}
    columns = [
        ("position", _("No."), 1),
        ("condition", _("Condition"), 8),
        ("weight", _("Weight"), 2),
        ("found", _("Found"), 8),
        ("verdict", _("Verdict"), 2),
        ("evidence", _("Evidence"), 5),
        ("by", _("Looked at or waived"), 6),
    ]
    unit = application.studio.employer or application.union.employer_name
    facts = [
        [pgettext("archive", "Case"), f"{application.number}　{application.studio.name}（{unit}）"],
        [_("Application form"), _("version %(number)s, %(date)s") % _seen(version)],
        [_("Outcome of the check"), _outcome(rows)],
    ]
    return compose(
        application.call,
        title=title,
        name=f"{_('Condition sheet')} {application.number} {application.studio.name}",
        rows=rows,
        shown=_shown,
        columns=columns,
        facts=facts,
        signs=[[_("Checked by"), ""], [_("Person in charge (signature)"), ""], [_("Date"), ""]],
    )


def condition_rows(sheet: Sequence[ConditionRow], findings: Sequence[DepartmentFinding] = ()) -> list[dict[str, Any]]:
    """The sheet as plain rows, the findings of departments after the conditions."""
    rows = [_row(row) for row in sheet] + [_finding(finding) for finding in findings]
    return [{"position": number, **row} for number, row in enumerate(rows, start=1)]


def _row(row: ConditionRow) -> dict[str, Any]:
    source = f"（{row.condition.source}）" if row.condition.source else ""
    explained = _("The unit explains: %(text)s") % {"text": row.explanation} if row.explanation else ""
    return {
        "condition": f"{row.condition.text}{source}",
        "weight": row.condition.severity,
        "found": "\n".join(filter(None, [row.found, explained])),
        "verdict": row.verdict,
        "evidence": _evidence(row),
        "by": _who(row),
    }


def _evidence(row: ConditionRow) -> str:
    if row.attachment is None:
        return ""
    page = _(", page %(page)s") % {"page": row.page} if row.page else ""
    return f"{row.attachment.name}{page}"


def _who(row: ConditionRow) -> str:
    """Who looked at the evidence, and who waived the condition for which reason."""
    looked = f"{row.looked_by}，{iso_date(row.looked_at)}" if row.looked_by else ""
    waived = _("Waived by %(name)s on %(date)s: %(reason)s") % _waiver(row) if row.waived_by else ""
    return "\n".join(filter(None, [looked, waived]))


def _waiver(row: ConditionRow) -> dict[str, str]:
    return {"name": str(row.waived_by), "date": iso_date(row.waived_at), "reason": row.waiver_reason}


def _finding(finding: DepartmentFinding) -> dict[str, Any]:
    by = f"{finding.settled_by}，{iso_date(finding.settled_at)}：{finding.settled_note}" if finding.settled_at else ""
    return {
        "condition": f"{_('Departmental review')}（{finding.consultation.department}）",
        "weight": Severity.HARD.value,
        "found": finding.text,
        "verdict": SETTLED if finding.settled_at else UNSETTLED,
        "evidence": "",
        "by": by,
    }


def _shown(row: Mapping[str, Any]) -> dict[str, str]:
    words = {"weight": str(Severity(row["weight"]).label), "verdict": _verdicts()[row["verdict"]]}
    return as_text(row) | words


def _verdicts() -> dict[str, str]:
    """Every verdict in words, in the order in which they are counted up."""
    words = {verdict.value: str(verdict.label) for verdict in Verdict}
    return words | {SETTLED: _("Settled"), UNSETTLED: pgettext("finding", "Open")}


def _seen(version: ApplicationVersion) -> dict[str, Any]:
    return {"number": version.number, "date": cn_date(version.submitted_at)}


def _outcome(rows: Rows) -> str:
    """How many conditions have each verdict: 满足6项，豁免1项."""
    counts = Counter(row["verdict"] for row in rows)
    told = [(words, counts[key]) for key, words in _verdicts().items() if counts[key]]
    return "，".join(_("%(verdict)s: %(count)d") % {"verdict": words, "count": count} for words, count in told)
