"""Requests a second of pages served by gunicorn on the loopback, beside an empty view served the same way."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection

WORKERS, READERS, SECONDS, START_SECONDS = 2, 8, 5.0, 30
OK = 200


@contextmanager
def served(database: str) -> Iterator[int]:
    """Serve the database by gunicorn on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["-m", "gunicorn", "-w", str(WORKERS), "-b", f"127.0.0.1:{port}", "--log-level", "error", "config.wsgi"]
    environment = {**os.environ, "DATABASE_URL": database_url(database)}
    server = subprocess.Popen([sys.executable, *command], env=environment)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def database_url(name: str) -> str:
    """Return the address of a database beside the present one."""
    known = connection.settings_dict
    user = ":".join(quote(part, safe="") for part in (known["USER"], known.get("PASSWORD") or "") if part)
    return f"postgres://{user}@/{name}?host={quote(known['HOST'], safe='')}&port={known['PORT'] or 5432}"


def requests_a_second(port: int, address: str) -> float:
    """Count answers to several readers, each on a connection of its own, for some seconds."""
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(READERS) as pool:
        return sum(pool.map(lambda _reader: _read(port, address, until), range(READERS))) / SECONDS


def _read(port: int, address: str, until: float) -> int:
    count = 0
    while time.monotonic() < until:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        link.request("GET", address)
        answer = link.getresponse()
        answer.read()
        count += answer.status == OK
        link.close()
    return count


def _wait_for(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
