"""A worker process for tests, with a task that may be made to last; run as `python -m tests.unions.worker`."""

import os
import time
from pathlib import Path

import django

django.setup()

from django.db import transaction  # noqa: E402 - needs the set-up above
from procrastinate.contrib.django import app  # noqa: E402

from unions import clock  # noqa: E402
from unions.actions.job_results import Progress, report_result  # noqa: E402
from unions.models import Account, Message  # noqa: E402


@app.task(name="tests.last")
def last(path: str) -> None:
    """The first try hangs until it is killed, the second one ends."""
    file = Path(path)
    if file.exists():
        file.write_text("done")
        return
    file.write_text(str(os.getpid()))
    time.sleep(120)


ROWS = 20


@app.task(name="tests.write_rows", pass_context=True)
def write_rows(context, by: int, path: str) -> None:
    """Write rows in one transaction; in the middle it waits for as long as its file says nothing else."""
    account, file = Account.objects.get(pk=by), Path(path)
    with transaction.atomic(), Progress(context) as follow:
        for number in range(ROWS):
            Message.objects.create(account=account, text=str(number), sent_at=clock.now())
            follow(number + 1, ROWS)
            while number == ROWS // 2 and file.read_text() != "on":
                time.sleep(0.1)
                follow(number + 1, ROWS)
    report_result(context.job.id, "written")


if __name__ == "__main__":
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(install_signal_handlers=False, fetch_job_polling_interval=0.2)
