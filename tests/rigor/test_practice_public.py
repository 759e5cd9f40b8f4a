"""A practice call is never public: every public address answers the same bytes before it, during it and after it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from studios.actions.practice import rehearse_naming, wipe_practice
from studios.actions.studios import create_studio
from studios.choices.calls import Stage
from studios.exports.open_data import TABLES
from studios.models import Application, Call, Objection
from studios.queries.sitemap import KINDS
from studios.ui.statistics import Tables
from tests.city import City, again, make_city, ready
from tests.factories import make_call, make_kind, make_notice, make_objection, make_worker, moment
from tests.studios.views.public.rows import make_method, make_shown
from tests.test_routes import ROUTES
from unions import clock

pytestmark = pytest.mark.django_db
CANARY = "金丝雀"
NOW = moment(2026, 9, 21, 10)
# Monitoring, and pages with a token of their own; none of them reads a call.
APART = ("readyz", "healthz", "account_login", "mfa_authenticate", "seat_enter")
WORDS = ("", f"?q={CANARY}", "?year=2026")


def is_open(name: str) -> bool:
    return "public" in getattr(ROUTES[name].callback, "audience", ())


def plain_addresses() -> Iterator[str]:
    """Every public address without an argument, in both languages; words and a year where a page reads them."""
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for name in sorted(ROUTES):
                if is_open(name) and name not in APART:
                    try:
                        yield reverse(name)
                    except NoReverseMatch:
                        continue


def more_addresses() -> Iterator[str]:
    """Sheets, parts of the map, files of the open data, suggestions."""
    yield from (reverse("statistics_sheet", args=[key]) for key in Tables.KEYS)
    yield from (reverse("sitemap_part", args=[kind, 0]) for kind in KINDS)
    for key in TABLES:
        yield from (reverse("open_data_file", args=[key, form]) for form in ("csv", "json"))
    yield f"/search/suggest/?q={CANARY[:2]}"


def answers(client: Client) -> dict[str, tuple[int, bytes]]:
    """What everybody reads."""
    found = {}
    for address in [*plain_addresses(), *more_addresses()]:
        for words in WORDS if "?" not in address else ("",):
            answer = client.get(address + words)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            found[address + words] = (answer.status_code, body)
    return found


@pytest.fixture
def city() -> Iterator[City]:
    """A city with something to show, as the public knows it."""
    with clock.at(NOW):
        made = make_city()
        make_method(make_shown(made.unit, level="city"))
        make_notice(make_call(made.city, title="真批次"), title="真公示")
        yield made


def practise(city: City) -> tuple[Call, Application, Objection]:
    """A practice through all its stages: a case, a notice, an objection."""
    city.call = make_call(city.city, title=f"{CANARY}批次（演练）", is_practice=True, path=("recommendation", "notice"))
    values = {"name": f"{CANARY}工作室", "kind_id": make_kind().pk}
    city.studio = create_studio(city.unit, values, by=city.unit_clerk, practice=city.call)
    city.studio.leaderships.create(worker=make_worker(f"{CANARY}", home=city.unit), starts_on=clock.today())
    case = ready(city)
    notice = make_notice(city.call, case, title=f"{CANARY}公示")
    return city.call, case, make_objection(notice, case, state="declined", sifted_at=clock.now())


def named(call: Call, case: Application, city: City) -> None:
    Application.objects.filter(pk=case.pk).update(state=Stage.DECISION, desk=city.city)
    rehearse_naming(call, [again(case)], by=city.city_chair)


def test_every_public_address_answers_the_same_before_during_and_after(client: Client, city: City) -> None:
    before = answers(client)
    assert len(before) > 60
    assert any("真公示".encode() in body for _status, body in before.values())
    call, case, _objection = practise(city)
    during = answers(client)
    named(call, case, city)
    ended = answers(client)
    wipe_practice(call, by=city.city_chair, follow=lambda _done, _total: None)
    after = answers(client)
    for name, found in {"during": during, "ended": ended, "after": after}.items():
        changed = [address for address in before if found[address] != before[address]]
        assert not changed, f"{name}: {changed}"
    assert not [a for a, (_status, body) in during.items() if CANARY.encode() in body and CANARY not in a]


def test_what_belongs_to_a_practice_is_not_found(client: Client, city: City) -> None:
    call, _case, objection = practise(city)
    notice = objection.notice
    for address in (
        reverse("call", args=[call.pk]),
        reverse("call_calendar", args=[call.pk]),
        reverse("notice", args=[notice.pk]),
        reverse("notice_objection", args=[notice.pk]),
        reverse("objection_state", args=[objection.receipt]),
    ):
        assert client.get(address).status_code == 404, address
    assert client.post(reverse("notice_objection", args=[notice.pk]), {}).status_code == 404
    assert client.get(f"/objections/?code={objection.receipt}").status_code == 200
    real = make_call(city.city)
    assert client.get(reverse("call", args=[real.pk])).status_code == 200


def test_staff_find_it_at_their_desks_with_its_mark(client: Client, city: City) -> None:
    call, case, _objection = practise(city)
    client.force_login(city.city_clerk)
    for address in (
        f"/desk/calls/{call.pk}/",
        "/desk/cases/",
        case.get_absolute_url(),
        f"/desk/calls/{call.pk}/notices/",
    ):
        page = client.get(address).content.decode()
        assert "（演练）" in page, address
        assert f'href="{reverse("call", args=[call.pk])}"' not in page
