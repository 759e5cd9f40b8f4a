"""A made register: counts, keys, constraints, summaries, the chain of its record, and where it may not be made."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from studios.management.scale.databases import Made, connect, made_in, moved_to
from studios.management.scale.words import word_lists
from studios.models import Benefit, Designation, Member, Person, Result, Studio
from studios.values.patents import parse_patent_number
from tests.factories import make_union
from unions.models import Union
from unions.queries.audit import verify_chain
from unions.values.names import pinyin_key

pytestmark = pytest.mark.django_db(transaction=True)
STUDIOS = 200
KEYS = """
SELECT format('SELECT count(*) FROM %s t WHERE t.%I IS NOT NULL AND NOT EXISTS (SELECT FROM %s k WHERE k.%I = t.%I)',
  c.conrelid::regclass, a.attname, c.confrelid::regclass, b.attname, a.attname)
FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
WHERE c.contype = 'f'
"""


@pytest.fixture
def database():
    name = f"{connection.settings_dict['NAME']}_scale"
    yield name
    with connect(connection.settings_dict["NAME"]) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")


def make(database: str, **options) -> None:
    call_command("make_scale", studios=STUDIOS, database=database, stdout=StringIO(), **options)


def fingerprint(database: str) -> list[tuple[str, ...]]:
    with moved_to(database):
        studios = list(Studio.objects.order_by("pk").values_list("name", "search_text"))
        return studios + list(Result.objects.order_by("pk").values_list("title", "problem", "number"))


def test_names_are_read_as_they_are_made() -> None:
    """Some pairs of characters are read as one word, otherwise than each alone."""
    words = word_lists()
    firsts, seconds = (list(zip(words[name], words[f"{name}_key"], strict=True)) for name in ("given1", "given2"))
    pairs = [(f"王{a}{b}", f"{a_key} {b_key}") for a, a_key in firsts for b, b_key in seconds]
    assert [name for name, keys in pairs if pinyin_key(name) != f"wang2 {keys}"] == []


def test_a_register_is_whole(database: str) -> None:
    make(database)
    assert made_in(database) == Made(STUDIOS, 1)
    with moved_to(database):
        counts = [model.objects.count() for model in (Studio, Member, Result)]
        assert counts == [STUDIOS, 10 * STUDIOS, 10 * STUDIOS]
        assert Union.objects.grassroots().count() == STUDIOS // 4
        assert Benefit.objects.exists()
        assert not Designation.objects.in_force().filter(studio__number=None).exists()
        assert [p.name for p in Person.objects.all() if pinyin_key(p.name) != p.name_key] == []
        for result in Result.objects.exclude(number=""):
            parse_patent_number(result.number)
        for studio in Studio.objects.all():
            studio.full_clean()
        for result in Result.objects.all()[:300]:
            result.full_clean(exclude=["checked_by", "confirmed_by", "confirmed_union"])
        assert verify_chain().fault == ""
    with connect(database) as server:
        statements = [row[0] for row in server.execute(KEYS).fetchall()]
        assert sum(server.execute(statement).fetchone()[0] for statement in statements) == 0
        # New rows go on after the made ones.
        taken = "SELECT nextval(pg_get_serial_sequence('studios_result', 'id'))"
        assert server.execute(taken).fetchone()[0] > 10 * STUDIOS


def test_a_seed_gives_the_same_register_again_and_another_seed_another(database: str) -> None:
    make(database)
    first = fingerprint(database)
    make(database)
    assert fingerprint(database) == first
    make(database, seed=2)
    assert fingerprint(database) != first


def test_data_of_others_is_left_alone(database: str) -> None:
    union = make_union("SCALE-REAL")
    with pytest.raises(CommandError):
        make(connection.settings_dict["NAME"])
    with connect(connection.settings_dict["NAME"]) as server:
        server.execute(f"CREATE DATABASE {database}")
    with connect(database) as other:
        other.execute("CREATE TABLE ledger (id integer)")
    with pytest.raises(CommandError):
        make(database)
    with connect(database) as other:
        assert other.execute("SELECT count(*) FROM ledger").fetchone() == (0,)
    assert Union.objects.filter(pk=union.pk).exists()


@pytest.mark.parametrize("name", ["Big", "a;b", "with space", "x" * 80])
def test_odd_names_are_refused(name: str) -> None:
    with pytest.raises(CommandError):
        make(name)


@pytest.mark.parametrize("studios", [0, 19, 1_000_001])
def test_odd_sizes_are_refused(studios: int) -> None:
    with pytest.raises(CommandError):
        call_command("make_scale", studios=studios)


def test_the_mark_is_what_says_so(database: str) -> None:
    assert made_in(database) is None
    with connect(connection.settings_dict["NAME"]) as server:
        server.execute(f"CREATE DATABASE {database}")
    assert made_in(database) is None
