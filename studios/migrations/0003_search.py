"""Search, facets and what changed in public: functions, the view of the list's rows, and the triggers that keep them."""

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "showcase.sql").read_text(encoding="utf-8")
# From the changed rows `r` of a table to the studios whose row in the list they touch.
STUDIOS_OF = {
    "studios_studio": "SELECT id FROM r",
    "studios_designation": "SELECT studio_id FROM r",
    "studios_leadership": "SELECT studio_id FROM r",
    "studios_formerstudioname": "SELECT studio_id FROM r",
    "studios_result": "SELECT studio_id FROM r",
    "studios_benefit": "SELECT x.studio_id FROM r JOIN studios_result x ON x.id = r.result_id",
    "studios_apprenticeship": "SELECT studio_id FROM r",
    "studios_serviceoffer": "SELECT studio_id FROM r",
    "studios_profileblock": "SELECT studio_id FROM r",
    "studios_adoption": "SELECT studio_id FROM r",
    "studios_modelworker": "SELECT x.studio_id FROM r JOIN studios_leadership x ON x.worker_id = r.id",
    "studios_honouraward": "SELECT x.studio_id FROM r JOIN studios_leadership x ON x.worker_id = r.worker_id",
    "studios_person": (
        "SELECT x.studio_id FROM r JOIN studios_modelworker w ON w.person_id = r.id"
        " JOIN studios_leadership x ON x.worker_id = w.id"
        " UNION SELECT m.studio_id FROM r JOIN studios_member m ON m.person_id = r.id WHERE m.consented_on IS NOT NULL"
    ),
    "studios_member": "SELECT studio_id FROM r",
    "studios_consent": "SELECT x.studio_id FROM r JOIN studios_member x ON x.id = r.member_id",
    "studios_reportedfigures": "SELECT studio_id FROM r",
    "unions_union": "SELECT x.id FROM r JOIN studios_studio x ON x.union_id = r.id",
}
# What other public pages show: a change is noted as wide, no row is kept. A test reads which tables pages ask for.
NOTED = (
    "studios_alliance",
    "studios_alliance_members",
    "studios_call",
    "studios_callstage",
    "studios_condition",
    "studios_decision",
    "studios_extension",
    "studios_honour",
    "studios_objection",
    "studios_opinion",
    "studios_picture",
    "studios_publicnotice",
    "studios_quota",
    "studios_resultkind",
    "studios_ruleset",
    "studios_ruleset_honours",
    "studios_sitemeeting",
    "studios_skillgrade",
    "studios_slot",
    "studios_stop",
    "studios_story",
    "studios_story_studios",
    "studios_studiokind",
    "studios_talk",
    "unions_calendarday",
    "unions_calendaryear",
    "unions_industry",
    "unions_industrygroup",
    "unions_union",
)
# The same of tables that are mostly not public: only rows of which this holds, before or after.
NOTED_WHERE = {"studios_attachment": "slot = 'public_paper'"}
EVENTS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


def keeping(table: str, studios: str) -> str:
    """The trigger function of one table and its three triggers: a transition table serves one event."""
    name = f"keep_showcase_of_{table}"
    made = f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM refresh_showcase(ARRAY({studios}));
          RETURN NULL;
        END $$;
    """
    for event, rows in EVENTS.items():
        made += f"""
            CREATE TRIGGER showcase_{event} AFTER {event.upper()} ON {table}
            REFERENCING {rows} TABLE AS r FOR EACH STATEMENT EXECUTE FUNCTION {name}();
        """
    return made


def noting(table: str) -> str:
    """The trigger that notes a change of a table."""
    return f"""
        CREATE TRIGGER public_change AFTER INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION notes_public_change();
    """


def noting_where(table: str, condition: str) -> str:
    """The triggers that note a change of some rows of a table."""
    made = ""
    for event, tables in {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}.items():
        name = f"note_{event}_of_{table}"
        rows = " OR ".join(f"EXISTS (SELECT FROM {which.lower()}_rows WHERE {condition})" for which in tables)
        references = " ".join(f"{which} TABLE AS {which.lower()}_rows" for which in tables)
        made += f"""
            CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF {rows} THEN
                PERFORM note_public_change();
              END IF;
              RETURN NULL;
            END $$;
            CREATE TRIGGER public_change_{event} AFTER {event.upper()} ON {table}
            REFERENCING {references} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
        """
    return made


# What the public has read so far stays on the pages.
INTRODUCTIONS = """
    INSERT INTO studios_profileblock
      (studio_id, key, state, draft, published, note, revision, edited_at, published_at)
    SELECT id, 'introduction', 'published', text, text, '', 1, changed_at, changed_at
    FROM (SELECT id, changed_at, jsonb_build_object('opening', '', 'text', introduction) AS text
          FROM studios_studio WHERE number IS NOT NULL AND introduction <> '') named;
"""
NOTES = """
    CREATE FUNCTION notes_public_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM note_public_change();
      RETURN NULL;
    END $$;
"""
BACK = "".join(
    [f"DROP FUNCTION keep_showcase_of_{table}() CASCADE;" for table in STUDIOS_OF]
    + [f"DROP FUNCTION note_{event}_of_{table}() CASCADE;" for table in NOTED_WHERE for event in EVENTS]
    + [
        "DROP FUNCTION notes_public_change() CASCADE;",
        "DROP FUNCTION keep_facet_bits() CASCADE;",
        "DROP FUNCTION rebuild_showcase(), rebuild_facet_bits(), facets_of(studios_showcaseentry);",
        "DROP FUNCTION refresh_showcase(bigint[]), note_public_change(boolean), fold_public_changes();",
        "DROP VIEW studios_showcase_rows;",
        "ALTER TABLE studios_facetbits DROP COLUMN bits;",
        "DROP INDEX result_title_begins;",
        "ALTER TABLE studios_result DROP COLUMN vector;",
        "ALTER TABLE studios_story DROP COLUMN vector;",
        "DROP FUNCTION studios_pinyin(text), studios_lead_query(text, boolean), studios_lead_words(text);",
        "DROP FUNCTION studios_query(text), studios_tsquery(text[], text, boolean);",
        "DROP FUNCTION studios_title_bigrams(text), studios_bigrams(text);",
        "DROP FUNCTION studios_tokens(text, boolean), studios_folded(text);",
    ]
)


class Migration(migrations.Migration):
    dependencies = [("studios", "0002_showcase")]

    operations = [
        migrations.DeleteModel("SearchEntry"),
        migrations.AddField("facetbits", "size", models.IntegerField(default=0)),
        migrations.AddField("publicchange", "changes", models.BigIntegerField(default=1)),
        migrations.AddField("publicchange", "is_wide", models.BooleanField(default=True)),
        migrations.AddField(
            "showcaseentry",
            "keys",
            django.contrib.postgres.fields.ArrayField(models.CharField(max_length=24), default=list, blank=True),
        ),
        migrations.AddField("showcaseentry", "name", models.CharField(max_length=80, blank=True, db_collation="C")),
        migrations.AddField("showcaseentry", "body", models.TextField(blank=True)),
        migrations.AddField(
            "showcaseentry", "vector", django.contrib.postgres.search.SearchVectorField(default="", editable=False)
        ),
        migrations.AddIndex("showcaseentry", models.Index(fields=["name"], name="entry_name")),
        migrations.RemoveIndex("showcaseentry", "entry_results"),
        migrations.AddIndex(
            "showcaseentry",
            models.Index(
                fields=["-results_count", "-studio"], name="entry_results", include=["adopters_count", "apprentices_count"]
            ),
        ),
        migrations.AddIndex(
            "showcaseentry",
            models.Index(
                fields=["group", "level", "county", "year", "honour"],
                name="entry_figures",
                include=["results_count", "patents_count", "apprentices_count", "adopters_count", "benefit"],
            ),
        ),
        migrations.AddIndex(
            "showcaseentry",
            django.contrib.postgres.indexes.GinIndex(fields=["keys"], name="entry_keys", fastupdate=False),
        ),
        migrations.AddIndex(
            "showcaseentry",
            django.contrib.postgres.indexes.GinIndex(fields=["vector"], name="entry_vector", fastupdate=False),
        ),
        migrations.RunSQL(
            SQL
            + INTRODUCTIONS
            + "".join(keeping(table, studios) for table, studios in STUDIOS_OF.items())
            + NOTES
            + "".join(noting(table) for table in NOTED)
            + "".join(noting_where(table, condition) for table, condition in NOTED_WHERE.items())
            + "SELECT rebuild_showcase();",
            BACK,
        ),
        *(
            migrations.CreateModel(
                name=f"{name.title()}Words",
                fields=[
                    (
                        name,
                        models.OneToOneField(
                            f"studios.{name}",
                            django.db.models.deletion.DO_NOTHING,
                            primary_key=True,
                            db_column="id",
                            related_name="words",
                            serialize=False,
                        ),
                    ),
                    ("vector", django.contrib.postgres.search.SearchVectorField()),
                ],
                options={"managed": False, "db_table": f"studios_{name}"},
            )
            for name in ("result", "story")
        ),
    ]
