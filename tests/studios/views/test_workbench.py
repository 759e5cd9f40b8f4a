"""The workbench over HTTP: one's own seat alone, band first, drafts that save themselves, paper with two clerks."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studios.actions.scores import Given, submit_sheet
from studios.choices.calls import Stage
from studios.choices.reviews import PanelMethod, RecusalGround, SeatState, SheetState
from studios.models import Application, Attachment, CallStage, Criterion, Recusal, ScoreSheet
from studios.queries.rubrics import criteria_of
from tests.contents import complete_contents, fill_application
from tests.factories import make_officer, moment
from tests.files import make_pdf
from tests.panel import make_assignment, make_seat, make_simple_rubric
from tests.review import another_unit, make_review_city, qualified
from unions import clock
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.models import AuditEvent

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "true"}


class Bench:
    """A call with cases before one expert who is signed in."""

    def __init__(self, cases: int = 2, **plan: Any) -> None:
        self.city = make_review_city("panel", **plan)
        self.rubric = make_simple_rubric(self.city.call)
        self.cases = qualified(self.city, cases)
        for case in self.cases:
            fill_application(case)
            version = case.versions.first()
            files = [{"id": f.pk, "slot": f.slot} for f in case.attachments.all()]
            version.content = complete_contents() | {"files": files}
            version.save()
        self.seat = make_seat(self.city.call)
        self.rows = [make_assignment(self.seat, case) for case in self.cases]
        self.results, self.effect = Criterion.objects.filter(group__rubric=self.rubric).order_by("position")
        self.client = signed_in(self.seat.expert.account)

    def url(self, number: int = 0) -> str:
        return f"/review/{self.seat.pk}/{self.cases[number].number}/"

    def sent(self, results: str = "54", effect: str = "30", version: int = 0, **more: Any) -> dict[str, Any]:
        points = {f"points_{self.results.pk}": results, f"points_{self.effect.pk}": effect}
        return points | {"version": version, "comment": ""} | more


def signed_in(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    return client


def taken(answer: Any) -> int:
    """The status of a download, read to its end so that its file is closed."""
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


@pytest.fixture
def bench(db, settings, tmp_path) -> Bench:
    settings.MEDIA_ROOT = tmp_path
    settings.TOTP_REQUIRED = {}
    return Bench()


def test_queue_material_and_sheet_stand_on_one_page(bench):
    page = bench.client.get(bench.url())
    text = page.content.decode()
    assert page.status_code == 200
    for part in ('class="queue"', 'class="material"', 'class="score"', "转向架焊接", f"points_{bench.results.pk}"):
        assert part in text
    assert "13800138000" not in text
    assert "1985-03" not in text


def test_the_queue_leads_to_the_next_case(bench):
    page = bench.client.get(f"/review/{bench.seat.pk}/")
    assert page.status_code == 200
    assert f'href="{bench.url()}"' in page.content.decode()
    assert "0 / 2" in page.content.decode()


@pytest.mark.parametrize(
    "path", ["", "summary/", "{number}/", "{number}/files/{file}/", "{number}/files/{file}/1.webp"]
)
def test_a_seat_is_its_own_experts_alone(bench, path):
    file = bench.cases[0].attachments.first()
    address = f"/review/{bench.seat.pk}/" + path.format(number=bench.cases[0].number, file=file.pk)
    strangers = [make_seat(bench.city.call).expert.account, bench.city.city_clerk, bench.city.city_chair]
    assert [signed_in(a).get(address).status_code for a in strangers] == [404, 404, 404]
    assert Client().get(address).status_code in (302, 303)


def test_a_case_of_another_expert_and_a_recused_one_are_not_found(bench):
    other = make_seat(bench.city.call)
    client = signed_in(other.expert.account)
    assert client.get(f"/review/{other.pk}/{bench.cases[0].number}/").status_code == 404
    Recusal.objects.create(seat=bench.seat, application=bench.cases[0], ground=RecusalGround.MEMBER, at=clock.now())
    assert bench.client.get(bench.url()).status_code == 404
    queue = bench.client.get(f"/review/{bench.seat.pk}/").content.decode()
    assert bench.cases[0].number in queue
    assert bench.cases[0].studio.name not in queue


def test_a_conflict_noticed_later_closes_the_case(bench):
    number = bench.cases[0].number
    bench.client.post(bench.url(), bench.sent(submit="1"))
    address = f"{bench.url()}recusal/"
    assert f'href="{address}"' in bench.client.get(bench.url()).content.decode()
    refused = bench.client.post(address, {"note": " "})
    assert (refused.status_code, Recusal.objects.count()) == (200, 0)
    assert "cannot be taken back" in refused.content.decode() or "不能撤回" in refused.content.decode()
    done = bench.client.post(address, {"note": "近亲属在该工作室"})
    assert (done.status_code, done["Location"]) == (302, f"/review/{bench.seat.pk}/")
    assert Recusal.objects.values_list("ground", "note").get() == (RecusalGround.DECLARED, "近亲属在该工作室")
    assert ScoreSheet.objects.get().state == SheetState.VOID
    assert [bench.client.get(a).status_code for a in (bench.url(), address)] == [404, 404]
    queue = bench.client.get(f"/review/{bench.seat.pk}/").content.decode()
    assert number in queue
    assert bench.cases[0].studio.name not in queue
    told = bench.city.city_clerk.messages.latest("pk")
    assert number in str(told.text)
    assert AuditEvent.objects.filter(verb=Verb.RECUSAL_DECLARED).count() == 1


def test_stepping_aside_ends_with_the_panel(bench):
    bench.cases[0].state = Stage.MEETING
    bench.cases[0].save()
    answer = bench.client.post(f"{bench.url()}recusal/", {"note": "同事"})
    assert (answer.status_code, Recusal.objects.count()) == (200, 0)
    assert "review_aside" not in bench.client.get(bench.url()).content.decode()


def test_the_declaration_comes_first(bench):
    bench.seat.state = SeatState.INVITED
    bench.seat.save()
    answer = bench.client.get(bench.url())
    assert (answer.status_code, answer["Location"]) == (302, f"/review/{bench.seat.pk}/declare/")


@pytest.mark.parametrize("state", [SeatState.DECLINED, SeatState.LEFT])
def test_who_left_finds_nothing(bench, state):
    bench.seat.state = state
    bench.seat.save()
    assert bench.client.get(bench.url()).status_code == 404


def test_handing_in_goes_on_with_the_next_case(bench):
    answer = bench.client.post(bench.url(), bench.sent(submit="1"))
    assert (answer.status_code, answer["Location"]) == (302, bench.url(1))
    sheet = ScoreSheet.objects.get()
    assert (sheet.state, sheet.total) == (SheetState.SUBMITTED, Decimal("84.00"))
    answer = bench.client.post(bench.url(1), bench.sent(submit="1"))
    assert answer["Location"] == f"/review/{bench.seat.pk}/"


def test_a_band_alone_sets_its_middle(bench):
    [results, _effect] = criteria_of(bench.rubric, bench.cases[0])
    best, fair = results.bands[0].pk, results.bands[1].pk
    bench.client.post(bench.url(), bench.sent(results="", save="1", **{f"band_{bench.results.pk}": best}))
    line = ScoreSheet.objects.get().lines.get(criterion=bench.results)
    assert (line.points, line.band_id) == (Decimal(54), best)
    # Another band with the old points left standing means its middle.
    more = {f"band_{bench.results.pk}": fair}
    bench.client.post(bench.url(), bench.sent(results="54", version=1, save="1", **more))
    assert ScoreSheet.objects.get().lines.get(criterion=bench.results).points == Decimal("41.5")
    # Points typed beside a band win over it.
    bench.client.post(bench.url(), bench.sent(results="58", version=2, save="1", **more))
    line = ScoreSheet.objects.get().lines.get(criterion=bench.results)
    assert (line.points, line.band_id) == (Decimal(58), best)


@pytest.mark.parametrize("given", ["61", "-0.5", "12.3", "NaN", "many", "9" * 100_000, "\x00", "１２"])
def test_odd_points_are_named_at_their_field_and_stay_typed(bench, given):
    answer = bench.client.post(bench.url(), bench.sent(results=given, submit="1"))
    if given == "１２":  # full-width digits are digits
        assert answer.status_code == 302
        return
    assert answer.status_code == 200
    form = answer.context["form"]
    assert list(form.errors) == [f"points_{bench.results.pk}"]
    assert form[f"points_{bench.effect.pk}"].value() == "30"
    assert not ScoreSheet.objects.exists()


@pytest.mark.parametrize("text", ["字" * 1001, "\x00", "\ud800", "a" * 100_000])
def test_odd_comments_are_named_at_their_field(bench, text):
    sent = bench.sent(submit="1", comment=text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    answer = bench.client.post(bench.url(), sent)
    assert answer.status_code in (200, 302)


def test_what_is_missing_is_named_when_the_sheet_is_handed_in(bench):
    answer = bench.client.post(bench.url(), bench.sent(effect="", submit="1"))
    assert list(answer.context["form"].errors) == [f"points_{bench.effect.pk}"]
    assert not ScoreSheet.objects.exists()


def test_a_draft_saves_itself_with_what_can_be_kept(bench):
    answer = bench.client.post(bench.url(), bench.sent(results="99", effect="20"), headers=AUTOSAVE)
    assert (answer.status_code, answer["X-Version"]) == (200, "1")
    assert "0至60" in answer.content.decode() or "0 to 60" in answer.content.decode()
    kept = ScoreSheet.objects.get()
    assert [(line.criterion_id, line.points) for line in kept.lines.all()] == [(bench.effect.pk, Decimal(20))]


def test_a_conflict_is_409_and_keeps_both(bench):
    bench.client.post(bench.url(), bench.sent(save="1"))
    for headers in (AUTOSAVE, {}):
        answer = bench.client.post(bench.url(), bench.sent(results="11", save="1"), headers=headers)
        assert answer.status_code == 409
    assert 'value="11"' in answer.content.decode()
    assert ScoreSheet.objects.get().lines.get(criterion=bench.results).points == Decimal(54)
    answer = bench.client.post(bench.url(), bench.sent(results="11", overwrite="1"))
    assert answer.status_code == 302
    assert ScoreSheet.objects.get().lines.get(criterion=bench.results).points == Decimal(11)


def test_after_the_date_the_sheet_is_read_only_and_says_why(bench):
    bench.client.post(bench.url(), bench.sent(submit="1"))
    CallStage.objects.create(call=bench.city.call, stage=Stage.PANEL, due_at=moment(2020, 3, 4, 17, 30))
    page = bench.client.get(bench.url()).content.decode()
    assert "2020-03-04 17:30" in page
    assert "disabled" in page
    assert 'name="submit"' not in page
    answer = bench.client.post(bench.url(), bench.sent(results="1", version=1, submit="1"))
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert ScoreSheet.objects.get().total == Decimal("84.00")


def test_a_panel_that_votes_and_one_that_deliberates(settings):
    settings.TOTP_REQUIRED = {}
    voting = Bench(cases=1, method=PanelMethod.VOTE)
    assert b'name="vote"' in voting.client.get(voting.url()).content
    answer = voting.client.post(voting.url(), {"version": 0, "vote": "for", "comment": "", "submit": "1"})
    assert answer.status_code == 302
    assert ScoreSheet.objects.get().vote == "for"


def test_a_panel_that_deliberates_takes_words(settings):
    settings.TOTP_REQUIRED = {}
    talking = Bench(cases=1, method=PanelMethod.DELIBERATION)
    assert talking.client.post(talking.url(), {"version": 0, "comment": "", "submit": "1"}).status_code == 200
    answer = talking.client.post(talking.url(), {"version": 0, "comment": "同意", "submit": "1"})
    assert answer.status_code == 302


def test_own_scores_stand_sorted_with_their_spread(bench):
    bench.client.post(bench.url(), bench.sent("30", "20", submit="1"))
    bench.client.post(bench.url(1), bench.sent("60", "40", submit="1"))
    other = make_assignment(make_seat(bench.city.call), bench.cases[0])
    lines = {bench.results.pk: Given(Decimal("13.5")), bench.effect.pk: Given(Decimal(0))}
    submit_sheet(other, by=other.seat.expert.account, lines=lines, comment="", version=0)
    page = bench.client.get(f"/review/{bench.seat.pk}/summary/")
    assert [row.total for row, _cells in page.context["listing"].rows] == [Decimal(100), Decimal(50)]
    facts = page.context["facts"]
    assert (facts["count"], facts["mean"], facts["spread"]) == (2, Decimal("75.00"), Decimal("50.00"))
    assert "13.50" not in page.content.decode()
    sheet = b"".join(bench.client.get(f"/review/{bench.seat.pk}/summary/?export=csv").streaming_content).decode()
    assert bench.cases[0].number in sheet


def test_files_are_served_to_their_expert_alone(bench, tmp_path):
    kept = bench.cases[0].attachments.get(slot="rules")
    other = bench.cases[0].attachments.create(
        union=bench.city.unit, slot="scan", name="意见.pdf", kind="pdf", size=1, pages=1, sha256="0",
        path="scan.pdf", uploaded_at=clock.now(),
    )  # fmt: skip
    for file, name in ((kept, "a.pdf"), (other, "scan.pdf")):
        (tmp_path / name).write_bytes(make_pdf())
        Attachment.objects.filter(pk=file.pk).update(path=name)
    address = f"{bench.url()}files/{kept.pk}/"
    answer = bench.client.get(address)
    assert (taken(answer), answer["X-Content-Type-Options"]) == (200, "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")
    assert bench.client.get(f"{address}1.webp")["Content-Type"] == "image/webp"
    assert bench.client.get(f"{address}2.webp").status_code == 404
    # What desks added, and files of another case, are no part of the version.
    assert bench.client.get(f"{bench.url()}files/{other.pk}/").status_code == 404
    assert bench.client.get(f"{bench.url(1)}files/{kept.pk}/").status_code == 404


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize(("path", "most"), [("", 14), ("summary/", 14), ("case", 42)])
def test_no_page_asks_more_because_there_is_more(bench, path, most):
    address = bench.url() if path == "case" else f"/review/{bench.seat.pk}/{path}"
    bench.client.post(bench.url(), bench.sent(submit="1"))
    few = queries_of(bench.client, address)
    for case in qualified(another_unit(bench.city), 6):
        row = make_assignment(bench.seat, case)
        lines = {bench.results.pk: Given(Decimal(30)), bench.effect.pk: Given(Decimal(20))}
        submit_sheet(row, by=bench.seat.expert.account, lines=lines, comment="", version=0)
    assert (queries_of(bench.client, address), few <= most) == (few, True), few


# Paper


def scan(name: str = "评分表.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make_pdf(), "application/pdf")


def test_a_paper_sheet_is_typed_by_one_clerk_and_confirmed_by_another(bench):
    first, second = signed_in(bench.city.city_clerk), signed_in(make_officer(bench.city.city, Role.CLERK))
    root = f"/desk/calls/{bench.city.call.pk}/paper-sheets/"
    chosen = first.post(f"{root}new/", {"seat": bench.seat.pk, "number": bench.cases[0].number.lower()})
    assert chosen["Location"] == f"{root}{bench.rows[0].pk}/"
    assert first.get(chosen["Location"]).status_code == 200
    missing = first.post(chosen["Location"], bench.sent())
    assert (missing.status_code, list(missing.context["form"].errors)) == (200, ["scan"])
    assert first.post(chosen["Location"], bench.sent(scan=scan()))["Location"] == root
    confirm = f"{root}{bench.rows[0].pk}/confirm/"
    assert b'name="version"' not in first.get(confirm).content
    assert first.post(confirm, {"version": 1}).status_code == 403
    assert ScoreSheet.objects.get().state == SheetState.TYPED
    assert second.get(confirm).status_code == 200
    assert second.post(confirm, {"version": 1})["Location"] == root
    assert ScoreSheet.objects.get().state == SheetState.SUBMITTED
    assert [row.state for row, _cells in second.get(root).context["listing"].rows] == ["submitted"]


def test_a_number_that_is_not_the_experts_is_named(bench):
    client = signed_in(bench.city.city_clerk)
    root = f"/desk/calls/{bench.city.call.pk}/paper-sheets/"
    answer = client.post(f"{root}new/", {"seat": bench.seat.pk, "number": "SQ-0"})
    assert list(answer.context["form"].errors) == ["number"]


def test_the_scan_is_for_clerks_of_the_naming_union_alone(bench):
    client = signed_in(bench.city.city_clerk)
    root = f"/desk/calls/{bench.city.call.pk}/paper-sheets/{bench.rows[0].pk}/"
    client.post(root, bench.sent(scan=scan()))
    kept = Attachment.objects.get(slot="score_scan")
    assert taken(client.get(f"{root}scan/")) == 200
    assert client.get(f"{root}scan/1.webp").status_code == 200
    auditor = signed_in(make_officer(bench.city.city, Role.AUDITOR))
    others = [auditor, bench.client, signed_in(bench.city.county_clerk), signed_in(bench.city.unit_clerk)]
    for other in others:
        assert other.get(f"{root}scan/").status_code in (403, 404)
        assert other.get(f"/desk/files/{kept.pk}/").status_code == 404
    assert client.get(f"/desk/files/{kept.pk}/").status_code == 404


def test_a_refused_scan_lands_on_its_field(bench):
    client = signed_in(bench.city.city_clerk)
    root = f"/desk/calls/{bench.city.call.pk}/paper-sheets/{bench.rows[0].pk}/"
    bad = SimpleUploadedFile("评分表.pdf", b"no paper", "application/pdf")
    answer = client.post(root, bench.sent(scan=bad))
    assert list(answer.context["form"].errors) == ["scan"]
    assert not ScoreSheet.objects.exists()


def test_lists_at_the_desk_ask_the_same_for_one_and_for_many(bench):
    clerk = bench.city.city_clerk
    client = signed_in(clerk)
    root = f"/desk/calls/{bench.city.call.pk}/"
    client.post(f"{root}paper-sheets/{bench.rows[0].pk}/", bench.sent(scan=scan()))
    few = [queries_of(client, f"{root}{page}/") for page in ("paper-sheets", "blind-files")]
    for case in qualified(another_unit(bench.city), 4):
        fill_application(case)
        row = make_assignment(bench.seat, case)
        client.post(f"{root}paper-sheets/{row.pk}/", bench.sent(scan=scan()))
    many = [queries_of(client, f"{root}{page}/") for page in ("paper-sheets", "blind-files")]
    assert ScoreSheet.objects.count() == 5
    assert many == few


def test_a_clerk_releases_files_of_cases_before_the_panel(bench):
    client = signed_in(bench.city.city_clerk)
    file = bench.cases[0].attachments.get(slot="rules")
    address = f"/desk/calls/{bench.city.call.pk}/blind-files/{file.pk}/"
    assert client.get(address).status_code == 200
    client.post(address)
    file.refresh_from_db()
    assert file.released_by == bench.city.city_clerk
    client.post(address, {"hide": "1"})
    file.refresh_from_db()
    assert file.released_at is None
    assert signed_in(bench.city.county_clerk).get(address).status_code == 404
    Application.objects.filter(pk=bench.cases[0].pk).update(state=Stage.MEETING)
    assert client.get(address).status_code == 404
