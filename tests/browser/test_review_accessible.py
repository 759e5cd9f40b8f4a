"""WCAG 2.2 AA by axe on the pages of a review, at 1440 and 390 pixels, with real rows."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.browser.axe import barriers
from tests.browser.moved_clock import everywhere
from tests.browser.review_scene import build_review
from tests.browser.watch import DESKTOP
from tests.factories import moment

# Who looks ("" is the public), the route, and its arguments as values of the scene's rows; `?` begins a query.
PAGES = {
    "quotas": ("city_clerk", "call_quotas", "call.pk"),
    "quotas-edit": ("city_clerk", "call_quotas_edit", "call.pk"),
    "quota": ("city_clerk", "quota", "quota.pk"),
    "quota-grant": ("city_chair", "quota_grant", "quota.pk"),
    "batches": ("county_clerk", "call_batches", "call.pk"),
    "batch": ("county_clerk", "batch", "batch.pk"),
    "call-of-review": ("city_clerk", "call_edit", "call.pk"),
    "plan": ("city_clerk", "call_plan", "call.pk"),
    "rubric": ("city_clerk", "call_rubric", "call.pk"),
    "criterion": ("city_clerk", "call_rubric_criterion", "call.pk", "?group=1&place=1"),
    "points": ("city_clerk", "call_rubric_points", "call.pk"),
    "experts": ("city_clerk", "experts"),
    "expert": ("city_clerk", "expert", "expert.pk"),
    "panel": ("city_clerk", "call_panel", "call.pk"),
    "invite": ("city_clerk", "call_panel_invite", "call.pk"),
    "seat": ("city_clerk", "call_seat", "call.pk", "seat.pk"),
    "assignments": ("city_clerk", "call_assignments", "call.pk"),
    "assignment-case": ("city_clerk", "call_assignment_case", "call.pk", "case.number"),
    "deal": ("city_clerk", "call_assignments_deal", "call.pk"),
    "paper-sheets": ("city_clerk", "call_paper_sheets", "call.pk"),
    "blind-files": ("city_clerk", "call_blind_files", "call.pk"),
    "declare": ("guest", "review_declare", "invited.pk"),
    "queue": ("judge", "review_queue", "seat.pk"),
    "workbench": ("judge", "review_case", "seat.pk", "case.number"),
    "my-scores": ("judge", "review_summary", "seat.pk"),
    "code": ("", "seat_enter"),
    "board": ("city_chair", "call_board", "meeting.pk"),
    "board-open": ("city_chair", "call_board", "call.pk"),
    "board-experts": ("city_chair", "call_board_experts", "call.pk"),
    "board-close": ("city_chair", "call_board_close", "call.pk"),
    "diagnostics": ("city_chair", "call_diagnostics", "meeting.pk"),
    "meeting": ("city_chair", "call_meeting", "meeting.pk"),
    "meeting-swap": ("city_chair", "call_meeting_swap", "meeting.pk"),
    "meeting-freeze": ("city_chair", "call_meeting_freeze", "meeting.pk"),
    "projector": ("city_chair", "call_meeting_screen", "meeting.pk"),
    "visits": ("city_clerk", "call_visits", "visits.pk"),
    "visits-plan": ("city_clerk", "call_visits_plan", "visits.pk"),
    "visit-desk": ("city_clerk", "desk_visit", "visit.pk"),
    "my-visits": ("visitor", "visits"),
    "visit-form": ("visitor", "visit", "visit.pk"),
    "consultations": ("city_clerk", "call_consultations", "visits.pk"),
    "consultation": ("city_clerk", "consultation", "letter.pk"),
    "consultation-reply": ("city_clerk", "consultation_reply", "letter.pk"),
    "notices-desk": ("city_chair", "call_notices", "notices.pk"),
    "notice-desk": ("city_chair", "notice_desk", "notice.pk"),
    "notice-edit": ("city_clerk", "notice_edit", "draft.pk"),
    "notice-publish": ("city_chair", "notice_publish", "draft.pk"),
    "notice-correct": ("city_chair", "notice_correct", "notice.pk"),
    "notice-copy": ("city_clerk", "notice_copy", "notice.pk"),
    "objections": ("city_clerk", "call_objections", "notices.pk"),
    "objection": ("city_clerk", "objection", "objection.pk"),
    "objection-settle": ("city_chair", "objection_settle", "objection.pk"),
    "objection-register": ("city_clerk", "notice_register", "notice.pk"),
    "public-notices": ("", "notices"),
    "public-notice": ("", "notice", "notice.pk"),
    "objection-form": ("", "notice_objection", "notice.pk"),
    "receipt": ("", "objection_state", "objection.receipt"),
    "receipt-ask": ("", "objection_query"),
    "papers": ("city_clerk", "call_papers", "named.pk"),
    "templates": ("city_clerk", "paper_templates"),
    "template-fields": ("city_clerk", "/desk/paper-templates/fields/notice/"),
    "plaques": ("city_clerk", "plaque_orders", "decision.pk"),
    "report": ("city_clerk", "call_report", "call.pk"),
    "outbox": ("city_clerk", "mailings"),
    "mailing": ("city_clerk", "mailing", "mailing.pk"),
    "mailing-new": ("city_clerk", "mailing_new"),
    "name": ("city_chair", "call_name", "named.pk"),
    "waits-for-me": ("city_chair", "desk"),
}


@pytest.fixture(scope="module")
def scene(server, django_db_blocker):
    """Calls at every stage; the clock stands on a working day of the calendar."""
    with django_db_blocker.unblock(), everywhere(moment(2026, 9, 28)):
        try:
            yield build_review()
        finally:
            call_command("flush", verbosity=0, interactive=False)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_review_has_no_barrier_that_axe_finds(scene, doors, open_page, name):
    who, route, *arguments = PAGES[name]
    page = open_page(DESKTOP | {"storage_state": doors(scene[who].username if who else "")})
    assert barriers(page, address(scene, route, arguments), name) == {}


def address(scene, route, arguments):
    """`call.pk` is a value of a row."""
    if route.startswith("/"):
        return route
    rows = [a.split(".") for a in arguments if not a.startswith("?")]
    query = "".join(a for a in arguments if a.startswith("?"))
    return reverse(route, args=[getattr(scene[row], name) for row, name in rows]) + query
