"""Fixtures that every test may ask for."""

import pytest

from studios.actions.reference import load_reference as load_dictionaries
from unions.actions.reference import load_reference as load_industries


@pytest.fixture
def reference(db):
    """The dictionaries as a new installation has them."""
    load_industries()
    load_dictionaries()
