"""The pages of recommendation summaries: a list is filled, ranked, written and handed over without script."""

from io import BytesIO

import pytest
from django.test import Client

from studios.choices.calls import Stage
from studios.models import Application, Quota, RecommendationBatch
from tests.city import City, again, at_county, make_city
from tests.factories import make_officer, make_union
from tests.files import make_pdf
from tests.review import another_unit
from unions import clock
from unions.choices.people import Role

pytestmark = pytest.mark.django_db
LIST_QUERIES = 11
PAGE_QUERIES = 10


@pytest.fixture
def city(settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return make_city()


@pytest.fixture
def chair(client: Client, city: City) -> Client:
    client.force_login(city.county_chair)
    return client


def waiting(city: City, count: int) -> list[Application]:
    return [at_county(city), *(at_county(another_unit(city)) for _ in range(count - 1))]


def started(client: Client, city: City) -> RecommendationBatch:
    client.post(f"/desk/calls/{city.call.pk}/batches/new/", {"union": city.county.pk})
    return RecommendationBatch.objects.get()


def add(client: Client, batch: RecommendationBatch, cases: list[Application]):
    batch.refresh_from_db()
    sent = {"revision": batch.revision, "applications": [c.pk for c in cases]}
    return client.post(f"{batch.get_absolute_url()}add/", sent)


def press(client: Client, batch: RecommendationBatch, case: Application, verb: str):
    batch.refresh_from_db()
    row = batch.lines.get(application=case).pk
    return client.post(f"{batch.get_absolute_url()}lines/{row}/{verb}/", {"revision": batch.revision})


def write(client: Client, batch: RecommendationBatch, **changed):
    batch.refresh_from_db()
    scan = BytesIO(make_pdf())
    scan.name = "汇总表.pdf"
    sent = {
        "revision": batch.revision,
        "number": "测县工(2026)7号",
        "opinion": "同意推荐。",
        "signer": "县主席",
        "signed_on": f"{clock.today():%Y-%m-%d}",
        "scan": scan,
        "hand": "1",
    }
    return client.post(batch.get_absolute_url(), {**sent, **changed})


def hand_over(client: Client, batch: RecommendationBatch):
    batch.refresh_from_db()
    return client.post(f"{batch.get_absolute_url()}hand-over/", {"revision": batch.revision})


def ranked(batch: RecommendationBatch) -> list[str]:
    return list(batch.lines.order_by("rank").values_list("application__number", flat=True))


def test_a_list_is_filled_ranked_and_handed_over(chair, city):
    cases = waiting(city, 3)
    batch = started(chair, city)
    add(chair, batch, cases)
    press(chair, batch, cases[2], "up")
    press(chair, batch, cases[0], "remove")
    assert ranked(batch) == [cases[2].number, cases[1].number]
    assert write(chair, batch)["Location"] == f"{batch.get_absolute_url()}hand-over/"
    asked = chair.get(f"{batch.get_absolute_url()}hand-over/").content.decode()
    assert [c.number in asked for c in cases] == [False, True, True]
    assert hand_over(chair, batch)["Location"] == batch.get_absolute_url()
    assert [again(c).state for c in cases] == [Stage.RECOMMENDATION, Stage.QUALIFICATION, Stage.QUALIFICATION]
    batch.refresh_from_db()
    assert (batch.number, batch.is_open) == ("测县工〔2026〕7号", False)


def test_a_refused_hand_over_names_each_case_and_keeps_everything(chair, city):
    cases = waiting(city, 2)
    Quota.objects.create(call=city.call, union=city.county, places=1)
    batch = started(chair, city)
    add(chair, batch, cases)
    write(chair, batch)
    answer = hand_over(chair, batch)
    assert answer.status_code == 200
    assert [[c.number in fault for c in cases] for fault in answer.context["faults"]] == [[False, True]]
    batch.refresh_from_db()
    assert (batch.is_open, batch.number, batch.scan.name) == (True, "测县工〔2026〕7号", "汇总表.pdf")


def test_a_faulty_number_is_refused_at_its_field_and_kept(chair, city):
    batch = started(chair, city)
    answer = write(chair, batch, number="2026-7")
    assert list(answer.context["form"].errors) == ["number"]
    assert "2026-7" in answer.content.decode()
    assert RecommendationBatch.objects.get().number == ""


def test_a_scan_that_is_no_paper_is_refused_at_its_field(chair, city):
    batch = started(chair, city)
    fake = BytesIO(b"MZ not a paper")
    fake.name = "a.pdf"
    assert list(write(chair, batch, scan=fake).context["form"].errors) == ["scan"]


@pytest.mark.parametrize("text", ["\x00", "字" * 100_000, "\ud800", "\u202e反"])
def test_nasty_words_never_fail(chair, city, text):
    batch = started(chair, city)
    sent = {"opinion": text, "signer": text, "number": text, "revision": batch.revision}
    body = "&".join(f"{k}={v}" for k, v in sent.items()).encode("utf-8", "surrogatepass")
    answer = chair.post(batch.get_absolute_url(), body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (200, 302)


def test_a_stale_page_is_409(chair, city):
    cases = waiting(city, 1)
    batch = started(chair, city)
    add(chair, batch, cases)
    sent = {"revision": 0, "applications": [cases[0].pk]}
    assert chair.post(f"{batch.get_absolute_url()}lines/1/up/", sent).status_code == 409
    assert chair.post(f"{batch.get_absolute_url()}hand-over/", sent).status_code == 409


def test_the_naming_union_reads_what_was_handed_over(chair, city, client):
    batch = started(chair, city)
    add(chair, batch, waiting(city, 1))
    write(chair, batch)
    client.force_login(city.city_clerk)
    assert client.get(batch.get_absolute_url()).status_code == 404
    client.force_login(city.county_chair)
    hand_over(client, batch)
    client.force_login(city.city_clerk)
    listed = client.get(f"/desk/calls/{city.call.pk}/batches/").context["listing"].rows
    assert [row.pk for row, _cells in listed] == [batch.pk]
    page = client.get(batch.get_absolute_url())
    assert "测县工〔2026〕7号" in page.content.decode()
    file = client.get(f"/desk/files/{RecommendationBatch.objects.get().scan_id}/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    for verb in ("add/", "hand-over/", "discard/"):
        assert client.post(f"{batch.get_absolute_url()}{verb}", {"revision": 9}).status_code == 403


def test_a_unit_sees_neither_the_list_nor_its_scan(chair, city, client):
    batch = started(chair, city)
    application = waiting(city, 1)[0]
    add(chair, batch, [application])
    write(chair, batch)
    hand_over(chair, batch)
    scan = RecommendationBatch.objects.get().scan_id
    client.force_login(city.unit_chair)
    assert client.get(batch.get_absolute_url()).status_code == 404
    assert client.get(f"/desk/files/{scan}/").status_code == 404
    case = client.get(application.get_absolute_url())
    assert case.status_code == 200
    assert f"/desk/files/{scan}/" not in case.content.decode()


def test_another_city_finds_no_list(chair, city, client):
    batch = started(chair, city)
    client.force_login(make_officer(make_union("外市总工会"), Role.CHAIR))
    for address in (batch.get_absolute_url(), f"/desk/calls/{city.call.pk}/batches/"):
        assert client.get(address).status_code == 404


def test_a_clerk_prepares_and_may_not_hand_over(client, city):
    client.force_login(city.county_clerk)
    batch = started(client, city)
    add(client, batch, waiting(city, 1))
    write(client, batch)
    assert client.get(f"{batch.get_absolute_url()}hand-over/").status_code == 403


def test_a_list_is_thrown_away_after_asking(chair, city):
    batch = started(chair, city)
    assert chair.get(f"{batch.get_absolute_url()}discard/").status_code == 200
    assert RecommendationBatch.objects.count() == 1
    chair.post(f"{batch.get_absolute_url()}discard/", {"revision": 0})
    assert RecommendationBatch.objects.count() == 0


def test_nothing_ticked_says_so(chair, city):
    batch = started(chair, city)
    answer = chair.post(f"{batch.get_absolute_url()}add/", {"revision": 0}, follow=True)
    assert [str(m.level_tag) for m in answer.context["messages"]] == ["warning"]
    assert batch.lines.count() == 0


def test_the_list_filters_sorts_and_exports(chair, city):
    RecommendationBatch.objects.create(
        call=city.call, union=city.county, number="测县工〔2026〕1号", made_at=clock.now(), handed_at=clock.now()
    )
    batch = RecommendationBatch.objects.create(call=city.call, union=city.county, made_at=clock.now())
    address = f"/desk/calls/{city.call.pk}/batches/"
    assert [b.pk for b, _c in chair.get(f"{address}?handed=no").context["listing"].rows] == [batch.pk]
    lines = b"".join(chair.get(f"{address}?export=csv&q=2026").streaming_content).decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["测县工〔2026〕1号"]


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_asks_the_same_number_of_queries(chair, city, rows, django_assert_num_queries):
    for n in range(rows):
        RecommendationBatch.objects.create(
            call=city.call, union=city.county, number=f"甲〔2026〕{n + 1}号", made_at=clock.now(), handed_at=clock.now()
        )
    chair.get(f"/desk/calls/{city.call.pk}/batches/")
    with django_assert_num_queries(LIST_QUERIES):
        chair.get(f"/desk/calls/{city.call.pk}/batches/")


@pytest.mark.parametrize("rows", [1, 4])
def test_the_page_of_a_list_asks_the_same_number_of_queries(chair, city, rows, django_assert_num_queries):
    cases = waiting(city, rows * 2)
    Quota.objects.create(call=city.call, union=city.county, places=9)
    batch = started(chair, city)
    add(chair, batch, cases[:rows])
    chair.get(batch.get_absolute_url())
    with django_assert_num_queries(PAGE_QUERIES):
        assert len(chair.get(batch.get_absolute_url()).context["waiting"]) == rows
