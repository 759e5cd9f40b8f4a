"""Fixtures that every test may ask for."""

import gc
import os

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

from studios.actions.reference import load_reference as load_dictionaries
from tests.flushing import flush_quickly
from unions.actions.reference import load_reference as load_industries

# How fast examples come says something of the machine alone. New ones are looked for at home: there somebody mends.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """End what threads of the live server and of workers still hold open: it would keep the database from being dropped."""
    flush_quickly()
    # What is loaded by now stays: looking through it again and again would be a tenth of the run.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def reference(db):
    """The dictionaries as a new installation has them."""
    load_industries()
    load_dictionaries()


# Each file goes to one worker as a whole: the longest ones first, or the run ends with one worker at work.
LONGEST = (
    "rigor/test_walk",
    "test_routes",
    "browser/test_review_accessible",
    "browser/test_journey",
    "browser/test_accessible",
    "rigor/test_bad_input",
    "studios/management/test_seed_demo",
    "rigor/test_canaries",
    "browser/test_review_journey",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first."""

    def place(item: pytest.Item) -> int:
        return next((n for n, name in enumerate(LONGEST) if f"/tests/{name}.py" in item.path.as_posix()), len(LONGEST))

    items.sort(key=place)
