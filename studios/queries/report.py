"""The one-page report for the leadership: how many filed, from where, and last year beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from studios.choices.calls import FINAL_REFUSALS, CallState, Stage
from studios.models import Application, Call
from studios.queries.paper_lists import last_recommender
from unions.choices.tree import Ownership
from unions.models import IndustryGroup

MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: this call's count and the earlier one's."""

    label: str
    now: int
    before: int

    @property
    def change(self) -> str:
        """The difference with its sign; nothing when both are alike."""
        return f"{self.now - self.before:+d}" if self.now != self.before else "0"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows over one quality of the cases, the most frequent first."""

    key: str
    title: str
    lines: list[Line]

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((max(line.now, line.before) for line in self.lines), default=0)


@dataclass(frozen=True, slots=True)
class Report:
    """A call beside the one before it."""

    call: Call
    earlier: Call | None
    figures: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def earlier_call(call: Call) -> Call | None:
    """The last call of an earlier year by the same union at the same level."""
    rows = Call.objects.filter(union=call.union_id, level=call.level, year__lt=call.year, is_practice=False)
    return rows.exclude(state=CallState.DRAFT).order_by("-year", "-pk").first()


def report_of(call: Call) -> Report:
    """All figures of the report, in a number of queries that does not grow."""
    earlier = earlier_call(call)
    calls = (call, earlier)
    return Report(
        call=call,
        earlier=earlier,
        figures=_figures(*(_totals(c) for c in calls)),
        tables=[
            _table("recommender", _("By recommending union"), calls, "from_union", {None: call.union.name}),
            _table("industry", _("By industry group"), calls, "group", _industry_names()),
            _table("ownership", _("By ownership"), calls, "owner", _ownership_names()),
            _table("state", _("By state"), calls, "state", {s.value: str(s.label) for s in Stage}),
        ],
    )


def filed(call: Call | None) -> QuerySet[Application]:
    """Cases that were handed in at least once."""
    rows = Application.objects.filter(call=call, version_count__gt=0) if call else Application.objects.none()
    return rows.annotate(from_union=last_recommender(), group=F("studio__industry__group"), owner=F("union__ownership"))


def _totals(call: Call | None) -> dict[str, int]:
    return filed(call).aggregate(
        filed=Count("pk"),
        units=Count("union", distinct=True),
        review=Count("pk", filter=~Q(state__in=[Stage.DRAFT, Stage.RETURNED, *_over()])),
        refused=Count("pk", filter=Q(state__in=FINAL_REFUSALS)),
        withdrawn=Count("pk", filter=Q(state__in=[Stage.WITHDRAWN, Stage.EXPIRED])),
        named=Count("pk", filter=Q(state=Stage.NAMED)),
    )


def _over() -> tuple[str, ...]:
    return (Stage.NAMED, Stage.WITHDRAWN, Stage.EXPIRED, *FINAL_REFUSALS)


def _figures(now: dict[str, int], before: dict[str, int]) -> list[Line]:
    labels = {
        "filed": _("Filed"),
        "units": _("Units"),
        "review": _("Under review"),
        "refused": _("Refused"),
        "withdrawn": _("Withdrawn"),
        "named": _("Named"),
    }
    return [Line(label, now[key], before[key]) for key, label in labels.items()]


def _table(key: str, title: str, calls: Iterable[Call | None], field_name: str, names: dict[str | None, str]) -> Table:
    now, before = (_counts(call, field_name) for call in calls)
    keys = sorted({*now, *before}, key=lambda k: (-now.get(k, 0), -before.get(k, 0), str(k)))
    lines = [Line(names.get(k) or str(k or _("Not given")), now.get(k, 0), before.get(k, 0)) for k in keys]
    return Table(key, title, _shortened(lines))


def _counts(call: Call | None, field_name: str) -> dict[str | None, int]:
    rows = filed(call).order_by().values_list(field_name).annotate(n=Count("pk"))
    return {value or None: n for value, n in rows}


def _shortened(lines: list[Line]) -> list[Line]:
    """The first rows; what is left over stands together in the last one."""
    if len(lines) <= MOST_ROWS:
        return lines
    rest = lines[MOST_ROWS - 1 :]
    others = Line(_("Others"), sum(line.now for line in rest), sum(line.before for line in rest))
    return [*lines[: MOST_ROWS - 1], others]


def _industry_names() -> dict[str | None, str]:
    return {group.pk: group.name for group in IndustryGroup.objects.all()}


def _ownership_names() -> dict[str | None, str]:
    return {owner.value: str(owner.label) for owner in Ownership}
