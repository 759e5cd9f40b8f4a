"""The demo's supervisor: children are kept running, and a taken port is said so."""

import socket
import sys
import time

import pytest

from config import children
from config.demo import Child, DemoError, refuse_taken_port


def kept_until(child: Child, *, started: int, within: float = 10) -> list[int]:
    """Keep a child running until it was started so many times; return its process numbers."""
    numbers: list[int] = []
    end = time.monotonic() + within
    while len(numbers) < started and time.monotonic() < end:
        child.keep()
        if child.process and child.process.pid not in numbers:
            numbers.append(child.process.pid)
        time.sleep(0.01)
    return numbers


def test_a_child_is_started_again_on_any_exit_each_time_later(capsys: pytest.CaptureFixture[str]) -> None:
    child = Child("Worker", [sys.executable, "-c", "pass"], pause=0.05)
    child.start()
    assert len(kept_until(child, started=3)) == 3
    assert child.pause == 0.2
    assert capsys.readouterr().out == "Worker ended; starting it again.\n" * 2
    assert child.process is not None
    children.stop(child.process)


def test_a_child_that_runs_is_left_alone() -> None:
    child = Child("Worker", ["sleep", "60"], pause=0)
    child.start()
    assert len(kept_until(child, started=2, within=0.3)) == 1
    assert child.process is not None
    assert children.stop(child.process) == -15


def test_a_taken_port_is_refused_with_the_command_for_another_one() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(DemoError, match=f"make demo PORT={port + 1}"):
            refuse_taken_port(port)
    refuse_taken_port(port)
