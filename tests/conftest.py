"""Fixtures that every test may ask for."""

import pytest
from django.db import connection

from studios.actions.reference import load_reference as load_dictionaries
from unions.actions.reference import load_reference as load_industries


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """End what threads of the live server and of workers still hold open: it would keep the database from being dropped."""
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
