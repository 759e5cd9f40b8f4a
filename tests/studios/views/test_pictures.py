"""Pages of pictures at the desk, and the public address of a derivative."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from studios.actions.pictures import add_picture, publish_picture, withdraw_picture
from studios.models import Picture, Studio
from tests import files
from tests.factories import make_county, make_named_studio, make_officer, make_result, make_studio, make_union
from tests.rigor.test_query_counts import queries_of, signed_in
from unions import clock
from unions.choices.people import Role

PHOTO = files.make_telling_photo((900, 600), orientation=1)


@pytest.fixture
def studio(db, settings, tmp_path) -> Studio:
    settings.MEDIA_ROOT = tmp_path
    settings.TOTP_REQUIRED = {}
    county = make_county(make_union("市总工会"), "县总工会")
    return make_named_studio(make_union("甲厂工会", parent=county))


@pytest.fixture
def clerk(studio):
    return make_officer(studio.union)


@pytest.fixture
def publisher(studio):
    return make_officer(studio.union.parent, Role.CHAIR)


def photo(name: str = "a.jpg", content: bytes = PHOTO) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add(studio, by, **fields) -> Picture:
    return add_picture(by=by, studio=studio, **{"upload": photo(), "use": "cover", "alt": "车间"} | fields)


def fetched(client: Client, address: str, method: str = "get", **headers: str) -> HttpResponse:
    """The answer, its file read to the end and closed."""
    answer = getattr(client, method)(address, headers=headers)
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for close in answer._resource_closers:
        close()
    return answer


def page_of(studio, picture: Picture | None = None, verb: str = "") -> str:
    return f"/desk/studios/{studio.pk}/pictures/{f'{picture.pk}/' if picture else ''}{f'{verb}/' if verb else ''}"


def test_the_unit_adds_and_the_union_publishes(studio, clerk, publisher) -> None:
    own, above = signed_in(clerk), signed_in(publisher)
    answer = own.post(page_of(studio), {"file": photo(), "use": "cover", "alt": "车间", "caption": "焊接"})
    assert (answer.status_code, answer["Location"]) == (302, page_of(studio))
    picture = Picture.objects.get()
    assert (picture.alt, picture.caption, picture.made_by) == ("车间", "焊接", clerk)
    assert 'name="file"' in own.get(page_of(studio)).content.decode()
    shown = above.get(page_of(studio)).content.decode()
    assert 'name="file"' not in shown
    assert f"/desk/pictures/{picture.pk}-640.webp 640w" in shown
    assert above.post(page_of(studio, picture, "publish")).status_code == 302
    assert Picture.objects.public().get() == picture
    assert own.post(page_of(studio, picture, "withdraw")).status_code == 302
    assert not Picture.objects.public().exists()
    assert "图片" in own.get(page_of(studio, picture, "remove")).content.decode()
    assert own.post(page_of(studio, picture, "remove")).status_code == 302
    assert not Picture.objects.exists()


def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(studio, clerk) -> None:
    own = signed_in(clerk)
    sent = {"file": photo("a.jpg", b"x"), "use": "portrait", "alt": "老师傅", "caption": "示范"}
    for told, more in (("肖像", {}), ("图片", {"has_consent": "on"})):
        answer = own.post(page_of(studio), sent | more | {"file": photo("a.jpg", b"x")})
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert told in shown
        assert shown.count('class="field__error"') == 1
        assert 'value="老师傅"' in shown
    assert own.post(page_of(studio), {}).content.decode().count('class="field__error"') == 3
    assert Picture.objects.count() == 0


def test_the_picture_of_a_result_names_it(studio, clerk) -> None:
    result, secret = make_result(studio), make_result(studio, is_secret=True)
    own = signed_in(clerk)
    for wanted, count in ((secret, 0), (None, 0), (result, 1)):
        own.post(
            page_of(studio),
            {"file": photo(), "use": "result", "alt": "装置", "result": wanted.pk if wanted else ""},
        )
        assert Picture.objects.count() == count
    assert (Picture.objects.get().result, Picture.objects.get().studio) == (result, studio)


def test_the_frame_is_set_by_numbers(studio, clerk) -> None:
    picture, own = add(studio, clerk), signed_in(clerk)
    address = page_of(studio, picture)
    assert 'name="x" value="50"' in own.get(address).content.decode()
    sent = {"alt": "近景", "caption": "", "ratio": "1:1", "x": "20", "y": "50", "size": "80", "code": picture.code}
    assert own.post(address, sent).status_code == 302
    changed = Picture.objects.get()
    assert (changed.alt, changed.crop) == ("近景", [0, 100, 533, 800])
    assert own.post(address, sent).status_code == 409
    for strange in ({"x": "101"}, {"ratio": "9:1"}, {"size": "-1"}, {"y": "x" * 100}, {"size": "10", "ratio": "16:9"}):
        assert own.post(address, sent | {"code": changed.code} | strange).status_code == 200
    assert Picture.objects.get().crop == [0, 100, 533, 800]


def test_a_picture_under_its_own_studio_alone(studio, clerk) -> None:
    picture = add(studio, clerk)
    other = make_studio(studio.union)
    own = signed_in(clerk)
    assert own.get(page_of(other, picture)).status_code == 404
    assert own.get(page_of(studio, picture)).status_code == 200


def test_a_draft_studios_pictures_are_its_units_alone(studio, clerk, publisher) -> None:
    draft = make_studio(studio.union)
    picture = add(draft, clerk)
    address = f"/desk/pictures/{picture.pk}-640.webp"
    assert fetched(signed_in(clerk), address).status_code == 200
    for reader in (publisher, make_officer(make_union(), Role.CHAIR)):
        assert signed_in(reader).get(address).status_code == 404
        assert signed_in(reader).get(page_of(draft)).status_code == 404


def test_only_published_pictures_have_a_public_address(studio, clerk, publisher) -> None:
    picture = add(studio, clerk)
    anyone = Client()
    addresses = [f"/pictures/{picture.code}-{width}.webp" for width in (320, 640, 900)]
    assert [anyone.get(address).status_code for address in addresses] == [404] * 3
    publish_picture(picture, by=publisher)
    for address in addresses:
        answer = fetched(anyone, address)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/webp"
        assert answer["Cache-Control"] == "public, max-age=31536000, s-maxage=86400, immutable"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "Vary" not in answer
        assert not answer.cookies
        assert answer.body[8:12] == b"WEBP"
        assert fetched(anyone, address, **{"If-None-Match": answer["ETag"]}).status_code == 304
        assert fetched(anyone, address, "head").status_code == 200
    assert anyone.get(f"/pictures/{picture.code}-1280.webp").status_code == 404
    assert anyone.get(f"/pictures/{picture.attachment.path}").status_code == 404
    withdraw_picture(picture, by=clerk)
    held = {"If-None-Match": f'"{picture.code}-640"'}
    assert [anyone.get(address, headers=held).status_code for address in addresses] == [404] * 3


def test_a_picture_goes_with_what_it_shows(studio, clerk, publisher) -> None:
    result = make_result(studio, state="confirmed", confirmed_at=clock.now())
    picture = publish_picture(add(None, clerk, result=result, use="result"), by=publisher)
    address = f"/pictures/{picture.code}-640.webp"
    assert fetched(Client(), address).status_code == 200
    shown = Client().get(f"/results/{result.pk}/").content.decode()
    assert (f' src="{address}"' in shown, f'{address}">' in shown.partition("og:image")[2]) == (True, True)
    studio.results.update(is_secret=True)
    assert Client().get(address).status_code == 404
    studio.results.update(is_secret=False, state="reported")
    assert Client().get(address).status_code == 404


def test_the_page_asks_no_more_for_many_pictures(studio, clerk) -> None:
    add(studio, clerk)
    own = signed_in(clerk)
    few = queries_of(own, page_of(studio))
    for _ in range(5):
        add(studio, clerk)
    assert (queries_of(own, page_of(studio)), few <= 14) == (few, True)
