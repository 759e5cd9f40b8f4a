"""Where the rules of a copied call differ from those of the call it was copied from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from studios.choices.calls import Severity
from studios.models import Call, Condition, RuleSet

# Settings that bind applicants; title, year and dates differ in every copy.
SETTINGS = (
    "level",
    "verb",
    "level_name",
    "approval_basis",
    "guide",
    "path",
    "valid_years",
    "notice_days",
    "single_sign",
    "needs_unit_scan",
    "paper_copies",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule that is new, gone or changed; what is empty was not there."""

    part: str
    name: str
    before: str
    after: str

    @property
    def tone(self) -> str:
        """Colour role of the mark."""
        return "green" if not self.before else "danger" if not self.after else "amber"

    @property
    def mark(self) -> str:
        """New, gone or changed, in words."""
        if not self.before:
            return pgettext("rule", "New")
        return pgettext("rule", "Changed") if self.after else pgettext("rule", "Dropped")


def differences(call: Call) -> list[Difference]:
    """Every difference to the call it was copied from; nothing for a call that is no copy."""
    source = call.copied_from
    if source is None:
        return []
    return [*_settings(source, call), *_rules(source, call), *_lists(source, call)]


def _settings(source: Call, call: Call) -> Iterator[Difference]:
    for name in SETTINGS:
        label = str(getattr(Call._meta.get_field(name), "verbose_name", name))
        yield from _one(_("Settings"), label, _said(source, name), _said(call, name))


def _said(call: Call, name: str) -> str:
    if name == "path":
        return "、".join(str(stage.label) for stage in call.stages)
    value = getattr(call, f"get_{name}_display", lambda: getattr(call, name))()
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "—" if value in (None, "") else str(value)


def _rules(source: Call, call: Call) -> Iterator[Difference]:
    before, after = _newest(source), _newest(call)
    yield from _rows(_("Condition"), _conditions(before), _conditions(after))
    yield from _rows(_("Honour that counts"), _honours(before), _honours(after))


def _newest(call: Call) -> RuleSet:
    return call.rule_sets.order_by("-number").prefetch_related("conditions", "honours")[0]


def _conditions(rules: RuleSet) -> dict[str, str]:
    """Conditions by their check where there is one, else by their text: a changed text or threshold is one change."""
    found: dict[str, str] = {}
    for condition in sorted(rules.conditions.all(), key=lambda c: c.position):
        key = condition.text if condition.check_name == "evidence" else str(condition.get_check_name_display())
        found[key if key not in found else f"{key} {condition.position}"] = _condition(condition)
    return found


def _condition(condition: Condition) -> str:
    parts = [condition.text, str(Severity(condition.severity).label)]
    if condition.threshold is not None:
        parts.append(f"≥ {condition.threshold.normalize():f}")
    if condition.years is not None:
        parts.append(_("%(years)s years") % {"years": condition.years})
    return " · ".join(parts)


def _honours(rules: RuleSet) -> dict[str, str]:
    return {str(honour): str(honour) for honour in rules.honours.all()}


def _lists(source: Call, call: Call) -> Iterator[Difference]:
    opinions = ({o.name: f"{o.name}（{o.get_stage_display()}）" for o in c.opinions.all()} for c in (source, call))
    yield from _rows(_("Opinion"), *opinions)
    slots = ({s.name: _slot(s) for s in c.slots.all()} for c in (source, call))
    yield from _rows(_("Evidence slot"), *slots)


def _slot(slot: Any) -> str:
    words = [slot.name, slot.hint, "" if slot.is_required else _("optional")]
    return " · ".join(str(word) for word in words if word)


def _rows(part: str, before: dict[str, str], after: dict[str, str]) -> Iterator[Difference]:
    names: Iterable[str] = [*after, *(name for name in before if name not in after)]
    for name in names:
        yield from _one(part, name, before.get(name, ""), after.get(name, ""))


def _one(part: str, name: str, before: str, after: str) -> Iterator[Difference]:
    if before != after:
        yield Difference(part, name, before, after)
