"""The course of a case or a call as sheets of a package: what its pages show this account, and no more."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from studios.models import Act, Application, Call, PublicNotice, RecommendationBatch
from studios.queries.case_scores import readable_scores
from studios.queries.cases import condition_sheet, timeline, versions_of
from studios.queries.package_objections import objections_to_call, objections_to_case, strike_objectors
from studios.queries.package_visits import visit_of_case, visits_of_call
from studios.queries.visits import readable_findings
from studios.values.packing.sheets import Sheet, day_text, moment_text
from unions.models import Account

Row = list[Any]


def case_sheets(application: Application, account: Account) -> list[Sheet]:
    """Facts, steps, opinions, remarks, conditions; points, visit and objections as far as they may be read."""
    acts = timeline(application)[::-1]
    sheets = [
        _facts(application),
        _steps(acts, strike_objectors(application)),
        _opinions(acts),
        _remarks(acts),
        _conditions(application, account),
        _scores(application, account),
        visit_of_case(application, account),
        objections_to_case(application, account),
    ]
    return [sheet for sheet in sheets if sheet is not None and sheet.rows]


def call_sheets(call: Call, account: Account) -> list[Sheet]:
    """The call's own facts, its summaries, visits, notices, objections and decisions."""
    sheets = [
        _call_facts(call),
        _summaries(call, account),
        visits_of_call(call, account),
        _notices(call, account),
        objections_to_call(call, account),
        _decisions(call),
    ]
    return [sheet for sheet in sheets if sheet.rows]


def cases_sheet(cases: list[tuple[str, Application]]) -> Sheet:
    """The cases of a package with their folders."""
    head = [_("Folder"), _("Number"), _("Studio"), _("Unit"), _("Union"), _("State"), _("Version")]
    rows: list[Any] = [
        [
            folder,
            a.number,
            a.studio.name,
            a.studio.employer or a.union.employer_name,
            a.union.name,
            str(a.stage.label),
            a.version_count,
        ]
        for folder, a in cases
    ]
    return Sheet(pgettext("archive", "Cases"), head, rows)


def _facts(application: Application) -> Sheet:
    call = application.call
    pairs = [
        (_("Number"), application.number),
        (_("Studio"), application.studio.name),
        (_("Unit"), application.studio.employer or application.union.employer_name),
        (_("Union"), application.union.name),
        (_("Call"), call.title),
        (_("Naming union"), call.union.name),
        (_("State"), str(application.stage.label)),
        (_("Since"), moment_text(application.state_since)),
    ]
    for version in reversed(versions_of(application)):
        label = _("Version %(number)s submitted") % {"number": version.number}
        pairs.append((label, f"{moment_text(version.submitted_at)}　{version.sha256}"))
    return Sheet(
        pgettext("archive", "Case"), [pgettext("archive", "Field"), _("Content")], [list(pair) for pair in pairs]
    )


def _steps(acts: list[Act], strike: Callable[[str], str]) -> Sheet:
    head = [_("When"), _("Step"), _("Desk"), _("By"), _("Version"), _("Reason"), _("Undone")]
    rows: list[Any] = [
        [
            moment_text(act.at),
            act.get_step_display(),
            str(act.desk or ""),
            act.by_name,
            act.version.number if act.version else "",
            strike(act.note),
            moment_text(act.undone_at),
        ]
        for act in acts
    ]
    return Sheet(_("Course"), head, rows)


def _opinions(acts: list[Act]) -> Sheet:
    head = [_("Opinion"), _("Union"), _("Text"), _("Signed by"), _("Date"), _("Version"), _("Undone")]
    rows: list[Any] = [
        [o.name, o.union.name, o.text, o.signer, day_text(o.signed_on), o.version.number, moment_text(act.undone_at)]
        for act in acts
        for o in act.opinion_records.all()
    ]
    return Sheet(_("Opinions"), head, rows)


def _remarks(acts: list[Act]) -> Sheet:
    head = [_("When"), _("Page of the form"), _("Text"), _("Changes until")]
    rows: list[Any] = [
        [moment_text(act.at), remark.get_section_display(), remark.text, moment_text(act.return_note.due_at)]
        for act in acts
        if hasattr(act, "return_note")
        for remark in act.return_note.remarks.all()
    ]
    return Sheet(_("Remarks"), head, rows)


def _conditions(application: Application, account: Account) -> Sheet:
    """The sheet of the newest version, then what departments found."""
    head = [
        _("Condition"),
        _("Weight"),
        _("Found"),
        _("Verdict"),
        _("Evidence"),
        _("Looked at by"),
        _("Waived, reason"),
    ]
    versions = versions_of(application)
    rows: list[Any] = [
        [
            row.condition.text,
            row.condition.get_severity_display(),
            "\n".join(filter(None, [row.found, row.explanation])),
            row.get_verdict_display(),
            f"{row.attachment.name} {row.page or ''}".strip() if row.attachment else "",
            f"{row.looked_by} {moment_text(row.looked_at)}" if row.looked_by else "",
            f"{row.waived_by}：{row.waiver_reason}" if row.waived_by else "",
        ]
        for row in condition_sheet(versions[0] if versions else None)
    ]
    label = _("Departmental review")
    rows += [
        [label, f.consultation.department, f.text, f.settled_note, "", str(f.settled_by or ""), ""]
        for f in readable_findings(application, account)
    ]
    return Sheet(_("Condition sheet"), head, rows)


def _scores(application: Application, account: Account) -> Sheet | None:
    """Points and comments without who gave them, once this account may read them."""
    scores = readable_scores(application, account)
    if scores is None:
        return None
    figures: Any = scores.figures
    votes = [
        (pgettext("vote", "For"), "votes_for"),
        (pgettext("vote", "Against"), "votes_against"),
        (pgettext("vote", "Abstains"), "votes_abstain"),
    ]
    points = [
        (_("Panel score"), "panel"),
        (_("Visit"), "visit"),
        (_("Bonus"), "bonus"),
        (_("Final points"), "final"),
    ]
    rows: list[Any] = [[_("Valid sheets"), figures.valid]]
    rows += [[label, _figure(figures, key)] for label, key in (votes if scores.is_vote else points)]
    for number, words in enumerate(scores.comments, start=1):
        label = _("Expert %(number)s") % {"number": number} if scores.is_labelled else _("Comment")
        rows.append([label, "\n".join(words)])
    return Sheet(_("Panel's points"), [pgettext("archive", "Field"), _("Content")], rows)


def _figure(figures: Application, key: str) -> str:
    value = getattr(figures, key, None)
    return "" if value is None else str(value)


def _call_facts(call: Call) -> Sheet:
    pairs = [
        (_("Call"), call.title),
        (_("Naming union"), call.union.name),
        (_("Year"), str(call.year)),
        (_("Level"), str(call.wording)),
        (_("State"), str(call.phase.label)),
        (_("Approval basis"), call.approval_basis),
        *((_("%(stage)s until") % {"stage": d.get_stage_display()}, moment_text(d.due_at)) for d in call.dates.all()),
    ]
    return Sheet(_("Call"), [pgettext("archive", "Field"), _("Content")], [list(pair) for pair in pairs])


def _summaries(call: Call, account: Account) -> Sheet:
    head = [_("Union"), _("Report number"), _("Opinion"), _("Signed by"), _("Date"), _("Handed over")]
    batches = RecommendationBatch.objects.visible_to(account).filter(call=call).select_related("union")
    rows: list[Any] = [
        [b.union.name, b.number, b.opinion, b.signer, day_text(b.signed_on), moment_text(b.handed_at)]
        for b in batches.order_by("union__path", "pk")
    ]
    return Sheet(_("Recommendation summaries"), head, rows)


def _notices(call: Call, account: Account) -> Sheet:
    """Every version of every notice with its list, one row a studio."""
    head = [
        _("Notice"),
        _("Version"),
        _("State"),
        _("First day"),
        _("Last day"),
        _("Check sum"),
        _("Studio"),
        _("Unit"),
    ]
    notices = PublicNotice.objects.visible_to(account).filter(call=call).order_by("series", "version")
    return Sheet(_("Public notices"), head, [row for notice in notices for row in _listed(notice)])


def _listed(notice: PublicNotice) -> Iterator[Row]:
    facts = [
        notice.title,
        notice.version,
        str(notice.standing.label),
        day_text(notice.published_on),
        day_text(notice.ends_on),
    ]
    for row in notice.content or [{}]:
        yield [*facts, notice.sha256, str(row.get("studio", "")), str(row.get("unit", ""))]


def _decisions(call: Call) -> Sheet:
    head = [_("Document number"), _("Title"), _("Date"), _("Issued by"), _("Plaque number"), _("Studio")]
    rows: list[Any] = [
        [d.number, d.title, day_text(d.decided_on), d.issuer, named.plaque_number, named.studio.name]
        for d in call.decisions.prefetch_related("designations__studio").order_by("decided_on", "pk")
        for named in d.designations.all()
    ]
    return Sheet(_("Decisions"), head, rows)
