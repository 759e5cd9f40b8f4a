"""One city for all tests of a module: reading a ledger writes nothing."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from studios.queries.ledger_register import Register, load_register
from tests.studios.imports.city import make_city
from unions.models import Union


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker) -> Iterator[Union]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_city()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def register(city: Union) -> Register:
    return load_register(city)
