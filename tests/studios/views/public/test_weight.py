"""The first view of the fullest public pages weighs at most 120 kB without pictures."""

import pytest
from django.db import transaction

from studios.choices.reviews import NoticeState
from tests.factories import make_call, make_condition, make_designation, make_notice, make_union
from tests.studios.views.public.rows import make_city, make_method, make_shown, make_verified
from tests.weight import first_load

pytestmark = pytest.mark.django_db
MOST = 120_000
LONG = "转向架焊接与无损检测，狭小空间立焊变形控制。" * 20


@pytest.fixture(scope="module")
def full(django_db_setup, django_db_blocker):
    """A page of everything, with texts as long as forms take them; taken back behind the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        city = make_city()
        call = make_call(city, guide=LONG * 4)
        for _condition in range(15):
            make_condition(call, text=LONG[:200])
        studio = None
        for n in range(21):
            unit = make_union(f"第{n}厂工会", parent=city, county=f"第{n}区")
            studio = make_shown(unit, f"张{chr(0x4E00 + n)}", introduction=LONG[:500], county=f"第{n}区")
            make_notice(call, state=NoticeState.OVER)
        for n in range(12):
            make_verified(studio, f"成果{n}", problem=LONG[:500], novelty=LONG[:500])
        make_method(studio)
        yield {
            "studio": studio,
            "call": call,
            "notice": make_notice(call),
            "naming": make_designation(studio, level="county"),
        }
        transaction.set_rollback(True)


ADDRESSES = (
    "/", "/studios/", "/studios/?view=list", "/studios/{studio.number}/", "/results/", "/notices/", "/notices/{notice.pk}/",
    "/decisions/", "/decisions/{naming.decision_id}/", "/calls/", "/calls/{call.pk}/", "/p/{naming.code}/", "/statistics/",
    "/open-data/", "/search/?q=焊接", "/privacy/", "/sitemap/",
)  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_first_view_is_light(client, full, address, prefix):
    answer = client.get(prefix + address.format(**full))
    assert answer.status_code == 200
    loaded = first_load(answer.content.decode())
    assert "icons/sprite.svg" in loaded
    assert "js/main.js" in loaded
    assert sum(loaded.values()) <= MOST, sorted(loaded.items(), key=lambda item: -item[1])[:8]
