"""Suggestions below the search field: keyboard, touch, readers, input methods; and the plain form without them."""

import pytest
from playwright.sync_api import expect

from studios.models import Person
from tests.browser.axe import RULES, Axe, short
from tests.factories import make_named_studio, make_worker
from unions.values.names import pinyin_key


@pytest.fixture(scope="module")
def studios(city):
    made = []
    for name in ("张伟", "张伟强"):
        lead = make_worker(name, home=city.unions["plant"])
        Person.objects.filter(pk=lead.person_id).update(name_key=pinyin_key(name))
        made.append(make_named_studio(city.unions["plant"], f"{name}劳模创新工作室", lead=lead))
    return made


def field(page):
    return page.get_by_role("combobox")


def options(page):
    return page.get_by_role("option")


@pytest.mark.parametrize("address", ["/", "/studios/", "/en/search/"])
def test_arrows_walk_the_options_and_enter_opens_one(page, studios, address):
    page.goto(address)
    box = field(page)
    box.press_sequentially("张伟", delay=20)
    expect(options(page)).to_have_count(4)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="4")).to_have_count(1)
    box.press("ArrowDown")
    first = options(page).first
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(f"**/studios/{studios[0].number}/")


def test_escape_shuts_the_list_and_keeps_the_words(page, studios):
    page.goto("/")
    field(page).press_sequentially("zw", delay=20)
    expect(options(page).first).to_be_visible()
    field(page).press("Escape")
    expect(options(page)).to_have_count(0)
    expect(field(page)).to_have_value("zw")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    field(page).press("Enter")
    page.wait_for_url("**/search/?q=zw")


def test_a_half_typed_syllable_of_an_input_method_asks_for_nothing(page, studios):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "suggest/?" in request.url else None)
    page.goto("/")
    field(page).focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "zhang", "selectionStart": 5, "selectionEnd": 5})
    page.wait_for_timeout(400)
    assert asked == []
    session.send("Input.insertText", {"text": "张"})
    expect(options(page).first).to_be_visible()
    assert [url.rpartition("=")[2] for url in asked] == ["%E5%BC%A0"]


def test_a_tap_opens_an_option_and_the_open_list_is_no_barrier(phone, studios):
    phone.goto("/search/")
    field(phone).press_sequentially("张伟强", delay=20)
    expect(options(phone)).to_have_count(2)
    faults = Axe().run(phone, options=RULES).response["violations"]
    assert [short(fault) for fault in faults] == []
    options(phone).first.tap()
    phone.wait_for_url(f"**/studios/{studios[1].number}/")


def test_without_script_it_is_a_form(plain, studios):
    plain.goto("/")
    box = plain.get_by_role("searchbox")
    box.fill("张伟强")
    box.press("Enter")
    plain.wait_for_url("**/search/?q=*")
    expect(plain.get_by_role("link", name="张伟强劳模创新工作室")).to_have_count(1)
