"""A city in which many act at once: real threads, each with its own connection."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from django.db import close_old_connections, connection

from studios.actions import desks
from studios.actions.attachments import keep_file
from studios.models import Application
from tests.city import City, again, at_city, sign
from tests.factories import make_call, make_county, make_officer, make_studio, make_union
from tests.files import make_pdf
from unions.choices.people import Role


def build_city() -> City:
    """City, county, unit and their officers."""
    root = make_union("测试市总工会")
    county = make_county(root, "测试县总工会")
    unit = make_union("测试厂", parent=county)
    officers = [make_officer(u, role) for u in (unit, county, root) for role in (Role.CLERK, Role.CHAIR)]
    return City(root, county, unit, *officers, make_call(root), make_studio(unit))


def ready(city: City, studio: Any = None) -> Application:
    """A case that awaits its paper."""
    city.studio = studio or make_studio(city.unit)
    application = at_city(city)
    desks.pass_qualification(application, by=city.city_clerk, opinion=sign(), revision=application.revision)
    return again(application)


def signed_file(city: City) -> Any:
    """The signed file of a decision."""
    return keep_file(BytesIO(make_pdf()), name="决定.pdf", by=city.city_chair, union=city.city, slot="paper")


def all_at_once(jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run every job in its own thread and connection, from one start; the answer or the exception of each."""
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait(30)
            return job()
        except Exception as error:  # noqa: BLE001 - the test reads what went wrong
            return error
        finally:
            connection.close()
            close_old_connections()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))
