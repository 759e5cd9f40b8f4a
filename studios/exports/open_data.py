"""Open data, version 1: which tables there are and what their columns mean.

A column that is published keeps its name and meaning. New ones come at the end; anything else makes a new version.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import DecisionVerb
from studios.choices.register import StudioState
from studios.exports.open_tables import (
    CODE,
    DATE,
    FORMATS,
    LIST,
    MOMENT,
    MONTH,
    NUMBER,
    TEXT,
    YES_OR_NO,
    YUAN,
    Row,
    Source,
    Table,
    column,
    month,
    page,
)
from studios.queries import open_data as rows_of

VERSION = "v1"
# Verbs are kept in Chinese; data have codes.
VERBS = {verb.value: verb.name.lower() for verb in DecisionVerb}


def _counted(name: str) -> Source:
    """A figure of the public list; studios without a naming in force have none."""
    return lambda row: row[f"entry__{name}"] or 0


def _unit(row: Row) -> str:
    """The unit as the public reads it."""
    return row["employer"] or row["union__employer"] or row["union__name"]


STUDIOS = Table(
    "studios",
    _("Studios"),
    _("Studios that were ever named, also those whose namings were revoked. No member and no telephone of a person."),
    (
        column("number", TEXT, _("Number for life, the key of this table")),
        column("name", TEXT, _("Name of the studio")),
        column("kind", TEXT, _("Kind of studio"), "kind__name"),
        column("is_in_force", YES_OR_NO, _("Whether a naming is in force"), lambda r: r["entry__level"] is not None),
        column(
            "is_closed",
            YES_OR_NO,
            _("Whether the studio has ended its work"),
            lambda r: r["state"] == StudioState.CLOSED,
        ),
        column("level", CODE, _("Highest level in force: country, province, city, county, town, unit"), "entry__level"),
        column("named_on", DATE, _("Date of the latest naming in force"), "entry__named_on"),
        column("unit", TEXT, _("Unit that keeps the studio"), _unit),
        column("union", TEXT, _("Union of the unit"), "union__name"),
        column("union_telephone", TEXT, _("Office telephone of that union"), "union__office_phone"),
        column("county", TEXT, _("District or county")),
        column("industry", CODE, _("Division of GB/T 4754-2017"), "industry_id"),
        column("industry_name", TEXT, _("Name of the division"), "industry__name"),
        column("industry_group", CODE, _("One of the eleven groups of this site"), "industry__group_id"),
        column("field_of_work", TEXT, _("Field of work")),
        column("founded", MONTH, _("Month of foundation"), month("founded_on")),
        column(
            "lead_honour",
            CODE,
            _("Rank of the lead's highest honour: nation, province, city, county, unit"),
            "entry__honour",
        ),
        column(
            "services", LIST, _("Services offered: lesson, advice, visit, joint"), lambda r: r["entry__services"] or []
        ),
        column("results", NUMBER, _("Verified results"), _counted("results_count")),
        column("patents", NUMBER, _("Patents among them"), _counted("patents_count")),
        column("methods", NUMBER, _("Working methods among them"), _counted("methods_count")),
        column("apprentices", NUMBER, _("People with a master and an agreement"), _counted("apprentices_count")),
        column("adopters", NUMBER, _("Units whose use of a result was confirmed"), _counted("adopters_count")),
        column("benefit", YUAN, _("Confirmed benefit of all years"), _counted("benefit")),
        column("changed_at", MOMENT, _("Last change in the register")),
        column("path", TEXT, _("Address of the page on this site"), page("studio", "number")),
    ),
    rows_of.studio_rows,
)
DESIGNATIONS = Table(
    "designations",
    _("Namings"),
    _("Each naming of a studio at a level by a decision, with what became of it. Cancelled ones are left out."),
    (
        column("id", NUMBER, _("Key of this table"), "pk"),
        column("studio", TEXT, _("Number of the studio"), "studio__number"),
        column("plaque_number", TEXT, _("Number of the plaque")),
        column("level", CODE, _("Level: country, province, city, county, town, unit")),
        column("wording", TEXT, _("The level as the paper words it, where it differs"), "level_name"),
        column("decision", NUMBER, _("Key of the decision"), "decision_id"),
        column("issuer", TEXT, _("Who decided"), "decision__issuer"),
        column("document_number", TEXT, _("Document number"), "decision__number"),
        column("decided_on", DATE, _("Date of the decision")),
        column("valid_until", DATE, _("Last day; empty: until revoked")),
        column("state", CODE, _("State: active, rectification, suspended, revoked")),
        column("revoked_on", DATE, _("Date of the revocation")),
        column("revoked_by", TEXT, _("Document number of the revocation"), "revoked_by__number"),
    ),
    rows_of.designation_rows,
)
RESULTS = Table(
    "results",
    _("Verified results"),
    _("Results that a union confirmed, of studios with a naming in force. Secret ones are never in it."),
    (
        column("id", NUMBER, _("Key of this table"), "pk"),
        column("studio", TEXT, _("Number of the studio"), "studio__number"),
        column("title", TEXT, _("Title")),
        column("kind", TEXT, _("Kind of result"), "kind__name"),
        column(
            "group",
            CODE,
            _("Group of the kind: innovation, patent, software, standard, method, paper, product, management, other"),
            "kind__group",
        ),
        column("area", CODE, _("Problem area: technology, process, safety, management")),
        column("number", TEXT, _("Number of a patent, standard or registration")),
        column("finished_on", DATE, _("When it was finished")),
        column("problem", TEXT, _("Problem that was solved")),
        column("method", TEXT, _("Method and novelty"), "novelty"),
        column("confirmed_by", TEXT, _("Union that confirmed it"), "confirmed_union__name"),
        column("confirmed_at", MOMENT, _("When it was confirmed")),
        column("adopters", NUMBER, _("Units whose use was confirmed"), "users"),
        column("benefit", YUAN, _("Certified benefit of all years"), "yuan"),
        column("path", TEXT, _("Address of the page on this site"), page("result")),
    ),
    rows_of.result_rows,
)
BENEFITS = Table(
    "benefits",
    _("Confirmed benefit"),
    _("Benefit of verified results as the unit's finance department certified it, a row a year and kind."),
    (
        column("id", NUMBER, _("Key of this table"), "pk"),
        column("result", NUMBER, _("Key of the result"), "result_id"),
        column("year", NUMBER, _("Year")),
        column("kind", CODE, _("How it arises: profit, saving, loss_avoided, licence, social"), "method"),
        column("amount", YUAN, _("Amount")),
    ),
    rows_of.benefit_rows,
)
DECISIONS = Table(
    "decisions",
    _("Decisions"),
    _("Numbered papers that named studios or revoked namings."),
    (
        column("id", NUMBER, _("Key of this table"), "pk"),
        column("issuer", TEXT, _("Who decided")),
        column("number", TEXT, _("Document number")),
        column("title", TEXT, _("Title")),
        column("kind", CODE, _("What the paper does: naming, revocation")),
        column("verb", CODE, _("Its verb: name, recognise, select, support"), lambda r: VERBS[r["verb"]]),
        column("decided_on", DATE, _("Date of the decision")),
        column("revokes", TEXT, _("Document number of the paper that it revokes"), "revokes__number"),
        column("named", NUMBER, _("Studios that it named"), "named_count"),
        column("revoked", NUMBER, _("Namings that it revoked"), "revoked_count"),
        column("path", TEXT, _("Address of the page on this site"), page("public_decision")),
    ),
    rows_of.decision_rows,
)
NOTICES = Table(
    "notices",
    _("Public notices"),
    _("Every version of each public notice; a correction names the version that it replaces."),
    (
        column("id", NUMBER, _("Key of this table"), "pk"),
        column("union", TEXT, _("Union that published it")),
        column("title", TEXT, _("Title")),
        column("version", NUMBER, _("Version")),
        column("corrects", NUMBER, _("Key of the version that it corrects"), "corrects_id"),
        column("note", TEXT, _("What was corrected")),
        column("published_on", DATE, _("First day")),
        column("ends_on", DATE, _("Last day")),
        column("state", CODE, _("State: running, over, replaced")),
        column("path", TEXT, _("Address of the page on this site"), page("notice")),
    ),
    rows_of.notice_rows,
)
TABLES = {table.key: table for table in (STUDIOS, DESIGNATIONS, RESULTS, BENEFITS, DECISIONS, NOTICES)}


def description(licence: str, licence_url: str) -> dict[str, Any]:
    """What there is and what it means, for machines; in the present language."""
    return {
        "version": VERSION,
        "licence": licence,
        "licence_url": licence_url,
        "tables": [
            {
                "key": table.key,
                "title": str(table.title),
                "meaning": str(table.meaning),
                "files": {name: reverse("open_data_file", args=[table.key, name]) for name in FORMATS},
                "columns": [{"name": c.name, "kind": str(c.kind), "meaning": str(c.meaning)} for c in table.columns],
            }
            for table in TABLES.values()
        ],
    }
