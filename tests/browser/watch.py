"""Pages of a browser that remember what went wrong on them."""

import os

from django.utils import translation
from django.utils.translation import gettext, pgettext

from tests.factories import PASSWORD

DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PLAIN = {"viewport": {"width": 1440, "height": 900}, "java_script_enabled": False}
# A page that is left stops what it was loading; a download stops the navigation that began it.
STOPPED = "net::ERR_ABORTED"
SHOTS = os.environ.get("BROWSER_SHOTS", "")  # a folder that gets the last screen of every page


class Watched:
    """One page in a context of its own; script errors, refused sources and failed requests are kept."""

    def __init__(self, browser, server, options):
        self.context = browser.new_context(base_url=server, locale="zh-CN", timezone_id="Asia/Shanghai", **options)
        self.context.set_default_timeout(8000)
        self.faults = []
        self.context.on("page", self._watch)
        self.page = self.context.new_page()

    def _watch(self, page):
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        page.on("dialog", lambda dialog: dialog.accept())

    def _said(self, said):
        # Answers with an error status are counted by themselves, with their address.
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.faults.append(f"console: {said.text}")

    def _failed(self, request):
        if request.failure != STOPPED:
            self.faults.append(f"request: {request.url} {request.failure}")

    def _answered(self, answer):
        is_server_fault = answer.status >= 500
        is_missing_part = answer.status >= 400 and answer.request.resource_type not in ("document", "fetch", "xhr")
        if is_server_fault or is_missing_part:
            self.faults.append(f"answer: {answer.status} {answer.url}")

    def close(self):
        if SHOTS:
            self.page.screenshot(path=f"{SHOTS}/last-{id(self)}.png", full_page=True)
        self.context.close()
        return self.faults


def words(text, context=""):
    """The Chinese words of the interface."""
    with translation.override("zh-hans"):
        return pgettext(context, text) if context else gettext(text)


def sign_in(page, username, password=PASSWORD):
    """Sign in as people do."""
    page.goto("/desk/sign-in/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    return page


def press(page, text):
    """Press the button or follow the link that carries these words of the interface and can be seen."""
    place = page.evaluate(FIND, words(text))
    assert place >= 0, f"no {text} ({words(text)}) on {page.url}"
    page.locator(CONTROLS).nth(place).click()
    page.wait_for_load_state()


CONTROLS = "main button, main a"
# Words that only readers hear, and counts, do not belong to the name on the button.
FIND = """name => [...document.querySelectorAll("main button, main a")].findIndex((control) => {
  const copy = control.cloneNode(true);
  copy.querySelectorAll(".vh, .muted, svg").forEach((part) => part.remove());
  return copy.textContent.trim() === name && control.getClientRects().length && !control.matches(".vh");
})"""


def choose(page, name, value):
    """Choose an option by its value or its text; long lists are searched where script made them a text box."""
    select = page.locator(f'select[name="{name}"]')
    text = select.evaluate(
        "(e, v) => [...e.options].filter(o => o.value === v || o.text === v).map(o => o.text)[0] || ''", str(value)
    )
    assert text, f"{name} has no option {value}"
    if select.is_visible():
        select.select_option(label=text)
        return
    box = select.locator("xpath=..").locator("input[role=combobox]")
    box.fill(text)
    select.locator("xpath=..").get_by_role("option", name=text, exact=True).first.click()


def put(page, name, value):
    """Answer one field, whatever it is drawn as."""
    control = page.locator(f'main [name="{name}"]')
    kind = control.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
    if kind == "select":
        choose(page, name, value)
    elif kind == "radio":
        page.check(f'[name="{name}"][value="{value}"]')
    elif kind == "checkbox":
        control.first.set_checked(bool(value))
    else:
        control.fill(str(value))


def put_all(page, answers, prefix=""):
    """Answer several fields; a month is a pair, its year and its number."""
    for name, value in answers.items():
        if isinstance(value, tuple):
            choose(page, f"{prefix}{name}_0", value[0])
            choose(page, f"{prefix}{name}_1", value[1])
        else:
            put(page, f"{prefix}{name}", value)
