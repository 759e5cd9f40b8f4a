"""Notices and decisions: archive by year and words, versions and corrections, signed files, feed."""

import re
from datetime import date, timedelta
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest

from studios.actions.attachments import keep_file
from studios.actions.public_papers import hide_paper, show_paper
from studios.choices.register import DecisionKind, DesignationState
from studios.choices.reviews import NoticeState
from studios.models import Decision, PublicChange, PublicNotice
from tests.factories import make_call, make_decision, make_designation, make_notice, make_officer, make_union
from tests.files import make_pdf
from tests.studios.views.public.rows import make_city, make_shown
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal
from unions.models import AuditEvent

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def city():
    return make_city()


@pytest.fixture
def studio(city):
    return make_shown(make_union("一厂工会", parent=city, county="明德区"))


@pytest.fixture
def call(city):
    return make_call(city)


def page(client, address):
    return client.get(address).content.decode()


def titles(text):
    listed = text.partition('<ul class="papers"')[2]
    return [
        title.strip() for title in re.findall(r"<a href=\"[^\"]*\">([^<]*)</a>\s*<span class=\"metaline\">", listed)
    ]


def over(call, title, year, **fields):
    day = date(year, 3, 2)
    notice = make_notice(call, title=title, state=NoticeState.OVER, ends_on=day + timedelta(days=7), **fields)
    PublicNotice.objects.filter(pk=notice.pk).update(published_on=day)
    return notice


def test_notices_are_found_by_year_and_by_words_in_title_text_and_list(client, call):
    rows = [{"position": 1, "application": "SQ-1", "studio": "盾构工作室", "unit": "隧道公司", "recommender": ""}]
    over(call, "去年的公示", 2025, content=rows)
    over(call, "前年的公示", 2024)
    make_notice(call, title="草稿公示", state=NoticeState.DRAFT)
    assert titles(page(client, "/notices/")) == ["去年的公示", "前年的公示"]
    assert titles(page(client, "/notices/?year=2024")) == ["前年的公示"]
    assert titles(page(client, "/notices/?q=盾构 隧道")) == ["去年的公示"]
    assert titles(page(client, "/notices/?q=草稿")) == []
    assert "没有符合的公示" in page(client, "/notices/?q=盾构&year=2024")


def test_words_find_running_notices_in_the_same_list(client, call):
    make_notice(call, title="正在公示")
    assert titles(page(client, "/notices/?q=正在")) == ["正在公示"]
    assert titles(page(client, "/notices/")) == []


@pytest.mark.parametrize("where", ["notices", "decisions"])
@pytest.mark.parametrize("query", ["year=x", "year=99999999999", "year=%00", "page=x", "page=-3", "page=99999999", "q=%",
                                   "q=" + "长" * 5000, "q=%ff", "year=2024&year=x", "q=\\"])  # fmt: skip
def test_odd_values_fall_back(client, studio, where, query):
    assert client.get(f"/{where}/?{query}").status_code == 200


def test_a_correction_says_what_it_changed_when_and_why(client, call):
    rows = [
        {"position": n, "application": f"SQ-{n}", "studio": f"{name}工作室", "unit": "厂", "recommender": ""}
        for n, name in enumerate(("甲", "乙"), start=1)
    ]
    first = make_notice(call, title="公示", state=NoticeState.REPLACED, content=rows, series=1)
    second = make_notice(
        call, title="公示", series=1, version=2, corrects=first, note="乙工作室放弃", content=rows[:1],
        ends_on=first.ends_on + timedelta(days=3),
    )  # fmt: skip
    for notice in (first, second):
        text = page(client, f"/en/notices/{notice.pk}/")
        assert [
            w
            for w in ("Version\n", "No longer on the list: 乙工作室", "乙工作室放弃", "instead of")
            if w.strip() not in text
        ] == []
    assert "This version was replaced" in page(client, f"/en/notices/{first.pk}/")
    listed = page(client, "/en/notices/?q=公示")
    assert titles(listed) == ["公示"]
    assert "Corrected" in listed
    assert "乙工作室放弃" in listed


def test_decisions_are_found_by_year_number_in_any_brackets_and_words(client, city, studio):
    paper = studio.designations.get().decision
    Decision.objects.filter(pk=paper.pk).update(
        number="澜工发〔2024〕88号", title="关于命名的决定", issuer="东澜市总工会"
    )
    make_designation(
        studio, level="county", decision=make_decision(city, number="澜工发〔2021〕7号", decided_on=date(2021, 5, 1))
    )
    make_decision(city, title="没有命名谁的决定")
    assert titles(page(client, "/decisions/")) == ["关于命名的决定", "澜工发〔2021〕7号"]
    for query in ("q=澜工发[2024]88号", "q=关于命名 东澜", "year=2024", "q=（2024）"):
        assert titles(page(client, f"/decisions/?{query}")) == ["关于命名的决定"], query


def test_a_page_of_twenty_decisions_takes_the_same_queries_as_one(client, city, studio, django_assert_num_queries):
    for address, rows in (("/decisions/", 1), ("/decisions/", 25)):
        for _ in range(rows):
            make_designation(studio, decision=make_decision(city))
        with django_assert_num_queries(5):
            client.get(address)


def test_the_paper_that_revoked_a_naming_is_named_on_both_papers(client, city, studio):
    naming = studio.designations.get()
    revoking = make_decision(city, number="测工〔2026〕3号", kind=DecisionKind.REVOCATION, revokes=naming.decision)
    studio.designations.update(state=DesignationState.REVOKED, revoked_by=revoking, revoked_on=date(2026, 3, 1))
    text = page(client, f"/en/decisions/{naming.decision_id}/")
    assert "Namings of this paper were revoked" in text
    assert "测工〔2026〕3号" in text
    assert "names 1 studio" in text
    text = page(client, f"/en/decisions/{revoking.pk}/")
    assert naming.decision.number in text
    assert "revokes 1 naming" in text
    assert "Revocation" in page(client, "/en/decisions/")


@pytest.fixture
def signed(city, studio, settings, tmp_path):
    """A decision of the city with its signed file, and the city's chair."""
    settings.MEDIA_ROOT, settings.TOTP_REQUIRED = tmp_path, {}
    chair = make_officer(city, Role.CHAIR)
    file = keep_file(BytesIO(make_pdf()), name="决定.pdf", by=chair, union=city, slot="paper")
    paper = studio.designations.get().decision
    Decision.objects.filter(pk=paper.pk).update(union=city, paper=file)
    return Decision.objects.get(pk=paper.pk), chair


def test_a_signed_file_is_public_once_the_chair_shows_it_and_no_longer_when_taken_back(client, signed):
    paper, chair = signed
    address = f"/decisions/{paper.pk}/file/"
    assert client.get(address).status_code == 404
    assert address not in page(client, f"/decisions/{paper.pk}/")
    noted = PublicChange.objects.count()
    show_paper(paper, by=chair)
    answer = client.get(address)
    assert answer.getvalue().startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert address in page(client, f"/decisions/{paper.pk}/")
    assert PublicChange.objects.count() >= noted
    hide_paper(paper, by=chair)
    assert client.get(address).status_code == 404
    verbs = AuditEvent.objects.filter(verb__startswith="decision.paper").order_by("position")
    assert list(verbs.values_list("verb", flat=True)) == ["decision.paper_shown", "decision.paper_hidden"]


def test_showing_twice_is_recorded_once(signed):
    paper, chair = signed
    show_paper(paper, by=chair)
    show_paper(paper, by=chair)
    assert AuditEvent.objects.filter(verb="decision.paper_shown").count() == 1


def test_only_the_chair_of_the_union_that_decided_shows_a_file_that_is_there(city, signed):
    paper, chair = signed
    for account in (make_officer(city, Role.CLERK), make_officer(make_union(), Role.CHAIR)):
        with pytest.raises(Forbidden):
            show_paper(paper, by=account)
    with pytest.raises(Refusal):
        show_paper(make_decision(city), by=chair)


def test_the_desk_has_the_button_and_it_works(client, signed):
    paper, chair = signed
    client.force_login(chair)
    assert 'value="yes"' in page(client, f"/desk/decisions/{paper.pk}/")
    client.post(f"/desk/decisions/{paper.pk}/paper/", {"show": "yes"})
    assert client.get(f"/decisions/{paper.pk}/file/").getvalue().startswith(b"%PDF")
    client.post(f"/desk/decisions/{paper.pk}/paper/", {"show": "no"})
    assert client.get(f"/decisions/{paper.pk}/file/").status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_not_found(client, signed, tmp_path):
    paper, chair = signed
    show_paper(paper, by=chair)
    (tmp_path / paper.paper.path).unlink()
    assert client.get(f"/decisions/{paper.pk}/file/").status_code == 404


def test_the_feed_names_notices_and_decisions_and_no_person(client, city, call, studio):
    notice = make_notice(call, title="公示〈一〉")
    make_notice(call, title="草稿", state=NoticeState.DRAFT)
    answer = client.get("/en/notices/feed/")
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own answer
    entries = {entry.find("a:title", ATOM).text: entry for entry in feed.iterfind("a:entry", ATOM)}
    paper = studio.designations.get().decision
    assert sorted(entries) == sorted(["公示〈一〉", paper.number])
    assert entries["公示〈一〉"].find("a:link", ATOM).get("href") == f"http://testserver/en/notices/{notice.pk}/"
    assert entries[paper.number].find("a:category", ATOM).get("term") == "Decision"
    assert "张伟</" not in answer.content.decode()
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert client.get("/en/notices/feed/", headers={"if-none-match": answer.headers["ETag"]}).status_code == 304


def test_the_feed_takes_three_queries_however_many_papers(client, call, studio, django_assert_num_queries):
    for _ in range(5):
        make_notice(call, state=NoticeState.OVER)
    with django_assert_num_queries(3):
        client.get("/notices/feed/")
