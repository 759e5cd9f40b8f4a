"""`make demo`: database, migrations, static files, demo city, web server and job worker in one command.

Ends everything it started on Ctrl-C and SIGTERM; when it is killed itself, the kernel ends its children.
"""

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from config import children, postgres

HOST = "127.0.0.1"
READY_SECONDS = 60
LONGEST_PAUSE = 30
STEADY_SECONDS = 60


class DemoError(Exception):
    """The demo cannot go on; the text says why."""


@dataclass
class Child:
    """One command that is kept running: started again on any exit, each time a little later."""

    name: str
    command: list[str]
    pause: float = 1
    started_at: float = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start the command."""
        self.started_at = time.monotonic()
        self.process = children.start(self.command, stdin=subprocess.DEVNULL)

    def has_ended(self) -> bool:
        """Say whether the command is not running."""
        return self.process is None or self.process.poll() is not None

    def keep(self) -> None:
        """Start the command again where it ended and its pause is over."""
        if not self.has_ended():
            return
        lived = time.monotonic() - self.started_at
        if lived > STEADY_SECONDS:
            self.pause = 1
        if lived > self.pause:
            say(f"{self.name} ended; starting it again.")
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            self.start()


def say(line: str) -> None:
    """Print one line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def web_command(port: int) -> list[str]:
    """Return the web server's command: few threads a worker are faster for pages made by the processor."""
    options = ["--workers=2", "--worker-class=gthread", "--threads=2", "--preload", "--log-level=warning"]
    return [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind={HOST}:{port}", *options]


def worker_command() -> list[str]:
    """Return the job worker's command."""
    return [sys.executable, "manage.py", "procrastinate", "worker"]


@contextlib.contextmanager
def database() -> Iterator[None]:
    """Have a database server up: the one of DATABASE_URL, or the embedded one with this process as owner."""
    with contextlib.ExitStack() as stack:
        server = None
        if not os.environ.get("DATABASE_URL"):
            server = postgres.Server()
            server.start()
            stack.callback(server.stop)
        # The server starts while Django is loaded.
        django.setup()
        if server:
            server.wait()
        yield


def prepare() -> None:
    """Bring database, static files and demo city to their present state, doing only what is missing."""
    postgres.create_database(os.environ.get("DATABASE_URL") or postgres.url())
    migrate()
    collect_static()
    seed()
    connection.close()


def migrate() -> None:
    """Apply the migrations that are not applied yet."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


def collect_static() -> None:
    """Collect the static files where one has changed since the last time."""
    stamp = Path(settings.STATIC_ROOT).with_name("static.stamp")
    state = static_state()
    if not stamp.exists() or stamp.read_text() != state:
        say("Collecting static files …")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(state)


def static_state() -> str:
    """Return a digest of name, size and time of every static file and of how they are stored."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def seed() -> None:
    """Fill an empty database with the demo city, all of it or nothing."""
    if not apps.get_model("unions", "Union").objects.exists():
        say("Making the demo city …")
        with transaction.atomic():
            call_command("seed_demo", verbosity=0)


def refuse_taken_port(port: int) -> None:
    """Raise DemoError where something else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            message = f"Port {port} is taken. Choose another one: make demo PORT={port + 1}"
            raise DemoError(message) from error


def answers(address: str) -> bool:
    """Say whether the page at an address comes; a page that fails inside is an error, not a wait."""
    try:
        with urlopen(address, timeout=20) as answer:
            return bool(answer.read())
    except HTTPError as error:
        message = f"{address} answered {error.code}."
        raise DemoError(message) from error
    except (URLError, ConnectionError, TimeoutError):
        return False


def wait_until_ready(web: Child, address: str) -> None:
    """Wait until the first page comes."""
    end = time.monotonic() + READY_SECONDS
    while not answers(address):
        if web.has_ended() or time.monotonic() > end:
            message = "The web server did not start; its own words are above."
            raise DemoError(message)
        time.sleep(0.05)


def serve(port: int) -> None:
    """Run web server and job worker until a signal comes."""
    address = f"http://{HOST}:{port}/"
    web, worker = Child("Web server", web_command(port)), Child("Job worker", worker_command())
    kept = [web, worker]
    try:
        web.start()
        worker.start()
        wait_until_ready(web, address)
        say(f"Ready: {address}")
        while True:
            time.sleep(0.5)
            for child in kept:
                child.keep()
    finally:
        for child in kept:
            if child.process:
                children.stop(child.process)


def leave(_number: int, _frame: FrameType | None) -> None:
    """Turn a signal into an orderly end; a second one changes nothing."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(0)


def main() -> int:
    """Run the demo and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    port = int(os.environ.get("PORT") or 8000)
    os.environ.setdefault("LINGXIAN_SITE_URL", f"http://{HOST}:{port}")
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, leave)
    try:
        refuse_taken_port(port)
        with database():
            prepare()
            serve(port)
    except postgres.ServerTakenError:
        sys.stderr.write("A demo is already running in this folder.\n")
    except (DemoError, postgres.ServerError) as error:
        sys.stderr.write(f"{error}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
