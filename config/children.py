"""Start child processes that never outlive the process that started them."""

import contextlib
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

STOP_SECONDS = 15


def tether(stop: signal.Signals, *, setpriv_options: Sequence[str] = ()) -> list[str]:
    """Return the prefix that makes the kernel send `stop` to a child when its owner dies.

    The signal follows the thread that starts the child, so children are started from the main thread.
    Where setpriv is missing (it is part of Linux) the prefix is empty: the owner's own clean-up must do.
    """
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    if setpriv is None:
        return []
    return [setpriv, *setpriv_options, "--pdeathsig", stop.name.removeprefix("SIG")]


def start(command: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
    """Start a tethered child in a session of its own, so that Ctrl-C reaches its owner alone."""
    return subprocess.Popen([*tether(signal.SIGTERM), *command], start_new_session=True, **options)


def stop(child: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> int:
    """End a child and return its exit code; one that does not listen in time is killed."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(how)
    try:
        return child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()
