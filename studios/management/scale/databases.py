"""The separate databases that hold a made register, and how this process moves to one of them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from django.core.management.base import CommandError
from django.db import connection
from psycopg import sql

NAME = re.compile(r"[a-z_][a-z0-9_]{0,61}")
# As the embedded server has them; a server for measuring may have been left as it was installed.
PLANNING = {"random_page_cost": "1.1", "work_mem": "16MB", "jit": "off"}
MARK = re.compile(r"made by make_scale: (\d+) studios, seed (\d+)")


@dataclass(frozen=True, slots=True)
class Made:
    """What the mark on a database says."""

    studios: int
    seed: int

    def __str__(self) -> str:
        """Write the mark."""
        return f"made by make_scale: {self.studios} studios, seed {self.seed}"


def connect(name: str) -> psycopg.Connection:
    """Connect to a database beside the present one."""
    parameters = connection.get_connection_params()
    kept = {key: parameters[key] for key in ("host", "port", "user", "password") if parameters.get(key)}
    return psycopg.connect(dbname=name, autocommit=True, **kept)


def made_in(name: str) -> Made | None:
    """Read the mark of a database; None without one, or without the database."""
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with connect(connection.settings_dict["NAME"]) as server:
        row = server.execute(query, [name]).fetchone()
    found = MARK.fullmatch(row[0]) if row and row[0] else None
    return Made(int(found[1]), int(found[2])) if found else None


def mark(name: str, made: Made) -> None:
    """Write on a database what it holds, and let it plan as the embedded server does."""
    with connect(name) as server:
        for setting, value in PLANNING.items():
            statement = sql.SQL("ALTER DATABASE {} SET {} = {}")
            server.execute(statement.format(sql.Identifier(name), sql.Identifier(setting), sql.Literal(value)))
        server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(str(made))))


def prepare_database(name: str) -> None:
    """Leave an empty database of this name: made anew if make_scale made it, refused if it holds anything else."""
    if not NAME.fullmatch(name):
        raise CommandError("A database's name has small letters, digits and underscores.")
    if name == connection.settings_dict["NAME"]:
        raise CommandError("A made register needs a database of its own.")
    is_ours = made_in(name) is not None
    with connect(connection.settings_dict["NAME"]) as server:
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known and not is_ours:
            _refuse_unless_empty(name)
            return
        try:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        except psycopg.Error as fault:
            raise CommandError(f"The server does not make the database {name}: {fault}") from fault


def _refuse_unless_empty(name: str) -> None:
    with connect(name) as inside:
        if inside.execute("SELECT 1 FROM information_schema.tables WHERE table_schema = 'public'").fetchone():
            raise CommandError(f"The database {name} holds tables that make_scale did not make.")


@contextmanager
def moved_to(name: str) -> Iterator[None]:
    """Let this process work on another database for a while."""
    before = connection.settings_dict["NAME"]
    if name == before:
        yield
        return
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
