"""ETags under real commits: who is late, what is taken back, what is added up."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from studios.actions.showcase import fold_public_changes
from studios.models import PublicChange, Studio
from studios.queries.changes import public_mark
from tests.factories import make_union
from tests.studios.views.public.rows import make_city, make_shown

pytestmark = pytest.mark.django_db(transaction=True)


def fetched(client: Client, address: str, etag: str = "") -> Any:
    return client.get(address, headers={"If-None-Match": etag} if etag else {})


def write_late(studio: Studio, begun: threading.Event, go_on: threading.Event) -> None:
    """Change a studio, and commit when told."""
    try:
        with transaction.atomic():
            Studio.objects.filter(pk=studio.pk).update(name="迟到的工作室")
            begun.set()
            assert go_on.wait(20)
    finally:
        connection.close()


def test_a_late_commit_still_changes_the_etag(client) -> None:
    city = make_city()
    late, early = (make_shown(make_union(parent=city), lead) for lead in ("张伟", "李娜"))
    begun, go_on = threading.Event(), threading.Event()
    writer = threading.Thread(target=write_late, args=(late, begun, go_on))
    pages = ("/studios/", late.get_absolute_url())
    writer.start()
    assert begun.wait(20)
    # Somebody else is faster, and has the later number and moment.
    Studio.objects.filter(pk=early.pk).update(name="先到的工作室")
    etags = [fetched(client, page)["ETag"] for page in pages]
    # What was noted is added up in between.
    fold_public_changes()
    assert all(fetched(client, page, etag).status_code == 304 for page, etag in zip(pages, etags, strict=True))
    go_on.set()
    writer.join()
    for page, etag in zip(pages, etags, strict=True):
        answer = fetched(client, page, etag)
        assert answer.status_code == 200
        assert "迟到的工作室" in answer.content.decode()


def test_adding_up_makes_no_earlier_etag_valid_again(client) -> None:
    studio = make_shown(make_union(parent=make_city()))
    seen = [public_mark().text]
    for number in range(12):
        Studio.objects.filter(pk=studio.pk).update(introduction=str(number))
        seen.append(public_mark().text)
        if number % 3 == 0:
            assert fold_public_changes() > 0
            assert public_mark().text == seen[-1]
            assert PublicChange.objects.count() == 2
    assert len(set(seen)) == len(seen) == 13


def test_a_change_taken_back_is_no_change(client) -> None:
    studio = make_shown(make_union(parent=make_city()))
    before = public_mark().text
    with transaction.atomic():
        Studio.objects.filter(pk=studio.pk).update(introduction="x")
        transaction.set_rollback(True)
    with transaction.atomic():
        with transaction.atomic():
            Studio.objects.filter(pk=studio.pk).update(introduction="x")
            transaction.set_rollback(True)
        Studio.objects.filter(pk=studio.pk).update(introduction="y")
    assert PublicChange.objects.count() > 0
    assert public_mark().text != before
