"""What the demo city keeps to before it is built: its plan, and where it may stand."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from studios.management.demo_city import scenes
from studios.management.demo_city.plan import planned


def test_each_case_of_the_scenes_is_a_studio_of_the_plan() -> None:
    keys = {each.key for each in planned()}
    lines = [line for text in scenes.SCENES.values() for line in text.strip().splitlines()]
    assert {line.split()[0].removesuffix("+") for line in lines} <= keys
    assert len(planned()) == 123


def test_demo_data_has_no_place_in_production(db) -> None:
    assert not settings.IS_PRODUCTION
    with override_settings(IS_PRODUCTION=True), pytest.raises(CommandError):
        call_command("seed_demo")
