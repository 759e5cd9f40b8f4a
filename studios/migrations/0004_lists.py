"""Indexes in the order of the staff's lists, so that no sort reads a whole table; the key breaks ties.

The tables change by plain SQL: rendering every model anew after each index would take longer than making it.
"""

from django.db import migrations, models
from django.db.models import F

# Model, name, column; a column that may be empty is kept with empty values as the smallest.
PLAIN = (
    ("activity", "activity_by_kind", "kind"),
    ("activity", "activity_by_topic", "topic"),
    ("designation", "designation_by_plaque", "plaque_state"),
    ("designation", "designation_by_state", "state"),
    ("modelworker", "worker_by_post", "is_in_post"),
    ("modelworker", "worker_by_trade", "trade"),
    ("project", "project_by_area", "area"),
    ("project", "project_by_state", "state"),
    ("project", "project_by_title", "title"),
    ("result", "result_by_kind", "kind"),
    ("result", "result_by_number", "number"),
    ("result", "result_by_state", "state"),
    ("result", "result_by_title", "title"),
    ("studio", "studio_by_county", "county"),
    ("studio", "studio_by_kind", "kind"),
    ("studio", "studio_by_level", "top_level"),
    ("studio", "studio_by_state", "state"),
)
PERHAPS_EMPTY = (
    ("activity", "activity_by_people", "people_count"),
    ("apprenticeship", "apprenticeship_by_end", "ends_on"),
    ("designation", "designation_by_plaque_due", "plaque_due_on"),
    ("designation", "designation_by_until", "valid_until"),
    ("project", "project_by_end", "ends_on"),
    ("project", "project_by_start", "starts_on"),
    ("result", "result_by_finished", "finished_on"),
    ("studio", "studio_by_founded", "founded_on"),
    ("studio", "studio_by_industry", "industry"),
)
REPLACED = (
    ("result", "result_kind"),
    ("result", "result_state"),
    ("studio", "studio_county"),
    ("studio", "studio_industry"),
    ("studio", "studio_kind"),
    ("studio", "studio_top_level"),
)


def _column(model: str, field: str) -> str:
    is_link = field == "industry" or (field == "kind" and model != "activity")
    return f"{field}_id" if is_link else field


SQL = [
    *(f"DROP INDEX {name}" for _model, name in REPLACED),
    *(f"CREATE INDEX {name} ON studios_{model} ({_column(model, field)}, id)" for model, name, field in PLAIN),
    *(
        f"CREATE INDEX {name} ON studios_{model} ({_column(model, field)} DESC NULLS LAST, id DESC)"
        for model, name, field in PERHAPS_EMPTY
    ),
    # What the lists are searched by: the words of a studio, the beginning of a person's name.
    "CREATE INDEX studio_words ON studios_studio USING gin (studios_title_bigrams(search_text))",
    "CREATE INDEX person_name_begins ON studios_person (name varchar_pattern_ops)",
]
STATE = [
    *(migrations.RemoveIndex(model, name) for model, name in REPLACED),
    *(migrations.AddIndex(model, models.Index(fields=[field, "id"], name=name)) for model, name, field in PLAIN),
    *(
        migrations.AddIndex(model, models.Index(F(field).desc(nulls_last=True), F("id").desc(), name=name))
        for model, name, field in PERHAPS_EMPTY
    ),
]


class Migration(migrations.Migration):
    dependencies = [("studios", "0003_search")]

    operations = [
        migrations.SeparateDatabaseAndState([migrations.RunSQL(SQL, migrations.RunSQL.noop)], STATE),
    ]
