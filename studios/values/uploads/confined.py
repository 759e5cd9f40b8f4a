"""Runs one of this package's scripts in a child process with limits, for code that may be attacked."""

import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

from studios.values.uploads.limits import (
    CHILD_CPU_SECONDS,
    CHILD_MEMORY_BYTES,
    CHILD_WALL_SECONDS,
)


class ChildFailedError(Exception):
    """The child ran out of time or memory, or crashed."""


def run_confined(script: str, stream: BinaryIO, *arguments: int) -> bytes:
    """What the script writes when it is given the stream; knows nothing of settings or database."""
    command = [sys.executable, "-I", str(Path(__file__).with_name(script))]
    limits = [str(CHILD_MEMORY_BYTES), str(CHILD_CPU_SECONDS)]
    stream.seek(0)
    try:
        done = subprocess.run(
            [*command, *limits, *map(str, arguments)],
            input=stream.read(),
            capture_output=True,
            timeout=CHILD_WALL_SECONDS,
            check=True,
            env={"PATH": "", "LC_ALL": "C.UTF-8"},
        )
    except subprocess.SubprocessError as error:
        raise ChildFailedError from error
    return done.stdout
