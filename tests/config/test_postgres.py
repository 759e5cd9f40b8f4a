"""The embedded PostgreSQL: it starts, ends with its owner, and has one owner only."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.postgres import Server, ServerError, ServerTakenError, create_database, run

PROJECT = Path(__file__).resolve().parents[2]
OWNER = """
import sys, time
from pathlib import Path
from config.postgres import Server
with Server(Path(sys.argv[1]), shared_buffers="16MB") as server:
    print(server._child.pid, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder for one server."""
    return tmp_path / "postgres"


@pytest.fixture
def owner(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process that owns a server and sleeps."""
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(folder)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.communicate()


def server_of(owner: subprocess.Popen[str]) -> int:
    """Return the process number of the server, once it answers."""
    assert owner.stdout is not None
    return int(owner.stdout.readline())


def ends(process: int, *, within: float = 10) -> bool:
    """Say whether a process is gone in time."""
    end = time.monotonic() + within
    while Path(f"/proc/{process}").exists():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def small(folder: Path) -> Server:
    """Return a server that takes little memory."""
    return Server(folder, shared_buffers="16MB")


def test_a_server_starts_keeps_its_rows_and_stops(folder: Path) -> None:
    with small(folder) as server:
        assert create_database(server.url()) is True
        assert create_database(server.url()) is False
        with psycopg.connect(server.url()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT '劳模𠮷' AS name")
    assert server.answers() is False
    with small(folder) as server, psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT name FROM kept").fetchall() == [("劳模𠮷",)]


def test_a_server_lives_in_a_deep_folder_with_chinese_names(tmp_path: Path) -> None:
    deep = tmp_path / ("劳模创新工作室 登记 " * 3) / ("层级" * 20) / "postgres"
    deep.parent.mkdir(parents=True)
    with small(deep) as server:
        assert server.answers() is True
        assert server.socket_folder.parent != deep
    assert not server.socket_folder.exists()


def test_the_folder_is_closed_to_others_and_its_parents_stay_as_they_were(folder: Path) -> None:
    folder.parent.chmod(0o700)
    with small(folder):
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder.parent.stat().st_mode & 0o777 == 0o700


def test_a_socket_folder_of_somebody_else_is_refused(folder: Path, tmp_path: Path) -> None:
    server = small(folder)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.mkdir()
    server.socket_folder.symlink_to(elsewhere)
    with pytest.raises(ServerError, match="belongs to somebody else"):
        server.start()
    server.socket_folder.unlink()


def test_a_second_owner_is_refused_and_the_first_keeps_running(folder: Path) -> None:
    with small(folder) as first:
        with pytest.raises(ServerTakenError), small(folder):
            pass
        assert first.answers() is True


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_ends_with_its_owner(owner: subprocess.Popen[str], folder: Path, how: signal.Signals) -> None:
    server = server_of(owner)
    owner.send_signal(how)
    owner.wait()
    assert ends(server)
    assert "database system is shut down" in (folder / "server.log").read_text()


def test_a_new_owner_starts_right_after_the_first_was_killed(owner: subprocess.Popen[str], folder: Path) -> None:
    server_of(owner)
    owner.kill()
    owner.wait()
    with small(folder) as second:
        assert second.answers() is True


def test_a_crashed_server_whose_number_is_in_use_again_starts(owner: subprocess.Popen[str], folder: Path) -> None:
    server = server_of(owner)
    os.kill(server, signal.SIGKILL)
    owner.kill()
    assert ends(server)
    lines = (folder / "data" / "postmaster.pid").read_text().splitlines()
    (folder / "data" / "postmaster.pid").write_text("\n".join(["1", *lines[1:]]) + "\n")
    with small(folder) as second:
        assert second.answers() is True


def test_a_command_runs_with_the_server_up_and_passes_its_exit_code_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("LINGXIAN_VAR", str(tmp_path))
    script = "import sys; from config.postgres import Server; sys.exit(7 if Server().answers() else 1)"
    done = subprocess.run(
        [sys.executable, "-m", "config.postgres", "run", "--", sys.executable, "-c", script], cwd=PROJECT, check=False
    )
    assert done.returncode == 7


def test_with_a_server_of_ones_own_none_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/lingxian")
    monkeypatch.setenv("LINGXIAN_VAR", str(tmp_path / "var"))
    assert run(["true"]) == 0
    assert not (tmp_path / "var").exists()
