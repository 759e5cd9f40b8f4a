"""A worker process for tests, with a task that may be made to last; run as `python -m tests.unions.worker`."""

import os
import time
from pathlib import Path

import django

django.setup()

from procrastinate.contrib.django import app  # noqa: E402 - needs the set-up above


@app.task(name="tests.last")
def last(path: str) -> None:
    """The first try hangs until it is killed, the second one ends."""
    file = Path(path)
    if file.exists():
        file.write_text("done")
        return
    file.write_text(str(os.getpid()))
    time.sleep(120)


if __name__ == "__main__":
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(install_signal_handlers=False, fetch_job_polling_interval=0.2)
