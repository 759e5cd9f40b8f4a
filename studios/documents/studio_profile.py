"""工作室档案: what the register holds of one studio, on paper; numbers of people, never telephone or birth."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from studios.choices.register import MemberRole
from studios.documents.composing import put_together, union_words
from studios.models import Benefit, Studio
from studios.values.paper_lists import Draft
from unions.templatetags.formats import cn_date, cn_month, iso_date, money

Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the paper; the key is the list's name in a template."""

    key: str
    title: str
    columns: Sequence[tuple[str, str, int]]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that a profile says: single fields, the pairs of its head, texts and tables."""

    fields: Mapping[str, str]
    facts: Sequence[tuple[str, str]]
    texts: Sequence[tuple[str, str]]
    tables: Sequence[Table]


def profile_paper(studio: Studio, parts: Parts | None = None) -> Draft:
    """The profile of a studio as it stands today; the studio comes from `studios.queries.register.studio_page`."""
    parts = parts or parts_of(studio)
    title = _("Studio profile")
    lists = {table.key: table.rows for table in parts.tables}
    return put_together(
        union_words(studio.union),
        title=title,
        name=f"{title} {studio.name}",
        rows=[{"studio": studio.name, "facts": dict(parts.facts), "texts": dict(parts.texts), "lists": lists}],
        shown=lambda _row: {"studio": studio.name},
        facts=parts.facts,
        texts=[{"title": label, "text": text} for label, text in parts.texts if text],
        tables_set=[
            {"key": t.key, "title": t.title, "columns": [list(c) for c in t.columns]} for t in parts.tables if t.rows
        ],
        **parts.fields,
        **lists,
    )


def parts_of(studio: Studio) -> Parts:
    """What the register says of the studio."""
    fields = _fields(studio)
    labels = {
        "number": _("Number"),
        "kind": _("Kind"),
        "unit": _("Unit"),
        "union": _("Union"),
        "industry": _("Industry"),
        "field_of_work": _("Field of work"),
        "founded": _("Founded"),
        "level": _("Highest level"),
        "place": _("Address"),
        "area": _("Area, m²"),
        "members": _("Members"),
        "results": _("Results"),
    }
    facts = [(label, fields[key]) for key, label in labels.items()]
    texts = [
        (_("Introduction"), studio.introduction),
        (_("Equipment"), studio.equipment),
        (_("Summary"), studio.summary),
    ]
    return Parts(fields, facts, texts, _tables(studio))


def _fields(studio: Studio) -> dict[str, str]:
    """Single fields, for an office's own template."""
    standing = [d for d in studio.designations.all() if d.is_in_force]
    first = next((d for d in standing if d.level == studio.top_level), None)
    results = Counter(studio.results.values_list("state", flat=True))
    return {
        "studio": studio.name,
        "number": studio.number or _("In preparation"),
        "kind": studio.kind.name,
        "unit": studio.employer_name,
        "union": studio.union.name,
        "industry": studio.industry.name if studio.industry else "",
        "field_of_work": studio.field_of_work,
        "founded": cn_month(studio.founded_on) if studio.founded_on else "",
        "level": first.wording if first else "",
        "place": studio.address,
        "area": "" if studio.area is None else f"{studio.area.normalize():f}",
        "members": _team(studio),
        "results": _("%(count)d, %(confirmed)d of them confirmed")
        % {"count": results.total(), "confirmed": results["confirmed"]},
    }


def _team(studio: Studio) -> str:
    """How many people, by role: 成员8人（骨干3人）."""
    counts = Counter(studio.members.filter(left_on=None).values_list("role", flat=True))
    if not counts:
        return ""
    roles = "、".join(f"{role.label}{counts[role.value]}" for role in MemberRole if counts[role.value])
    return _("%(count)d people (%(roles)s)") % {"count": counts.total(), "roles": roles}


def _tables(studio: Studio) -> list[Table]:
    return [_leads(studio), _namings(studio), _projects(studio), _results(studio), _benefits(studio), _events(studio)]


def _leads(studio: Studio) -> Table:
    columns = [
        ("name", _("Name"), 3),
        ("trade", _("Trade"), 4),
        ("title", _("Professional title"), 4),
        ("honours", _("Honours"), 9),
        ("time", _("Time"), 5),
    ]
    rows = [
        {
            "name": lead.worker.person.name,
            "trade": lead.worker.trade,
            "title": "、".join(filter(None, [lead.worker.title, str(lead.worker.skill_grade or "")])),
            "honours": "、".join(f"{a.honour.name}{_year(a.year)}" for a in lead.worker.awards.all()),
            "time": _span(lead.starts_on, lead.ends_on),
        }
        for lead in studio.leaderships.all()
    ]
    return Table("leads", _("Leads"), columns, rows)


def _namings(studio: Studio) -> Table:
    columns = [
        ("level", _("Level"), 5),
        ("number", _("Document number"), 6),
        ("decided", _("Decided"), 4),
        ("until", _("Valid until"), 4),
        ("state", _("State"), 3),
        ("plaque", _("Plaque number"), 5),
    ]
    rows = [
        {
            "level": d.wording,
            "number": d.decision.number,
            "decided": iso_date(d.decided_on),
            "until": iso_date(d.valid_until) if d.valid_until else _("until revoked"),
            "state": d.get_state_display(),
            "plaque": d.plaque_number or "",
        }
        for d in studio.designations.all()
    ]
    return Table("namings", _("Designations"), columns, rows)


def _projects(studio: Studio) -> Table:
    columns = [
        ("title", _("Project"), 8),
        ("area", _("Problem area"), 3),
        ("approved_by", _("Approved by"), 5),
        ("time", _("Time"), 5),
        ("state", _("State"), 3),
    ]
    rows = [
        {
            "title": p.title,
            "area": p.get_area_display(),
            "approved_by": p.approved_by,
            "time": _span(p.starts_on, p.ends_on),
            "state": p.get_state_display(),
        }
        for p in studio.projects.all()
    ]
    return Table("projects", _("Projects"), columns, rows)


def _results(studio: Studio) -> Table:
    """Results but secret ones, which stand on no paper that is handed on."""
    columns = [
        ("title", _("Result"), 8),
        ("kind", _("Kind"), 4),
        ("number", _("Number"), 6),
        ("finished", _("Finished in"), 3),
        ("state", _("State"), 3),
    ]
    rows = [
        {
            "title": r.title,
            "kind": r.kind.name,
            "number": r.number,
            "finished": f"{r.finished_on:%Y-%m}" if r.finished_on else "",
            "state": r.get_state_display(),
        }
        for r in studio.results.filter(is_secret=False).select_related("kind")
    ]
    return Table("achievements", _("Results"), columns, rows)


def _benefits(studio: Studio) -> Table:
    """Sums a year: what finance certified of confirmed results, and what was reported at all."""
    columns = [
        ("year", _("Year"), 2),
        ("confirmed", _("Certified and confirmed, 10,000 yuan"), 4),
        ("reported", _("Reported, 10,000 yuan"), 4),
    ]
    known = Benefit.objects.filter(result__studio=studio, result__is_secret=False, amount__isnull=False)
    sure = Q(is_certified=True, result__state="confirmed")
    sums = known.values("year").annotate(reported=Sum("amount"), confirmed=Sum("amount", filter=sure))
    rows = [
        {"year": str(r["year"]), "confirmed": money(r["confirmed"] or 0), "reported": money(r["reported"])}
        for r in sums.order_by("-year")
    ]
    return Table("benefits", _("Benefit"), columns, rows)


def _events(studio: Studio) -> Table:
    """What happened to the studio, day by day: founded, renamed, named, revoked, changes of lead."""
    found = sorted(_dated(studio), key=lambda pair: str(pair[0]))
    rows = [{"date": cn_date(day), "text": text} for day, text in found]
    return Table("events", _("History"), [("date", _("Date"), 3), ("text", _("Event"), 12)], rows)


def _dated(studio: Studio) -> Iterable[tuple[Any, str]]:
    for former in studio.former_names.all():
        yield former.until_on, _("Renamed, until then “%(name)s”") % {"name": former.name}
    for d in studio.designations.all():
        facts = {"verb": d.decision.get_verb_display(), "level": d.wording, "number": d.decision.number}
        yield d.decided_on, _("%(verb)s: %(level)s (%(number)s)") % facts
        if d.revoked_on:
            yield d.revoked_on, _("%(level)s revoked") % {"level": d.wording}
    for lead in studio.leaderships.all():
        name = {"name": lead.worker.person.name}
        if lead.starts_on:
            yield lead.starts_on, _("%(name)s begins to lead") % name
        if lead.ends_on:
            yield lead.ends_on, _("%(name)s ceases to lead") % name


def _year(year: int | None) -> str:
    return f"（{year}）" if year else ""


def _span(start: Any, end: Any) -> str:
    """2023-05 to 2026-09; open ends stay open."""
    if start is None and end is None:
        return ""
    first, last = (f"{day:%Y-%m}" if day else "" for day in (start, end))
    return f"{first}—{last or _('present')}"
