"""Looks for barriers on a page (WCAG 2.2 AA by axe) at the two widths."""

from axe_playwright_python.sync_playwright import Axe

from tests.browser.watch import SHOTS

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
WIDTHS = (1440, 390)


def barriers(page, address, name):
    """What axe finds at each width; the page must be there and no wider than its window."""
    found = {}
    for width in WIDTHS:
        # High enough that the bar at the foot lies over no link: what it covers at the moment can be scrolled.
        page.set_viewport_size({"width": width, "height": 6000})
        answer = page.goto(address)
        assert answer.status == 200
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png")
        scrolled = page.evaluate("document.documentElement.scrollWidth")
        faults = Axe().run(page, options=RULES).response["violations"]
        found[width] = [short(f) for f in faults]
        assert scrolled <= width, f"{scrolled} pixels wide"
    return {width: faults for width, faults in found.items() if faults}


def short(fault):
    """Rule, and where it was broken."""
    return [fault["id"], *(node["html"][:160] for node in fault["nodes"][:4])]
