"""The workbench in a browser: three panes, live total, drafts, keyboard alone; no barrier at 1440 and 390 pixels."""

import os
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

from studios.choices.reviews import RecusalGround, SheetState
from studios.models import Criterion, Recusal, ScoreSheet
from tests.browser.watch import sign_in
from tests.contents import complete_contents, fill_application
from tests.factories import make_account
from tests.panel import make_assignment, make_expert, make_seat, make_simple_rubric
from tests.review import make_review_city, qualified
from unions import clock

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def seat(server, django_db_blocker):
    """An expert with three cases and a recused one."""
    with django_db_blocker.unblock():
        yield make_scene()
        call_command("flush", verbosity=0, interactive=False)


def make_scene():
    city = make_review_city("panel")
    make_simple_rubric(city.call)
    cases = qualified(city, 4)
    for case in cases[:3]:
        fill_application(case)
        version = case.versions.first()
        files = [{"id": f.pk, "slot": f.slot} for f in case.attachments.all()]
        version.content = complete_contents() | {"files": files}
        version.save()
    made = make_seat(city.call, make_expert(city.city, account=make_account("expert")))
    for case in cases[:3]:
        make_assignment(made, case)
    Recusal.objects.create(seat=made, application=cases[3], ground=RecusalGround.MEMBER, at=clock.now())
    return made


def shot(page, name):
    """A picture for whoever asks by BENCH_SHOTS."""
    if os.environ.get("BENCH_SHOTS"):
        page.screenshot(path=f"{os.environ['BENCH_SHOTS']}/{name}.png")


def barriers(page):
    return [v["id"] for v in Axe().run(page, options=RULES).response["violations"]]


def test_a_case_is_scored_by_keyboard_alone(server, seat, page):
    sign_in(page, "expert")
    page.goto(f"{server}/review/{seat.pk}/")
    shot(page, "queue")
    assert barriers(page) == []
    page.get_by_role("link", name="草稿工作室").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".score")
    first, second = Criterion.objects.order_by("position")
    page.locator(f"input[name=band_{first.pk}]").first.focus()
    page.keyboard.press("Space")
    assert page.locator(f"#id_points_{first.pk}").input_value() == "17.5"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator(f"#id_points_{first.pk}").input_value() == "54"
    page.locator(f"#id_points_{second.pk}").focus()
    page.keyboard.type("41")
    page.wait_for_selector(".crit .field__error")
    page.keyboard.press("Control+A")
    page.keyboard.type("30.5")
    expect(page.locator("[data-total]")).to_have_text("84.50")
    expect(page.locator("[data-autosave-status]")).not_to_be_empty()
    shot(page, "case")
    assert barriers(page) == []
    page.locator("button[name=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/review/{seat.pk}/*/")
    expect(page.locator(".queue__item .tag--green")).to_have_count(1)
    sheet = ScoreSheet.objects.get(state=SheetState.SUBMITTED)
    assert sheet.total == Decimal("84.50")


def test_the_workbench_is_one_column_on_a_phone(server, seat, phone):
    sign_in(phone, "expert")
    phone.goto(f"{server}/review/{seat.pk}/{seat.assignments.last().application.number}/")
    shot(phone, "phone")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert barriers(phone) == []
