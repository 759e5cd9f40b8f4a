"""Rows for every page of a review: five calls of one city, each standing at another stage."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from studios.actions.attachments import keep_file
from studios.actions.batches import Report, add_cases, save_batch, start_batch
from studios.actions.consultations import send_list
from studios.actions.decisions import Paper, name_studios
from studios.actions.meetings import open_meeting
from studios.actions.notices import draft_notice, publish_notice
from studios.actions.objections import Received, register_objection, sift_objection
from studios.actions.panel_closing import close_panel
from studios.actions.plaque_orders import order_plaques
from studios.actions.quotas import grant_places
from studios.actions.rubrics import make_default_rubric
from studios.actions.visit_reports import add_photo
from studios.actions.visits import plan_visits
from studios.choices.reviews import RecusalGround, SeatState
from studios.models import Quota, Recusal, ReviewPlan
from tests.board import make_cases, make_seats, score
from tests.city import City, at_county, ready
from tests.contents import complete_contents, fill_application
from tests.factories import make_account, make_call, make_county, make_industry, number
from tests.files import make_gps_photo, make_pdf
from tests.panel import make_assignment, make_expert, make_seat, make_simple_rubric, make_specialty
from tests.review import another_unit, make_review_city, qualified
from tests.studios.actions.test_visits import team_of, tomorrow
from unions import clock
from unions.actions.calendar import seed_calendar
from unions.actions.mailings import Letter, compose_mailing

SCORES = ("91.5 88 90 62 86", "84 85.5 83 84 82", "84 85.5 83 84 82", "72 70 75 68 71", "58 61 55 60 57")


def build_review() -> dict[str, Any]:
    """The scene by short names; accounts stand under their own names too."""
    seed_calendar()
    city = make_review_city("panel", "visit", "meeting", "notice")
    make_default_rubric(city.call, by=city.city_clerk)
    made = {"call": city.call} | panel_rows(city) | recommendation_rows(city)
    made |= meeting_rows(other_call(city, "panel", "meeting"))
    made |= visit_rows(other_call(city, "visit"))
    made |= notice_rows(other_call(city, "notice"))
    made |= decision_rows(other_call(city))
    letter = Letter("征求意见", "请于本周内反馈。", "/desk/")
    people = [city.unit_clerk, city.unit_chair, city.county_clerk]
    made["mailing"] = compose_mailing(city.city, letter, recipients=people, by=city.city_clerk)
    return made | {name: getattr(city, name) for name in ("city_clerk", "city_chair", "county_clerk", "unit_clerk")}


def other_call(city: City, *stages: str) -> City:
    """The same city with a call of its own."""
    call = make_call(city.city, path=("recommendation", *stages), title=f"2026年第{number()}批劳模创新工作室命名")
    ReviewPlan.objects.create(call=call)
    return replace(another_unit(city), call=call)


def panel_rows(city: City) -> dict[str, Any]:
    """Three cases before the panel; one expert at work with a recusal, one invited."""
    cases = qualified(city, 3)
    for case in cases:
        fill_application(case)
        version = case.versions.first()
        files = [{"id": f.pk, "slot": f.slot} for f in case.attachments.all()]
        version.content = complete_contents() | {"files": files}
        version.save()
        case.studio.industry = make_industry()
        case.studio.save()
    group = city.call.panel_groups.create(position=1, name="制造组")
    field = (make_specialty(),)
    experts = [
        make_expert(city.city, n, specialties=field, unit="澄江理工大学") for n in ("安评审", "白评审", "常评审")
    ]
    seat = make_seat(city.call, experts[0], group=group)
    for case in cases[:2]:
        make_assignment(seat, case)
    Recusal.objects.create(seat=seat, application=cases[2], ground=RecusalGround.MEMBER, at=clock.now())
    invited = make_seat(city.call, experts[1], state=SeatState.INVITED)
    experts_named = {"expert": experts[0], "judge": experts[0].account, "guest": experts[1].account}
    return experts_named | {"seat": seat, "invited": invited, "case": cases[0], "group": group}


def recommendation_rows(city: City) -> dict[str, Any]:
    """Places of two recommenders, and a list of two cases with report and scan."""
    quota = Quota.objects.create(call=city.call, union=city.county, places=5, floor=1)
    grant_places(quota, by=city.city_chair, places=1, reason="重点产业")
    Quota.objects.create(call=city.call, union=make_county(city.city, "河东县总工会"), places=3)
    cases = [at_county(another_unit(city)) for _ in range(2)]
    batch = add_cases(
        start_batch(city.call, city.county, by=city.county_clerk), cases, by=city.county_clerk, revision=0
    )
    scan = keep_file(BytesIO(make_pdf()), name="汇总表.pdf", by=city.county_clerk, union=city.county, slot="batch")
    report = Report("测县工〔2026〕7号", "经集体研究，同意推荐。", "县主席", clock.today())
    save_batch(batch, by=city.county_clerk, revision=batch.revision, report=report, scan=scan)
    return {"quota": quota, "batch": batch}


def meeting_rows(city: City) -> dict[str, Any]:
    """A closed panel with a wide spread and two cases level at the line; the meeting is open."""
    make_simple_rubric(city.call)
    seats = make_seats(city.call, 5)
    for case, totals in zip(make_cases(city.call, city, len(SCORES)), SCORES, strict=True):
        score(case, seats, *totals.split())
    close_panel(city.call, by=city.city_chair)
    open_meeting(city.call, places=2, reserves=1, by=city.city_clerk)
    return {"meeting": city.call}


def visit_rows(city: City) -> dict[str, Any]:
    """A planned visit with a photo, another case without one, and the list out to a department."""
    make_default_rubric(city.call, by=city.city_clerk)
    cases = [ready(city), ready(another_unit(city))]
    team = team_of(city)
    (visit,) = plan_visits(city.call, cases[:1], team=team, route=tomorrow(), by=city.city_clerk)
    add_photo(visit, stream=BytesIO(make_gps_photo()), name="现场.jpg", by=team.members[0])
    today = clock.today()
    (letter,) = send_list(city.call, ["税务部门"], sent_on=today, due_on=None, by=city.city_clerk)
    return {"visits": city.call, "visit": visit, "visitor": team.members[0], "letter": letter}


def notice_rows(city: City) -> dict[str, Any]:
    """A notice that runs, with an objection that is looked into; and a draft of what came later."""
    first = ready(city)
    ready(another_unit(city))
    draft = draft_notice(city.call, by=city.city_clerk)
    notice = publish_notice(draft, by=city.city_chair, revision=draft.revision)
    received = Received(text="成果归属有疑问。", name="文一舟", contact="13877770009", application=first)
    objection = register_objection(notice, received=received, by=None)
    sift_objection(objection, by=city.city_clerk, accept=True, revision=objection.revision)
    ready(another_unit(city))
    later = draft_notice(city.call, by=city.city_clerk)
    return {"notices": city.call, "notice": notice, "objection": objection, "draft": later}


def decision_rows(city: City) -> dict[str, Any]:
    """A decision whose plaques are ordered."""
    kept = keep_file(BytesIO(make_pdf()), name="决定.pdf", by=city.city_chair, union=city.city, slot="paper")
    paper = Paper(number="测工〔2026〕15号", decided_on=clock.today(), title="关于命名的决定", file=kept)
    decision = name_studios(city.call, [ready(city)], paper=paper, by=city.city_chair)
    order = order_plaques(decision, by=city.city_clerk, maker="标牌厂", ordered_on=clock.today(), pieces=1)
    waiting = ready(replace(another_unit(city), call=city.call))
    return {"named": city.call, "decision": decision, "order": order, "waiting": waiting, "outsider": make_account()}
