"""Time the public's pages and the staff's lists, in process, at one or several sizes of the register."""

from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from studios.management.bench import serving, table
from studios.management.bench.measuring import bare, measure, worst
from studios.management.bench.officers import officer_of
from studios.management.bench.pages import STAFF, pages
from studios.management.bench.table import Line
from studios.management.scale.databases import made_in, moved_to
from studios.models import Studio
from unions.choices.people import Role

RUNS = 15
READERS = {"clerk": Role.CLERK, "administrator": Role.ADMINISTRATOR}


class Command(BaseCommand):
    """Without --studios the database as it is; with it, databases made by make_scale, one for each size."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Which sizes, in which form, and whether to serve as well."""
        parser.add_argument("--studios", default="", help="sizes, as in 200,20000,200000")
        parser.add_argument("--databases", default="", help="their names; <present name>_scale_<size> if unsaid")
        parser.add_argument("--runs", type=int, default=RUNS)
        parser.add_argument("--markdown", action="store_true")
        parser.add_argument("--serve", action="store_true", help="requests a second by gunicorn, too")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Time every size and print one table."""
        sizes = [int(size) for size in options["studios"].split(",") if size.strip().isdigit()]
        lines: list[Line] = []
        for name in self._databases(sizes, options["databases"]):
            with moved_to(name), override_settings(KEPT_PAGES_BYTES=0):
                self.stdout.write(f"{name}: a bare view takes {bare(options['runs']):.1f} ms")
                lines += timed(options["runs"])
                addresses = served_addresses() if options["serve"] else []
            if addresses:
                self._serve(name, addresses)
        self.stdout.write(table.markdown(lines) if options["markdown"] else table.plain(lines))

    def _databases(self, sizes: list[int], names: str) -> list[str]:
        present = connection.settings_dict["NAME"]
        found = [name.strip() for name in names.split(",") if name.strip()]
        found = found or [f"{present}_scale_{size}" for size in sizes]
        for name, size in zip(found, sizes, strict=False):
            made = made_in(name)
            if made is None or made.studios != size:
                call_command("make_scale", studios=size, database=name, stdout=self.stdout)
        return found or [present]

    def _serve(self, name: str, addresses: list[str]) -> None:
        with serving.served(name) as port:
            rates = {address: serving.requests_a_second(port, address) for address in addresses}
        empty = rates[addresses[0]] or 1
        for address, rate in rates.items():
            self.stdout.write(f"{name}: {rate:.0f} requests a second, {rate / empty:.2f} of an empty view: {address}")


def timed(runs: int) -> Iterator[Line]:
    """Time each page of the present database; a staff list also under its slowest filter or sort."""
    studios, clients = Studio.objects.count(), {"public": Client()} | {who: signed_in(who) for who in READERS}
    for page in pages():
        client, rows = clients[page.who], page.model._default_manager.count()
        yield Line(page.address, studios, rows, measure(client, page.address, runs), page.goal)
        if page.goal is STAFF and (found := worst(client, page)):
            shown = f"{page.address} slowest: {found[0].partition('?')[2]}"
            yield Line(f"{page.address} slowest", studios, rows, found[1], page.goal, shown)


def signed_in(who: str) -> Client:
    """Return a client signed in as the clerk or administrator of the topmost union that has one."""
    client = Client()
    client.force_login(officer_of(READERS[who]))
    return client


def served_addresses() -> list[str]:
    """Return the empty view, the list of studios and the first studio's page."""
    first = Studio.objects.public().order_by("pk").first()
    pages_of_studios = [reverse("studios"), reverse("studio", args=[first.number])] if first else []
    return [reverse("healthz"), *pages_of_studios]
