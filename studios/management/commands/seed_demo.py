"""Fills an empty database with the demo city."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from studios.management.demo_city.city import build_city
from unions.models import Union


class Command(BaseCommand):
    """All of it or nothing; refuses where a union stands already."""

    help = "Fill an empty database with the fictional city of Donglan."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Demo data has no place in a real installation.")
        if Union.objects.exists():
            raise CommandError("There are unions already. The demo city needs an empty database.")
        with translation.override("zh-hans"):
            counts = build_city()
        for name, number in counts.items():
            self.stdout.write(f"{number} {name}")
