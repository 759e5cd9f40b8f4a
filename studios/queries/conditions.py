"""What each condition of a call finds in an application's answers, draft or frozen (domain rules §4)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils.translation import gettext as _

from studios.choices.calls import FINAL, Check, Severity, Verdict
from studios.choices.sections import SectionKey
from studios.models import Application, Attachment, Call, Condition, Designation, Honour, SkillGrade, Studio
from unions import clock
from unions.choices.tree import Level

Contents = Mapping[str, Mapping[str, Any]]
DEFAULT_YEARS = 3
LOWER = {
    Level.COUNTRY: Level.PROVINCE,
    Level.PROVINCE: Level.CITY,
    Level.CITY: Level.COUNTY,
    Level.COUNTY: Level.UNIT,
    Level.TOWN: Level.UNIT,
}
SECTION_OF = {
    Check.HONOUR: SectionKey.LEADS,
    Check.LEAD_IN_POST: SectionKey.LEADS,
    Check.YEARS_TO_RETIREMENT: SectionKey.LEADS,
    Check.YEARS_IN_OPERATION: SectionKey.BASICS,
    Check.TEAM_SIZE: SectionKey.TEAM,
    Check.SKILLED_SHARE: SectionKey.TEAM,
    Check.PROJECTS_A_YEAR: SectionKey.RESULTS,
    Check.RESULTS_IN_YEARS: SectionKey.RESULTS,
    Check.ACTIVITIES_A_YEAR: SectionKey.TRAINING,
    Check.EVIDENCE: SectionKey.SUMMARY,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the sheet: what was found, the verdict, and the page that it comes from."""

    condition: Condition
    found: str
    verdict: Verdict
    section: str = ""

    @property
    def fails_hard(self) -> bool:
        """Whether the applicant must write why they file all the same."""
        return self.condition.severity == Severity.HARD and self.verdict == Verdict.NOT_MET

    @property
    def is_evidence(self) -> bool:
        """Whether a person looks at files for it."""
        return self.condition.check_name == Check.EVIDENCE


@dataclass(frozen=True)
class Ground:
    """Everything the checks read, loaded with a constant number of queries."""

    call: Call
    studio: Studio
    contents: Contents
    honours: dict[int, str]
    counting: frozenset[int]
    skilled: frozenset[int]
    designations: list[Designation]
    files: dict[str, list[str]]
    is_direct: bool
    rivals: list[Application]
    today: date

    def rows(self, section: SectionKey, group: str) -> list[Mapping[str, Any]]:
        """The rows of a group of a page."""
        return list((self.contents.get(section) or {}).get(group) or [])

    def value(self, section: SectionKey, name: str) -> Any:
        """One answer of a page."""
        return (self.contents.get(section) or {}).get(name)


def evaluate(application: Application, contents: Contents) -> list[Finding]:
    """Every condition of the application's rules, in order."""
    ground = _ground(application, contents)
    conditions = application.rules.conditions.order_by("position")
    return [_finding(condition, ground) for condition in conditions]


def _finding(condition: Condition, ground: Ground) -> Finding:
    check = Check(condition.check_name)
    found, verdict = CHECKS[check](condition, ground)
    return Finding(condition, found[:300], verdict, SECTION_OF.get(check, ""))


def _ground(application: Application, contents: Contents) -> Ground:
    files: dict[str, list[str]] = {}
    for slot, name in Attachment.objects.filter(application=application, removed_at=None).values_list("slot", "name"):
        files.setdefault(slot, []).append(name)
    counted = application.rules.honours.values_list("pk", flat=True)
    return Ground(
        call=application.call,
        studio=application.studio,
        contents=contents,
        honours=dict(Honour.objects.values_list("pk", "name")),
        counting=frozenset(counted),
        skilled=frozenset(SkillGrade.objects.filter(is_skilled=True).values_list("pk", flat=True)),
        designations=list(Designation.objects.in_force().filter(studio=application.studio_id)),
        files=files,
        is_direct=application.union.parent_id == application.call.union_id,
        rivals=_rivals(application.call, application.studio, exclude=application),
        today=clock.today(),
    )


def _rivals(call: Call, studio: Studio, *, exclude: Application | None) -> list[Application]:
    """Other cases of the call that are under way: of the same studio, or led by one of its leads."""
    leads = studio.leaderships.present().values("worker")
    rows = call.applications.exclude(state__in=[s for s in FINAL if s != "named"]).select_related("studio")
    if exclude is not None:
        rows = rows.exclude(pk=exclude.pk)
    same = rows.filter(studio=studio)
    led = rows.exclude(studio=studio).filter(studio__leaderships__worker__in=leads, studio__leaderships__ends_on=None)
    return [*same, *led.distinct()]


def blocking_findings(call: Call, studio: Studio) -> list[Finding]:
    """Blocking conditions that are not met before an application even exists."""
    rules = call.rule_sets.order_by("-number")[0]
    ground = Ground(
        call=call,
        studio=studio,
        contents={},
        honours={},
        counting=frozenset(),
        skilled=frozenset(),
        designations=list(Designation.objects.in_force().filter(studio=studio).select_related("decision")),
        files={},
        is_direct=False,
        rivals=_rivals(call, studio, exclude=None),
        today=clock.today(),
    )
    rows = [_finding(c, ground) for c in rules.conditions.filter(severity=Severity.BLOCKING)]
    return [f for f in rows if f.verdict == Verdict.NOT_MET]


Answer = tuple[str, Verdict]


def _judge(found: str, *, met: bool) -> Answer:
    return found, Verdict.MET if met else Verdict.NOT_MET


def _least(condition: Condition, default: int = 1) -> Decimal:
    return condition.threshold if condition.threshold is not None else Decimal(default)


def already_applying(_condition: Condition, ground: Ground) -> Answer:
    """The studio files once in a call."""
    same = [a for a in ground.rivals if a.studio_id == ground.studio.pk]
    if not same:
        return _judge(_("No other application in this call"), met=True)
    facts = {"number": same[0].number, "state": same[0].get_state_display()}
    return _judge(_("Already filed: %(number)s (%(state)s)") % facts, met=False)


def already_named(_condition: Condition, ground: Ground) -> Answer:
    """The studio holds neither this level nor a higher one."""
    rank = Level(ground.call.level).rank
    held = [d for d in ground.designations if Level(d.level).rank <= rank]
    if not held:
        return _judge(_("Holds no designation of this level or above"), met=True)
    facts = {"level": held[0].wording, "day": f"{held[0].decided_on:%Y-%m-%d}", "plaque": held[0].plaque_number or ""}
    return _judge(_("Holds %(level)s since %(day)s (%(plaque)s)") % facts, met=False)


def lead_applying(_condition: Condition, ground: Ground) -> Answer:
    """No lead files with another studio."""
    other = [a for a in ground.rivals if a.studio_id != ground.studio.pk]
    if not other:
        return _judge(_("The lead files with no other studio"), met=True)
    facts = {"studio": other[0].studio.name, "number": other[0].number}
    return _judge(_("The lead also files with %(studio)s (%(number)s)") % facts, met=False)


def honour(_condition: Condition, ground: Ground) -> Answer:
    """Every lead holds an honour of the call's list; the list is what counts, not a rank."""
    leads = ground.rows(SectionKey.LEADS, "leads")
    lines, is_met = [], bool(leads)
    for lead in leads:
        held = [a for a in lead.get("honours") or [] if a.get("honour") in ground.counting]
        is_met = is_met and bool(held)
        lines.append(f"{lead.get('name') or '—'}：{_awards(held or lead.get('honours') or [], ground)}")
    return _judge("；".join(lines) or _("No lead is filled in"), met=is_met)


def _awards(awards: Iterable[Mapping[str, Any]], ground: Ground) -> str:
    named = [(ground.honours.get(a.get("honour") or 0, ""), a.get("year")) for a in awards]
    return "、".join(f"{name}（{year}）" if year else name for name, year in named if name) or _(
        "no honour that counts"
    )


def lead_in_post(_condition: Condition, ground: Ground) -> Answer:
    """Every lead is in post."""
    leads = ground.rows(SectionKey.LEADS, "leads")
    away = [str(lead.get("name") or "—") for lead in leads if not lead.get("is_in_post")]
    if not leads:
        return _judge(_("No lead is filled in"), met=False)
    return _judge(_("Not in post: %(names)s") % {"names": "、".join(away)} if away else _("In post"), met=not away)


def years_to_retirement(condition: Condition, ground: Ground) -> Answer:
    """Full years until each lead's retirement age (a setting, by sex) are at least the threshold."""
    left = [y for lead in ground.rows(SectionKey.LEADS, "leads") if (y := _years_left(lead, ground.today)) is not None]
    if not left:
        return _judge(_("The lead's birth month is missing"), met=False)
    return _judge(_("%(years)d years") % {"years": min(left)}, met=min(left) >= _least(condition))


def _years_left(lead: Mapping[str, Any], today: date) -> int | None:
    born = _month(lead.get("birth_month"))
    age = settings.RETIREMENT_AGE.get(lead.get("sex") or "")
    if born is None or age is None:
        return None
    return relativedelta(born + relativedelta(years=age), today).years


def years_in_operation(condition: Condition, ground: Ground) -> Answer:
    """Full years since the studio was founded."""
    founded = _month(ground.value(SectionKey.BASICS, "founded_on"))
    if founded is None:
        return _judge(_("The founding month is missing"), met=False)
    years = relativedelta(ground.today, founded).years
    text = _("Founded %(month)s, %(years)d full years")
    return _judge(text % {"month": f"{founded:%Y-%m}", "years": years}, met=years >= _least(condition))


def team_size(condition: Condition, ground: Ground) -> Answer:
    """Leads and members together."""
    size = len(_team(ground))
    return _judge(_("%(size)d people") % {"size": size}, met=size >= _least(condition, 3))


def _team(ground: Ground) -> list[Mapping[str, Any]]:
    members = ground.rows(SectionKey.TEAM, "members")
    names = {(m.get("name"), m.get("birth_month")) for m in members}
    leads = [
        lead
        for lead in ground.rows(SectionKey.LEADS, "leads")
        if (lead.get("name"), lead.get("birth_month")) not in names
    ]
    return [*leads, *members]


def skilled_share(condition: Condition, ground: Ground) -> Answer:
    """Members with a professional title or a skilled grade, in per cent of the team."""
    team = _team(ground)
    skilled = [p for p in team if p.get("title") or p.get("skill_grade") in ground.skilled]
    share = Decimal(100 * len(skilled)) / len(team) if team else Decimal(0)
    facts = {"skilled": len(skilled), "all": len(team), "share": f"{share:.0f}"}
    return _judge(_("%(skilled)d of %(all)d, %(share)s %%") % facts, met=share >= _least(condition, 60))


def projects_a_year(condition: Condition, ground: Ground) -> Answer:
    """Approved projects under way in each of the last years (three unless the rule says otherwise)."""
    approved = [p for p in ground.rows(SectionKey.RESULTS, "projects") if (p.get("approved_by") or "").strip()]
    years = range(ground.today.year - (condition.years or DEFAULT_YEARS) + 1, ground.today.year + 1)
    counts = {year: sum(_runs_in(p, year) for p in approved) for year in years}
    found = "，".join(_("%(year)d: %(count)d") % {"year": y, "count": n} for y, n in counts.items())
    return _judge(found, met=min(counts.values()) >= _least(condition))


def _runs_in(project: Mapping[str, Any], year: int) -> bool:
    starts, ends = _month(project.get("starts_on")), _month(project.get("ends_on"))
    return starts is not None and starts.year <= year and (ends is None or ends.year >= year)


def results_in_years(condition: Condition, ground: Ground) -> Answer:
    """Results finished within the last years."""
    since = ground.today - relativedelta(years=condition.years or DEFAULT_YEARS)
    days = [_day(r.get("finished_on")) for r in ground.rows(SectionKey.RESULTS, "results")]
    count = sum(1 for day in days if day is not None and day >= since)
    return _judge(_("%(count)d results since %(day)s") % {"count": count, "day": since}, met=count >= _least(condition))


def activities_a_year(condition: Condition, ground: Ground) -> Answer:
    """Activities within the last twelve months."""
    since = ground.today - relativedelta(years=1)
    days = [_day(a.get("happened_on")) for a in ground.rows(SectionKey.TRAINING, "activities")]
    count = sum(1 for day in days if day is not None and day >= since)
    return _judge(_("%(count)d activities in twelve months") % {"count": count}, met=count >= _least(condition))


def lower_designation(condition: Condition, ground: Ground) -> Answer:
    """A designation of the tier below for some years; units directly below the naming union are exempt."""
    if ground.is_direct:
        return _("Directly below the naming union: exempt"), Verdict.NOT_APPLICABLE
    lower = LOWER.get(Level(ground.call.level))
    held = [d for d in ground.designations if d.level == lower]
    if not held:
        return _judge(_("No designation of the tier below"), met=False)
    first = min(held, key=lambda d: d.decided_on)
    limit = ground.today - relativedelta(months=int(_least(condition) * 12))
    facts = {"level": first.wording, "day": f"{first.decided_on:%Y-%m-%d}", "plaque": first.plaque_number or ""}
    return _judge(_("%(level)s since %(day)s (%(plaque)s)") % facts, met=first.decided_on <= limit)


def evidence(condition: Condition, ground: Ground) -> Answer:
    """Files in the slot; a person looks at them and gives the verdict."""
    # The rules of the studio have a place of their own on page seven; other evidence stands in the call's slots.
    own = ground.files.get("rules", []) if condition.slot == "rules" else []
    names = [*own, *ground.files.get(f"slot-{condition.slot}", [])]
    if not names:
        return _judge(_("No file"), met=False)
    return _("%(count)d files: %(names)s") % {"count": len(names), "names": "、".join(names)}, Verdict.OPEN


def _month(text: Any) -> date | None:
    return _day(f"{text}-01") if text else None


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


CHECKS: dict[Check, Callable[[Condition, Ground], Answer]] = {
    Check.ALREADY_APPLYING: already_applying,
    Check.ALREADY_NAMED: already_named,
    Check.LEAD_APPLYING: lead_applying,
    Check.HONOUR: honour,
    Check.LEAD_IN_POST: lead_in_post,
    Check.YEARS_TO_RETIREMENT: years_to_retirement,
    Check.YEARS_IN_OPERATION: years_in_operation,
    Check.TEAM_SIZE: team_size,
    Check.SKILLED_SHARE: skilled_share,
    Check.PROJECTS_A_YEAR: projects_a_year,
    Check.RESULTS_IN_YEARS: results_in_years,
    Check.ACTIVITIES_A_YEAR: activities_a_year,
    Check.LOWER_DESIGNATION: lower_designation,
    Check.EVIDENCE: evidence,
}
