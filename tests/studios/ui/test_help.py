"""The help keeps up with the product: every page has its step, every step its picture, in both languages."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from PIL import Image

from studios.ui.help.pages import PAGES, own_pages, page_of
from studios.ui.help.parts import Step, label_of, picture_path
from studios.ui.site import PLACES
from tests.factories import make_account, make_call, make_county, make_officer, make_union
from tests.panel import make_expert, make_seat
from tests.test_routes import ROUTES
from tools.help_pictures import HEIGHT, LARGEST, WIDTH, manifest
from tools.help_shots import SHOTS
from unions.choices.people import Role
from unions.choices.tree import Level
from unions.ui.navigation import Item, registered

LANGUAGES = ("zh-hans", "en")
STATIC, TEMPLATES = Path(settings.BASE_DIR) / "static", Path(settings.BASE_DIR) / "templates"
EACH = 10_000
STEPS = {step.key: step for page in PAGES for step in page.steps}
DESK_PAGES = [page for page in PAGES if page.roles]


def told(slug: str) -> set[str]:
    """Every page of the product that this page of help tells of."""
    return {route for step in page_of(slug).steps for route in step.routes}


def is_offered(item: Item, roles: tuple[Role, ...]) -> bool:
    return bool(not item.roles or set(item.roles) & set(roles)) and (not item.is_for_staff or "administrator" in roles)


@pytest.mark.parametrize("page", DESK_PAGES, ids=lambda page: page.slug)
def test_every_entry_of_a_role_s_navigation_is_told_or_left_out_with_a_reason(page) -> None:
    offered = {item.url_name for item in registered() if is_offered(item, page.roles)}
    left_out = {name for name, reason in page.left_out.items() if reason}
    assert offered - told(page.slug) == left_out


def test_experts_are_told_of_what_their_seat_opens() -> None:
    seats = {item.url_name for item in registered() if not item.roles and item.when}
    assert seats <= told("expert")


def test_the_public_is_told_of_every_place_of_the_site() -> None:
    places = {place.route for _group, group in PLACES for place in group}
    assert places - told("public") == set(page_of("public").left_out)


@pytest.mark.parametrize("step", STEPS.values(), ids=lambda step: step.key)
def test_the_pages_of_a_step_exist_and_have_a_name(step: Step) -> None:
    named = {route for route in step.routes if route != "admin:index"}
    assert named <= set(ROUTES)
    assert all(step.way)
    assert label_of(step.page) == "" or not (step.name or step.entry)
    with translation.override("en"):
        texts = (step.title, step.text, step.trouble)
        assert all(texts)


def test_a_key_stands_for_one_step() -> None:
    assert all(STEPS[step.key] is step for page in PAGES for step in page.steps)


def test_a_page_s_own_name_is_said_by_a_template() -> None:
    """The name is the same text as the page's title: one that is renamed there fails here."""
    templates = (path for path in TEMPLATES.rglob("*.html") if path.parent != TEMPLATES / "studios" / "help")
    said = "\n".join(path.read_text(encoding="utf-8") for path in templates)
    workflow = (Path(settings.BASE_DIR) / "studios" / "workflow.py").read_text(encoding="utf-8")
    with translation.override("en"):
        names = {str(step.name) for step in STEPS.values() if step.name}
    assert {name for name in names if f'"{name}"' not in said + workflow} == set()


def test_every_step_has_its_picture_and_no_picture_is_left_over() -> None:
    assert set(SHOTS) == set(STEPS) == set(manifest())
    kept = {path.relative_to(STATIC).as_posix() for path in (STATIC / "help").rglob("*.*")}
    assert kept == {picture_path(key, language) for key in STEPS for language in LANGUAGES}
    assert sum((STATIC / name).stat().st_size for name in kept) <= EACH * len(kept)


@pytest.mark.parametrize("key", STEPS)
def test_a_picture_shows_the_page_of_its_step_and_is_small(key: str) -> None:
    kept = manifest()[key]
    assert (kept["route"], kept["who"]) == (SHOTS[key].route or STEPS[key].page, SHOTS[key].who)
    assert kept["templates"] or kept["route"] == "admin:index"
    for language in LANGUAGES:
        path = STATIC / picture_path(key, language)
        assert path.stat().st_size <= LARGEST
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("WEBP", (WIDTH, HEIGHT))


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_a_page_shows_its_steps_with_names_and_pictures(client, page, language, django_assert_max_num_queries) -> None:
    with translation.override(language):
        address = page.address
        ways = [step.way for step in page.steps]
    with django_assert_max_num_queries(2):
        body = client.get(address).content.decode()
    pictures = re.findall(r'<img\s+src="([^"]+)"\s+alt="([^"]+)"', body)
    assert [src for src, _alt in pictures] == [f"/static/{picture_path(step.key, language)}" for step in page.steps]
    assert all(way[-1] in body for way in ways)
    assert body.count("<h1") == 1
    assert len(set(re.findall(r' id="([^"]+)"', body))) == len(re.findall(r' id="([^"]+)"', body))


@pytest.mark.django_db
def test_the_overview_leads_to_every_page_and_the_footer_to_it(client) -> None:
    body = client.get("/en/help/").content.decode()
    assert all(f'href="/en/help/{page.slug}/"' in body for page in PAGES)
    assert 'href="/help/"' in client.get("/help/expert/").content.decode()
    assert client.get("/help/nobody/").status_code == 404


@pytest.mark.django_db
def test_a_desk_s_help_is_that_of_its_role() -> None:
    city = make_union()
    county = make_county(city)
    unit = make_union(parent=county)
    pages = {
        (place, role): [page.slug for page in own_pages(make_officer(union, role))]
        for place, union in (("city", city), ("county", county), ("unit", unit))
        for role in Role
    }
    assert pages == {
        ("city", "clerk"): ["naming-clerk"],
        ("city", "chair"): ["naming-chair"],
        ("county", "clerk"): ["recommender"],
        ("county", "chair"): ["recommender"],
        ("unit", "clerk"): ["unit-clerk"],
        ("unit", "chair"): ["unit-chair"],
    } | {(place, role): [str(role)] for place in ("city", "county", "unit") for role in ("auditor", "administrator")}


@pytest.mark.django_db
def test_below_the_root_the_naming_union_s_help_is_of_those_that_have_a_call() -> None:
    city = make_union()
    industry = make_union(parent=city, level=Level.CITY)
    county, unit = make_county(city), make_union(parent=make_county(city))
    places = (industry, county, unit)

    def pages() -> list[list[str]]:
        return [[page.slug for page in own_pages(make_officer(union, Role.CLERK))] for union in places]

    assert pages() == [["recommender"], ["recommender"], ["unit-clerk"]]
    for union in places:
        make_call(union)
    assert pages() == [["recommender", "naming-clerk"]] * 2 + [["unit-clerk", "naming-clerk"]]


@pytest.mark.django_db
def test_an_expert_s_help_is_the_expert_s_and_two_roles_choose(client) -> None:
    city = make_union()
    account = make_account("expert-1")
    assert [page.slug for page in own_pages(account)] == ["expert"]
    clerk = make_officer(city, Role.CLERK)
    client.force_login(clerk)
    assert client.get("/desk/help/")["Location"] == "/help/naming-clerk/"
    make_seat(make_call(city), make_expert(city, account=clerk))
    body = client.get("/desk/help/").content.decode()
    assert [body.index(f'href="/help/{slug}/"') for slug in ("naming-clerk", "expert", "unit-clerk")] == sorted(
        body.index(f'href="/help/{slug}/"') for slug in ("naming-clerk", "expert", "unit-clerk")
    )
