"""Public pages answer while fifty people of the staff save, and what the public then finds is what was saved."""

import threading

import pytest
from django.test import Client

from studios.actions.showcase import reconcile_showcase
from studios.actions.studios import save_studio
from studios.models import ShowcaseEntry, Studio
from tests.factories import make_officer, make_union
from tests.rigor.crowd import all_at_once
from tests.studios.views.public.rows import make_city, make_shown
from unions.choices.people import Role

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 50
READERS = 6
COUNTIES = ("明德区", "石鼓县", "临港新区")


def test_fifty_people_save_while_the_public_reads() -> None:
    city = make_city()
    units = [make_union(f"测试厂{n}工会", parent=city) for n in range(WRITERS)]
    clerks = [make_officer(unit, Role.CLERK) for unit in units]
    studios = [make_shown(unit, f"张{n}伟") for n, unit in enumerate(units)]
    pages = ["/studios/", f"/studios/?county={COUNTIES[0]}&q=焊接", f"/studios/{studios[0].number}/", "/"]
    is_over, answers = threading.Event(), []

    def write(n: int) -> None:
        for round_ in range(3):
            values = {"county": COUNTIES[(n + round_) % 3], "field_of_work": f"焊接{round_}"}
            save_studio(Studio.objects.get(pk=studios[n].pk), values, by=clerks[n])

    def read() -> None:
        while not is_over.is_set():
            answers.extend(Client().get(page).status_code for page in pages)

    readers = [threading.Thread(target=lambda: all_at_once([read])) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        written = all_at_once([lambda n=n: write(n) for n in range(WRITERS)])
    finally:
        is_over.set()
        for reader in readers:
            reader.join()
    assert written == [None] * WRITERS
    assert set(answers) == {200}
    assert len(answers) >= READERS * len(pages)
    counted = {county: ShowcaseEntry.objects.filter(county=county).count() for county in COUNTIES}
    assert counted == {county: sum(COUNTIES[(n + 2) % 3] == county for n in range(WRITERS)) for county in COUNTIES}
    assert reconcile_showcase() == 0
