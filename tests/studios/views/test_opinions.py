"""A desk for which the call lists several opinions gives them in one step."""

import pytest

from studios.choices.calls import Stage
from studios.models import Application, Opinion
from tests.city import City, make_city, submitted

NAMES = ("所在单位意见", "单位工会意见")


@pytest.fixture
def city(db) -> City:
    return make_city()


@pytest.fixture
def waiting(city: City) -> Application:
    rows = [Opinion(call=city.call, position=i, name=n, stage=Stage.UNIT_REVIEW) for i, n in enumerate(NAMES, 1)]
    Opinion.objects.filter(call=city.call).delete()
    Opinion.objects.bulk_create(rows)
    return submitted(city)


def agree(client, city: City, application: Application, **more: str):
    client.force_login(city.unit_chair)
    sent = {"text": "同意申报。", "signer": "厂长", "signed_on": "2026-01-05", "revision": application.revision}
    return client.post(f"/desk/cases/{application.number}/agree/", {**sent, **more})


def given(application: Application) -> list[tuple[str, str, str]]:
    return list(application.opinion_records.order_by("pk").values_list("name", "text", "signer"))


def test_both_opinions_are_asked_for_and_recorded(client, city, waiting):
    client.force_login(city.unit_chair)
    page = client.get(waiting.get_absolute_url()).content.decode()
    assert all(name in page for name in NAMES)

    agree(client, city, waiting, text_2="经公示无异议，同意。", signer_2="工会主席")

    assert given(waiting) == [(NAMES[0], "同意申报。", "厂长"), (NAMES[1], "经公示无异议，同意。", "工会主席")]
    hashes = set(waiting.opinion_records.values_list("sha256", flat=True))
    assert len(hashes) == 2


def test_one_opinion_may_stand_for_both(client, city, waiting):
    agree(client, city, waiting, text_2="", signer_2="工会主席")
    assert given(waiting) == [("、".join(NAMES), "同意申报。", "厂长")]


def test_a_missing_first_opinion_is_refused_and_the_second_kept(client, city, waiting):
    answer = agree(client, city, waiting, text="", text_2="同意。", signer_2="工会主席")
    assert set(answer.context["form"].errors) == {"text"}
    assert "同意。" in answer.content.decode()
    assert given(waiting) == []
