"""Two people who write the same edited sheet at once, and one who clicks twice."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from studios.models import Studio
from tests.factories import make_county, make_officer, make_union
from tests.rigor.crowd import all_at_once
from tests.studios.views.test_list_edits import edited, furnish, hand_in, signed_in, taken_out
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.models import AuditEvent, Union

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "studios"


@pytest.fixture
def unit(settings: Any, tmp_path: Any) -> Iterator[Union]:
    settings.MEDIA_ROOT, settings.TOTP_REQUIRED = tmp_path, {}
    unit = make_union("甲厂工会", parent=make_county(make_union("测试市总工会")), employer="甲厂")
    furnish(unit)
    return unit


def checked(client: Client, content: bytes) -> tuple[int, str]:
    """Hand the sheet in; the upload, and the seal of what was shown."""
    page = hand_in(client, KEY, content)
    return page.context["upload"].pk, page.context["found"].seal


def write(client: Client, upload: int, seal: str) -> Any:
    return lambda: client.post(f"/desk/edit/{KEY}/{upload}/apply/", {"seal": seal}).status_code


def edits() -> int:
    return AuditEvent.objects.filter(verb=Verb.LIST_EDITED).count()


def test_of_two_who_write_the_same_sheet_at_once_one_wins_and_the_other_is_told(unit: Union) -> None:
    one, other = (signed_in(make_officer(unit, Role.CLERK)) for _ in range(2))
    content = edited(taken_out(one, KEY), 联系人="改过的人")
    answers = all_at_once([write(client, *checked(client, content)) for client in (one, other)])
    assert Counter(answers) == {302: 1, 409: 1}
    assert (Studio.objects.get().contact_name, edits()) == ("改过的人", 1)


def test_of_two_sheets_that_change_the_same_cell_one_stands_and_the_other_is_shown_it(unit: Union) -> None:
    one, other = (signed_in(make_officer(unit, Role.CLERK)) for _ in range(2))
    taken = taken_out(one, KEY)
    sheets = [edited(taken, 联系人="甲改"), edited(taken, 联系人="乙改")]
    uploads = [checked(client, content) for client, content in zip((one, other), sheets, strict=True)]
    answers = all_at_once([write(c, *upload) for c, upload in zip((one, other), uploads, strict=True)])
    assert Counter(answers) == {302: 1, 409: 1}
    winner, loser = (0, 1) if answers[0] == 302 else (1, 0)
    assert Studio.objects.get().contact_name == ("甲改", "乙改")[winner]
    page = (one, other)[loser].get(f"/desk/edit/{KEY}/{uploads[loser][0]}/").content.decode()
    assert ("甲改", "乙改")[winner] in page
    assert edits() == 1


def test_a_second_click_writes_nothing(unit: Union) -> None:
    clerk = make_officer(unit, Role.CLERK)
    upload, seal = checked(signed_in(clerk), edited(taken_out(signed_in(clerk), KEY), 联系人="改过的人"))
    answers = all_at_once([write(signed_in(clerk), upload, seal) for _ in range(2)])
    assert Counter(answers) == {302: 1, 409: 1}
    assert edits() == 1
