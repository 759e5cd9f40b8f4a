"""WCAG 2.2 AA by axe on every kind of page, at 1440 and 390 pixels, with real rows."""

import pytest
from django.urls import reverse

from studios.actions import desks
from studios.actions.filings import open_application, submit_application
from studios.choices.calls import Check, Stage
from studios.choices.sections import SectionKey
from studios.models import ModelWorker
from tests.browser.axe import barriers
from tests.browser.watch import DESKTOP
from tests.contents import fill_application
from tests.factories import (
    make_call,
    make_condition,
    make_decision,
    make_designation,
    make_honour,
    make_named_studio,
    make_notice,
    make_result,
    make_studio,
    make_worker,
)
from unions import clock
from unions.actions.messages import send_messages

NO_FAULTS = dict.fromkeys(SectionKey, 0)
# Username ("" is the public), name of the route (or an address), and its arguments: words, or values of the scene's rows.
PAGES = {
    "home": ("", "home"),
    "home-en": ("", "/en/"),
    "studios": ("", "studios"),
    "studios-list": ("", "/studios/?view=list&level=city"),
    "search": ("", "/search/?q=攻关"),
    "search-kind": ("", "/en/search/?q=岸桥&kind=result"),
    "search-nothing": ("", "/search/?q=无此词"),
    "studio": ("", "studio", "named.number"),
    "plaque": ("", "plaque", "naming.code"),
    "plaque-check": ("", "plaque_check"),
    "decision": ("", "public_decision", "naming.decision_id"),
    "results": ("", "results"),
    "guide": ("", "call", "call.pk"),
    "privacy": ("", "privacy"),
    "accessibility": ("", "accessibility"),
    "notices": ("", "notices"),
    "notice": ("", "notice", "notice.pk"),
    "public-decisions": ("", "public_decisions"),
    "public-calls": ("", "calls_public"),
    "statistics": ("", "statistics"),
    "open-data": ("", "open_data"),
    "site-map": ("", "site_map"),
    "help": ("", "help_overview"),
    "help-page": ("", "/help/unit-clerk/"),
    "sign-in": ("", "account_login"),
    "to-do": ("county-clerk", "desk"),
    "cases": ("city-clerk", "cases"),
    "case": ("county-chair", "application", "case.number"),
    "return": ("county-clerk", "case_step", "case.number", "return"),
    "my-applications": ("plant-clerk", "applications"),
    "form": ("plant-clerk", "application_form", "draft.number"),
    "form-leads": ("plant-clerk", "application_section", "draft.number", "leads"),
    "form-errors": ("plant-clerk", "application_section", "draft.number", "results"),
    "form-summary": ("plant-clerk", "application_section", "draft.number", "summary"),
    "form-check": ("plant-clerk", "application_check", "draft.number"),
    "calls": ("city-clerk", "calls"),
    "call": ("city-chair", "call_edit", "call.pk"),
    "call-wording": ("city-clerk", "call_wording", "call.pk"),
    "call-rules": ("city-clerk", "call_rules", "call.pk"),
    "decisions": ("city-chair", "decisions"),
    "desk-decision": ("city-chair", "decision", "naming.decision_id"),
    "desk-studios": ("city-clerk", "desk_studios"),
    "desk-studio": ("city-clerk", "desk_studio", "named.pk"),
    "unions": ("city-administrator", "unions"),
    "union": ("city-administrator", "union", "named.union_id"),
    "accounts": ("city-administrator", "accounts"),
    "account-new": ("city-administrator", "account_new"),
    "messages": ("city-clerk", "messages"),
    "audit": ("city-auditor", "audit"),
    "searches": ("city-auditor", "search_misses"),
    "calendar": ("city-clerk", "calendar"),
    "ledger": ("city-clerk", "ledger_upload"),
    "password": ("city-clerk", "account_change_password"),
    "components": ("keeper", "ui"),
}


@pytest.fixture(scope="module")
def scene(city):
    """Rows for every page: a named studio with its papers, a case at the county, a draft with faults."""
    plant, port = city.unions["plant"], city.unions["port"]
    root = city.unions["city"]
    lead = make_worker("程远山", honours=(make_honour(),), home=plant)
    named = make_named_studio(port, "潮信劳模创新工作室二号", lead=lead, introduction="在码头一线攻关。")
    naming = make_designation(named, decision=make_decision(root), plaque_number="LX-CJ-00001-1", union=root)
    make_result(named, "岸桥防摇控制法")
    call = make_call(root)
    make_condition(call, Check.EVIDENCE, slot="place")
    make_condition(call, Check.TEAM_SIZE, threshold=9)
    call.slots.create(position=1, key="place", name="固定场所照片")
    send_messages([city.accounts["city-clerk"]], lambda: "请审核", url="/desk/")
    return {
        "named": named,
        "naming": naming,
        "call": call,
        "notice": make_notice(call),
        "case": case_at_county(city, call),
        "draft": draft_with_faults(city, call),
    }


def case_at_county(city, call):
    """Submitted and agreed by its unit."""
    application = open_application(call, make_studio(city.unions["plant"]), by=city.accounts["plant-clerk"])
    fill_application(application)
    submit_application(application, by=city.accounts["plant-clerk"], idempotency_key="one", faults=NO_FAULTS)
    application.refresh_from_db()
    signed = desks.Signature(text="同意。", signer="负责人", signed_on=clock.today())
    chair = city.accounts["plant-chair"]
    desks.agree(application, by=chair, opinion=signed, revision=application.revision)
    application.refresh_from_db()
    assert application.state == Stage.RECOMMENDATION
    return application


def draft_with_faults(city, call):
    """A draft whose page of results was saved with faults."""
    lead = ModelWorker.objects.get(person__name="程远山")
    application = open_application(call, make_studio(city.unions["plant"], lead=lead), by=city.accounts["plant-clerk"])
    section = application.sections.get(key="results")
    section.content = {"schema": 1, "projects": [{"key": "a1"}], "results": [{"key": "b1", "title": "焊接"}]}
    section.state, section.faults = "faulty", 9
    section.save()
    return application


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier_that_axe_finds(scene, doors, open_page, name):
    username, route, *arguments = PAGES[name]
    address = route if route.startswith("/") else reverse(route, args=[value(scene, a) for a in arguments])
    page = open_page(DESKTOP | {"storage_state": doors(username)})
    assert barriers(page, address, name) == {}


def value(scene, argument):
    """`named.number` is a value of a row; what has no full stop stands for itself."""
    row, stop, name = argument.partition(".")
    return getattr(scene[row], name) if stop else argument
