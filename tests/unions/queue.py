"""The job queue in tests: work it off in this process."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from procrastinate.contrib.django import app


def run_sql(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def work_off():
    """Run a worker in this process until the queue is empty.

    In a thread of its own: after a browser test Playwright's loop runs on in this one, and two loops share no thread.
    """
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_work_off).result()


def _work_off():
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)
