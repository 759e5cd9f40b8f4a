"""Fills an empty, migrated database by statements over whole sets, on two connections at once."""

import re
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from studios.management.scale.databases import connect
from studios.management.scale.words import count_of_themes, word_lists
from studios.models import Honour, ResultKind, SkillGrade, StudioKind
from unions import clock

FILES = Path(__file__).parent / "sql"
PEOPLE = 11  # the lead and ten members
AT_ONCE = 2
PARTS = 4
SETTINGS = {
    "synchronous_commit": "off",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "session_replication_role": "replica",  # no histories, no summaries, no look-ups of keys while filling
    "jit": "off",
}
# Their indexes are made after the rows.
LARGE = (
    "studios_apprenticeship",
    "studios_benefit",
    "studios_designation",
    "studios_honouraward",
    "studios_leadership",
    "studios_member",
    "studios_modelworker",
    "studios_person",
    "studios_result",
    "studios_studio",
    "unions_union",
)
INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid::regclass::text = ANY (%s) AND NOT i.indisprimary
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
ORDER BY pg_relation_size(i.indrelid) DESC, 1
"""
SEQUENCES = """
SELECT format('SELECT setval(%L, (SELECT coalesce(max(id), 1) FROM %I))', pg_get_serial_sequence(table_name, 'id'),
  table_name)
FROM information_schema.columns
WHERE table_schema = 'public' AND column_name = 'id' AND is_identity = 'YES'
"""
PLACEHOLDER = re.compile(r"(?<![:\w]):([a-z_]+)")
PICK = re.compile(r"pick\[(\w+): ([^\[\]]+)\]")


@dataclass
class Filling:
    """One run over one database: how many studios, which seed, and what each part took."""

    database: str
    studios: int
    seed: int
    told: Callable[[str], None]
    values: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)

    def run(self) -> None:
        """Fill every table."""
        self.values = {name: str(value) for name, value in self._values().items()}
        self._prepare()
        with self._open() as server:
            definitions = server.execute(INDEXES, [list(LARGE)]).fetchall()
            for name, _definition in definitions:
                server.execute(sql.SQL("DROP INDEX {}").format(sql.SQL(name)))
        self._at_once(
            [self._part(name) for name in ("people", *self._quarters(), "studios", "tree", "namings", "work")]
        )
        # `work` fills what hangs on every call and case: the board's own must not be there yet.
        self._at_once([self._part("results_more"), self._part("board")])
        self._at_once([lambda d=definition: self._execute(d) for _name, definition in definitions])
        self._finish()

    def _values(self) -> dict[str, object]:
        units = -(-self.studios // 4)
        counties = max(1, min(2850, units // 4))
        cities = max(1, min(340, counties // 8))
        provinces = max(1, min(31, cities // 8))
        top = 1 + provinces + cities
        today = clock.today()
        return {
            "seed": self.seed * 1000,
            "studios": self.studios,
            "people": PEOPLE,
            "themes": count_of_themes(),
            "units": units,
            "counties": counties,
            "cities": cities,
            "provinces": provinces,
            "top": top,
            "federations": top + counties,
            # Calls of the counties are numbered as these are; this one comes after every union.
            "board": top + counties + units + 1,
            "year": today.year,
            "today": f"'{today:%Y-%m-%d}'",
            "now": f"'{clock.now().isoformat()}'::timestamptz",
            **_dictionaries(),
        }

    def _prepare(self) -> None:
        lists = word_lists()
        self.lengths = {name: len(words) for name, words in lists.items()}
        with self._open() as server:
            server.execute("DROP SCHEMA IF EXISTS scale CASCADE; CREATE SCHEMA scale")
            server.execute("CREATE TABLE scale.words (list text, position integer, word text)")
            with server.cursor().copy("COPY scale.words FROM STDIN") as copy:
                for name, words in lists.items():
                    for position, word in enumerate(words):
                        copy.write_row((name, position, word))
            server.execute(self._statements("prepare"))

    def _quarters(self) -> list[str]:
        return [f"results {part}" for part in range(PARTS)]

    def _part(self, name: str) -> Callable[[], None]:
        file, _space, part = name.partition(" ")
        return lambda: self._execute(self._statements(file, int(part or 0)), name)

    def _statements(self, file: str, part: int = 0) -> str:
        first, last = (self.studios * n // PARTS for n in (part, part + 1))
        values = self.values | {"from_studio": str(first + 1), "to_studio": str(last)}
        text = (FILES / f"{file}.sql").read_text(encoding="utf-8")
        text = PICK.sub(lambda m: self._pick(m[1], m[2]), text)
        return PLACEHOLDER.sub(lambda m: values[m[1]], text)

    def _pick(self, name: str, place: str) -> str:
        # A list by a query of its own is read once a statement, not once a row.
        return f"(SELECT scale.list('{name}'))[1 + (({place}) % {self.lengths[name]})::integer]"

    def _execute(self, statements: str, name: str = "") -> None:
        begin = time.monotonic()
        with self._open() as server:
            server.execute(statements)
        if name:
            self.told(f"{name}: {time.monotonic() - begin:.1f} s")

    def _at_once(self, works: Iterable[Callable[[], None]]) -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for done in [pool.submit(work) for work in works]:
                done.result()

    def _finish(self) -> None:
        with self._open() as server:
            for (statement,) in server.execute(SEQUENCES).fetchall():
                server.execute(statement)
            server.execute("DROP SCHEMA scale CASCADE")

    def _open(self) -> psycopg.Connection:
        server = connect(self.database)
        for name, value in SETTINGS.items():
            server.execute("SELECT set_config(%s, %s, false)", [name, value])
        return server


def _dictionaries() -> dict[str, str]:
    kinds = list(StudioKind.objects.order_by("position")[:4])
    others = (
        ResultKind.objects.exclude(group__in=("patent", "method")).order_by("position").values_list("pk", flat=True)
    )
    grades = SkillGrade.objects.order_by("position").values_list("pk", flat=True)
    honours = Honour.objects.order_by("position").values_list("pk", flat=True)
    named = dict(ResultKind.objects.values_list("name", "pk"))
    return {
        "kinds": _array([kind.pk for kind in kinds]),
        "suffixes": "ARRAY[" + ", ".join(f"'{kind.suffix}'" for kind in kinds) + "]",
        "result_kinds": _array(others),
        "result_kinds_count": str(len(others)),
        "grades": _array(grades),
        "grades_count": str(len(grades)),
        "honours": _array(honours),
        "honours_count": str(len(honours)),
        "method_kind": str(named["先进操作法"]),
        "invention": str(named["发明专利"]),
        "utility": str(named["实用新型专利"]),
    }


def _array(keys: Iterable[int]) -> str:
    return "ARRAY[" + ", ".join(map(str, keys)) + "]::bigint[]"
