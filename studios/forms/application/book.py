"""The book that a form looks things up in: dictionaries and the rows of other pages, each read once."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from studios.choices.sections import SectionKey
from studios.models import Honour, ResultKind, SkillGrade, StudioKind
from studios.queries.conditions import evaluate
from unions.models import Industry

Choice = tuple[str, str]


class Book:
    """Names and choices. `contents` are the pages of the application, so that one page can point to rows of another."""

    NUMBERED = frozenset({"kinds", "honours", "result_kinds", "grades"})

    def __init__(
        self,
        *,
        contents: Mapping[str, Any] | None = None,
        files: Mapping[str, list[Any]] | None = None,
        application: Any = None,
    ) -> None:
        """Read nothing yet; every list is one query, made when first asked for."""
        self.contents = dict(contents or {})
        self.files = dict(files or {})
        self.application = application
        self.messages: dict[str, str] = {}  # what is said beside a place for files, by its anchor

    def entries(self, source: str) -> dict[str, Any]:
        """Entries of a list by their key as text."""
        return getattr(self, f"_{source}")

    def choices(self, source: str, chosen: str = "") -> list[Any]:
        """What a field offers; retired entries only where they are chosen already."""
        if source in ("results", "teachers"):
            return list(self.entries(source).items())
        rows = [e for k, e in self.entries(source).items() if k == chosen or not getattr(e, "is_retired", False)]
        return [(str(e.pk), str(e)) for e in rows]

    def name(self, source: str, key: Any) -> str:
        """The name of one entry; empty when it is unknown."""
        return str(self.entries(source).get(str(key), ""))

    @cached_property
    def _kinds(self) -> dict[str, StudioKind]:
        return {str(e.pk): e for e in StudioKind.objects.all()}

    @cached_property
    def _honours(self) -> dict[str, Honour]:
        return {str(e.pk): e for e in Honour.objects.all()}

    @cached_property
    def _result_kinds(self) -> dict[str, ResultKind]:
        return {str(e.pk): e for e in ResultKind.objects.all()}

    @cached_property
    def _grades(self) -> dict[str, SkillGrade]:
        return {str(e.pk): e for e in SkillGrade.objects.all()}

    @cached_property
    def _industries(self) -> dict[str, Industry]:
        return {e.code: e for e in Industry.objects.all() if e.is_division}

    @property
    def _results(self) -> dict[str, str]:
        return self.titles(SectionKey.RESULTS, "results", "title")

    @property
    def _teachers(self) -> dict[str, str]:
        return self.titles(SectionKey.LEADS, "leads", "name") | self.titles(SectionKey.TEAM, "members", "name")

    @cached_property
    def call_slots(self) -> list[Any]:
        """The evidence slots of the call."""
        return list(self.application.call.slots.all()) if self.application else []

    @cached_property
    def rule_texts(self) -> dict[str, str]:
        """The conditions of the application's rules by number, met or not: what was explained once stays readable."""
        conditions = self.application.rules.conditions.all() if self.application else []
        return {str(condition.pk): condition.text for condition in conditions}

    @cached_property
    def failing(self) -> list[Any]:
        """Hard conditions that are not met, as the pages stand; a file that the call asks for is a fault already."""
        asked = {slot.key for slot in self.call_slots if slot.is_required}
        return [f for f in self.findings if f.fails_hard and not (f.is_evidence and f.condition.slot in asked)]

    @cached_property
    def findings(self) -> list[Any]:
        """Every condition with what was found, as the pages stand."""
        return evaluate(self.application, self.contents) if self.application else []

    def titles(self, section: str, group: str, field: str) -> dict[str, str]:
        """Rows of another page by key, with what names them; nameless ones are left out."""
        rows = (self.contents.get(section) or {}).get(group) or []
        return {row["key"]: row[field] for row in rows if row.get("key") and row.get(field)}

    def lead_names(self) -> list[str]:
        """Names of the leads as page two has them."""
        return list(self.titles(SectionKey.LEADS, "leads", "name").values())
