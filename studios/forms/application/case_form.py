"""The case as another system's form: every answer of the form as a field, for an office's own Word template."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from studios.choices.sections import SectionKey
from studios.documents.composing import compose
from studios.forms.application.parts import PartForm
from studios.forms.application.registry import SECTIONS
from studios.forms.application.section import Group
from studios.models import Application, Call, OpinionRecord
from studios.values.paper_lists import Draft
from unions.templatetags.formats import cn_date

Answers = Mapping[str, Iterable[Any]]
FACTS = ("number", "studio", "unit", "union", "submitted", "version")
OPINION = ("name", "union", "text", "signer", "date")


def case_form(application: Application, answers: Answers, *, opinions: Iterable[OpinionRecord] = ()) -> Draft:
    """The fields of a case; `answers` are the display rows of each page as the reader may read them."""
    version = application.versions.first()
    facts = {
        "number": application.number,
        "studio": application.studio.name,
        "unit": application.studio.employer or application.union.employer_name,
        "union": application.union.name,
        "submitted": cn_date(version.submitted_at) if version else "",
        "version": str(version.number) if version else "",
    }
    given = [
        dict(zip(OPINION, (o.name, o.union.name, o.text, o.signer, cn_date(o.signed_on)), strict=True))
        for o in opinions
    ]
    return _form(application.call, facts, _filled(answers), given)


def sample_case_form(call: Call) -> Draft:
    """The form with each field's own label as its content: the list of fields and the preview say what stands where."""
    facts = {key: f"〔{label}〕" for key, label in zip(FACTS, _fact_labels(), strict=True)}
    labels = (_("Opinion"), _("Union"), _("Text"), _("Signed by"), _("Date"))
    opinion = {key: f"〔{label}〕" for key, label in zip(OPINION, labels, strict=True)}
    return _form(call, facts, _blank(lambda caption: f"〔{caption}〕", rows=1), [opinion])


def _fact_labels() -> list[str]:
    return [_("Number"), _("Studio"), _("Unit"), _("Union"), _("Date of filing"), _("Version")]


def _form(call: Call, facts: Mapping[str, str], answers: Mapping[str, Any], opinions: list[dict[str, str]]) -> Draft:
    """As a profile is laid out by default: single fields, then the tables that have rows."""
    title = _("Form of another system")
    shown = [(label, facts[key]) for key, label in zip(FACTS, _fact_labels(), strict=True)]
    shown += [(caption, answers[name]) for name, caption in _single() if isinstance(answers[name], str)]
    return compose(
        call,
        title=title,
        name=f"{title} {facts['number']} {facts['studio']}",
        rows=[{"studio": facts["studio"], "answers": {**answers, "opinions": opinions}}],
        shown=lambda _row: {"studio": facts["studio"]},
        facts=shown,
        texts=[],
        tables_set=[table for table in _tables() if answers[table["key"]]],
        opinions=opinions,
        **facts,
        **answers,
    )


def _single() -> list[tuple[str, str]]:
    """Single fields of all pages: `basics_name` and so on, each with its label."""
    return [
        (f"{key.value}_{name}", str(field.caption))
        for key in SectionKey
        if (head := SECTIONS[key].head)
        for name, field in head.base_fields.items()
    ]


def _groups() -> list[Group]:
    return [group for key in SectionKey for group in SECTIONS[key].groups]


def _tables() -> list[dict[str, Any]]:
    return [
        {
            "key": group.name,
            "title": str(group.label),
            "columns": [[name, str(field.caption), 1] for name, field in group.form.base_fields.items()],
        }
        for group in _groups()
    ]


def _blank(value: Any, *, rows: int) -> dict[str, Any]:
    """Every field; as many rows in each list."""
    found: dict[str, Any] = {name: value(caption) for name, caption in _single()}
    return found | {group.name: [_blank_row(group, value) for _i in range(rows)] for group in _groups()}


def _blank_row(group: Group, value: Any) -> dict[str, Any]:
    return _fields(group.form, value) | {nested.name: [_blank_row(nested, value)] for nested in group.nested}


def _fields(form: type[PartForm], value: Any) -> dict[str, str]:
    return {name: value(str(field.caption)) for name, field in form.base_fields.items()}


def _filled(answers: Answers) -> dict[str, Any]:
    """The answers in the places of `_blank`; a row's path says whose they are: `leads.a1.honours.b2.year`."""
    found = _blank(lambda _caption: "", rows=0)
    places: dict[str, dict[str, Any]] = {}
    specs = {group.name: group for group in _groups()}
    for page, rows in answers.items():
        for row in rows:
            *path, name = row.path.split(".")
            if not path:
                found[f"{page}_{name}"] = row.value
                continue
            _row_at(found, places, specs, path)[name] = row.value
    return found


def _row_at(
    found: dict[str, Any], places: dict[str, dict[str, Any]], specs: Mapping[str, Group], path: list[str]
) -> dict[str, Any]:
    """The row of a path, made empty where it is new."""
    spot = ".".join(path)
    if spot not in places:
        *above, group_name, _key = path
        group = specs[group_name] if not above else next(n for n in specs[above[0]].nested if n.name == group_name)
        lists = found if not above else _row_at(found, places, specs, above)
        places[spot] = _fields(group.form, lambda _caption: "") | {nested.name: [] for nested in group.nested}
        lists[group_name].append(places[spot])
    return places[spot]
