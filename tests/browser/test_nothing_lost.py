"""What was typed stays: two tabs, an ended session, a double click, the keyboard alone, no script."""

from datetime import timedelta

import pytest
import time_machine

from studios.actions.filings import open_application
from studios.choices.calls import Stage
from tests.browser.watch import press, put, sign_in, words
from tests.contents import fill_application
from tests.factories import PASSWORD, make_call, make_studio
from unions import clock

TYPED = "攻关了铝合金侧墙焊接变形的难题，减少返修四成，𠮷。"


@pytest.fixture(scope="module")
def drafts(city):
    """Complete drafts of the plant, one for each test."""
    call, clerk = make_call(city.unions["city"]), city.accounts["plant-clerk"]
    made = [open_application(call, make_studio(city.unions["plant"]), by=clerk) for _number in range(6)]
    return iter([fill_application(application) for application in made])


def open_form(page, application, key="summary"):
    page.goto(f"/desk/applications/{application.number}/form/{key}/")


def summary_of(application):
    return application.sections.get(key="summary").content["summary"]


def an_hour_later():
    """For the server too, which runs in this process."""
    return time_machine.travel(clock.now() + timedelta(hours=1), tick=True)


def test_two_tabs_do_not_overwrite_each_other(drafts, page):
    application = next(drafts)
    sign_in(page, "plant-clerk")
    open_form(page, application)
    other = page.context.new_page()
    open_form(other, application)
    put(other, "summary", "另一页写的总结。")
    press(other, "Save, back to the list")
    other.wait_for_url("**/form/")
    put(page, "summary", TYPED)
    page.get_by_text(words("This page was saved elsewhere")).wait_for()
    assert page.locator("[name=summary]").input_value() == TYPED
    assert summary_of(application) == "另一页写的总结。"
    press(page, "Overwrite with mine")
    page.wait_for_url("**/form/check/")
    assert summary_of(application) == TYPED


def test_a_session_that_ends_while_typing_keeps_page_and_text(drafts, page):
    application = next(drafts)
    sign_in(page, "plant-clerk")
    open_form(page, application)
    with an_hour_later():
        put(page, "summary", TYPED)
        dialog = page.locator("dialog[data-signed-out]")
        dialog.wait_for()
        with page.context.expect_page() as opened:
            dialog.locator("a").click()
        sign_in(opened.value, "plant-clerk")
        opened.value.close()
        dialog.locator("[data-close]").click()
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        page.locator("form[data-autosave]:not([data-dirty])").wait_for()
    assert summary_of(application) == TYPED


def test_without_script_a_form_sent_too_late_is_given_back(drafts, plain):
    application = next(drafts)
    sign_in(plain, "plant-clerk")
    open_form(plain, application)
    put(plain, "summary", TYPED)
    with an_hour_later():
        press(plain, "Save and go on")
        plain.fill("[name=login]", "plant-clerk")
        plain.fill("[name=password]", PASSWORD)
        plain.click("main button[type=submit]")
        press(plain, "Send again")
        plain.wait_for_url("**/form/check/")
    assert summary_of(application) == TYPED


@pytest.mark.parametrize("kind", ["page", "plain"])
def test_a_double_click_submits_once(drafts, kind, request):
    page, application = request.getfixturevalue(kind), next(drafts)
    sign_in(page, "plant-clerk")
    page.goto(f"/desk/applications/{application.number}/form/check/")
    page.locator("main form button[type=submit]").dblclick()
    page.wait_for_url("**/submitted/")
    application.refresh_from_db()
    assert (application.state, application.version_count) == (Stage.UNIT_REVIEW, 1)
    assert application.acts.filter(step="submit").count() == 1


def test_a_page_is_filled_in_and_submitted_by_keyboard_alone(drafts, page):
    application = next(drafts)
    sign_in(page, "plant-clerk")
    open_form(page, application)
    tab_to(page, "[name=summary]")
    page.keyboard.press("Control+A")
    page.keyboard.type(TYPED)
    tab_to(page, "[name=declared]")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    tab_to(page, "button[name=save]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/form/check/")
    tab_to(page, "form[action$='/submit/'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/submitted/")
    assert summary_of(application) == TYPED
    assert page.locator("[name=summary]").count() == 0


def tab_to(page, selector):
    """Press Tab until the control has the focus, which must be seen on every stop."""
    for _stop in range(120):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_SHOWS), page.evaluate(FOCUSED)
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"Tab does not reach {selector}")


FOCUSED = "document.activeElement.outerHTML + getComputedStyle(document.activeElement).outline"
FOCUS_SHOWS = """() => {
  const control = document.activeElement;
  if (control === document.body) return true;
  const seen = [control, control.nextElementSibling, control.closest(".upload")].filter(Boolean).map(getComputedStyle);
  return seen.some((s) => (s.outlineStyle !== "none" && s.outlineWidth !== "0px") || s.boxShadow !== "none");
}"""
