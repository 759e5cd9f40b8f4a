"""Fifty chairs, fifty cases, one place left: real threads, real transactions, the numbers printed for the record."""

import sys
import threading
from collections import Counter
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from django.db import connection

from studios.actions import desks
from studios.actions.attachments import keep_file
from studios.actions.batches import Report, add_cases, hand_over_batch, save_batch, start_batch
from studios.choices.calls import Stage
from studios.models import Application, Quota, QuotaPlace, RecommendationBatch
from studios.models.quota import QuotaQuerySet
from tests.city import City, at_county, sign
from tests.factories import make_officer, make_studio
from tests.files import make_pdf
from tests.rigor.crowd import all_at_once, build_city
from unions import clock
from unions.choices.people import Role
from unions.queries.audit import verify_chain

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 50
TAKEN = 2


@pytest.fixture
def city(settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return build_city()


def waiting(city: City, count: int) -> list[Application]:
    """Cases of different studios at the county's desk."""
    found = []
    for _n in range(count):
        city.studio = make_studio(city.unit)
        found.append(at_county(city))
    return found


def last_place(city: City) -> tuple[Quota, list[Application]]:
    """A quota of which all but one place are taken, and fifty cases that wait."""
    quota = Quota.objects.create(call=city.call, union=city.county, places=TAKEN + 1)
    for case in waiting(city, TAKEN):
        desks.forward(case, by=city.county_chair, opinion=sign(), revision=case.revision)
    return quota, waiting(city, CROWD)


def all_forward(city: City, cases: list[Application]) -> list[Any]:
    chairs = [make_officer(city.county, Role.CHAIR) for _case in cases]
    return all_at_once(
        [
            lambda a=a, c=c: desks.forward(a, by=c, opinion=sign(), revision=a.revision)
            for a, c in zip(cases, chairs, strict=True)
        ]
    )


def told(answers: list[Any]) -> Counter[str]:
    return Counter(getattr(answer, "code", "") or type(answer).__name__ for answer in answers)


def won(quota: Quota) -> int:
    """Cases beyond those that stood before."""
    assert quota.taken_places.count() == Application.objects.filter(state=Stage.QUALIFICATION).count()
    return quota.taken_places.filter(freed_at=None).count() - TAKEN


def without_row_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quotas are read without FOR UPDATE, and nobody writes before all have counted what is taken."""
    read = threading.Barrier(CROWD)

    class Unlocked(QuotaQuerySet):
        """Reads, then waits for the others."""

        def get(self, *args: Any, **kwargs: Any) -> Quota:
            found = super().get(*args, **kwargs)
            with suppress(threading.BrokenBarrierError):
                read.wait(10)
            return found

    monkeypatch.setattr(QuotaQuerySet, "select_for_update", lambda self, **_kwargs: Unlocked(self.model), raising=False)


def drop_constraint() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX quota_place_number_once")


def restore_constraint() -> None:
    """Everything of the test is emptied first, so that the index can stand again."""
    index = next(c for c in QuotaPlace._meta.constraints if c.name == "quota_place_number_once")
    with connection.schema_editor() as editor:
        editor.execute("TRUNCATE studios_quotaplace CASCADE")
        editor.add_constraint(QuotaPlace, index)


def say(capsys, words: str, quota: Quota, answers: list[Any]) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\nlast place, {words}: {won(quota)} of {CROWD}, {dict(told(answers))}\n")


def test_the_last_place_is_won_once(city: City, capsys) -> None:
    quota, cases = last_place(city)
    answers = all_forward(city, cases)
    say(capsys, "with lock and constraint", quota, answers)
    assert won(quota) == 1
    assert told(answers) == {"Act": 1, "quota": CROWD - 1}
    assert verify_chain().fault == ""


def test_without_the_lock_the_numbered_place_lets_one_through(city: City, monkeypatch, capsys) -> None:
    quota, cases = last_place(city)
    without_row_lock(monkeypatch)
    answers = all_forward(city, cases)
    monkeypatch.undo()
    say(capsys, "constraint alone", quota, answers)
    assert won(quota) == 1
    assert told(answers) == {"Act": 1, "quota": CROWD - 1}


def test_with_neither_many_take_the_last_place(city: City, monkeypatch, capsys) -> None:
    quota, cases = last_place(city)
    drop_constraint()
    try:
        without_row_lock(monkeypatch)
        answers = all_forward(city, cases)
        made = won(quota)
        say(capsys, "neither", quota, answers)
        assert made > 1
    finally:
        monkeypatch.undo()
        restore_constraint()


def handed(city: City, cases: list[Application]) -> RecommendationBatch:
    """An open list that lacks nothing."""
    batch = add_cases(
        start_batch(city.call, city.county, by=city.county_clerk), cases, by=city.county_clerk, revision=0
    )
    scan = keep_file(BytesIO(make_pdf()), name="汇总表.pdf", by=city.county_clerk, union=city.county, slot="batch")
    report = Report("测县工〔2026〕7号", "同意推荐。", "县主席", clock.today())
    return save_batch(batch, by=city.county_clerk, revision=1, report=report, scan=scan)


def test_two_clicks_on_the_hand_over_are_one(city: City) -> None:
    batch = handed(city, waiting(city, 3))
    answers = all_at_once([lambda: hand_over_batch(batch, by=city.county_chair, revision=2)] * 2)
    assert sorted(type(a).__name__ for a in answers) == ["RecommendationBatch", "Stale"]
    assert Application.objects.filter(state=Stage.QUALIFICATION).count() == 3


def test_a_list_and_a_single_case_for_the_last_places_never_share_one(city: City) -> None:
    quota = Quota.objects.create(call=city.call, union=city.county, places=3)
    *listed, single = waiting(city, 4)
    batch = handed(city, listed)
    answers = all_at_once(
        [
            lambda: hand_over_batch(batch, by=city.county_chair, revision=2),
            lambda: desks.forward(single, by=city.county_chair, opinion=sign(), revision=single.revision),
        ]
    )
    forwarded = Application.objects.filter(state=Stage.QUALIFICATION).count()
    assert forwarded == quota.taken_places.count()
    assert forwarded in (1, 3)
    assert sum(isinstance(answer, Exception) for answer in answers) == 1
