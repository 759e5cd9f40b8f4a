"""Pictures: who adds, cuts, publishes and removes them, what is recorded and told, and what becomes of the files."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from studios.actions import picture_files
from studios.actions.attachments import full_path
from studios.actions.pictures import add_picture, change_picture, publish_picture, remove_picture, withdraw_picture
from studios.models import Attachment, Picture, Story
from studios.values.crops import Frame
from tests import files
from tests.factories import (
    make_appointment,
    make_county,
    make_named_studio,
    make_officer,
    make_result,
    make_studio,
    make_union,
)
from unions import clock
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent, Message

PHOTO = files.make_telling_photo((900, 600), orientation=1)


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def studio(db, folder):
    county = make_county(make_union("市总工会"), "县总工会")
    return make_named_studio(make_union("甲厂工会", parent=county))


@pytest.fixture
def clerk(studio):
    return make_officer(studio.union)


@pytest.fixture
def publisher(studio):
    return make_officer(studio.union.parent, Role.CHAIR)


def upload(content: bytes = PHOTO, name: str = "车间.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add(studio, by, **fields) -> Picture:
    values = {"use": "cover", "alt": "两名焊工", "upload": upload()} | fields
    return add_picture(by=by, studio=studio, **values)


def on_disk(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def last_verb() -> str:
    return AuditEvent.objects.latest("position").verb


def test_a_picture_is_kept_as_it_came_with_its_derivatives(studio, clerk, publisher, folder) -> None:
    picture = add(studio, clerk, caption="焊接现场")
    assert (picture.is_public, picture.widths, picture.size) == (False, [320, 640, 900], (900, 600))
    assert full_path(picture.attachment).read_bytes() == PHOTO
    assert on_disk(folder) == {
        full_path(picture.attachment).name,
        *(f"{picture.code}-{width}.webp" for width in (320, 640, 900)),
    }
    assert last_verb() == "picture.added"
    assert [m.account for m in Message.objects.all()] == [publisher]


def test_only_the_keeper_of_the_studio_adds(studio, publisher, folder) -> None:
    for stranger in (publisher, make_officer(make_union()), make_officer(studio.union, Role.AUDITOR)):
        with pytest.raises(Forbidden):
            add(studio, stranger)
    assert on_disk(folder) == set()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"use": "portrait"}, "has_consent"),
        ({"alt": " "}, "alt"),
        ({"use": "story"}, "use"),
        ({"use": "result"}, "use"),
    ],
)
def test_what_is_missing_is_said_at_its_field(studio, clerk, folder, fields, field) -> None:
    with pytest.raises(Refusal) as refusal:
        add(studio, clerk, **fields)
    assert refusal.value.field == field
    assert on_disk(folder) == set()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (files.make_picture("JPEG", (319, 900)), "image_too_small"),
        (files.make_giant_png(), "image_too_large"),
        (files.make_moving("WEBP"), "image_moving"),
        (files.make_eps(), "vector"),
        (files.make_pdf(), "kind_not_allowed"),
        (PHOTO + files.make_docx(), "hidden_content"),
        (PHOTO[:2000], "image_broken"),
    ],
)
def test_a_bad_file_is_refused_and_leaves_nothing(studio, clerk, folder, content, code) -> None:
    with pytest.raises(ValidationError) as refusal:
        add(studio, clerk, upload=upload(content, "x"))
    assert refusal.value.code == code
    assert (on_disk(folder), Picture.objects.count(), Attachment.objects.count()) == (set(), 0, 0)


def test_the_consent_to_a_portrait_is_recorded_with_its_day(studio, clerk) -> None:
    picture = add(studio, clerk, use="portrait", has_consent=True)
    assert picture.crop == [167, 0, 667, 1000]
    assert AuditEvent.objects.latest("position").details == {"use": "portrait", "consent": str(clock.today())}


def test_a_secret_result_has_no_picture(studio, clerk, folder) -> None:
    result = make_result(studio, is_secret=True)
    with pytest.raises(Refusal):
        add(None, clerk, result=result, use="result")
    assert on_disk(folder) == set()


def test_there_is_an_end_to_pictures(studio, clerk, folder, monkeypatch) -> None:
    monkeypatch.setattr("studios.actions.picture_owners.MOST", 1)
    add(studio, clerk)
    before = on_disk(folder)
    with pytest.raises(Refusal):
        add(studio, clerk)
    assert on_disk(folder) == before


def test_a_large_picture_is_drawn_by_a_job(studio, clerk, publisher, monkeypatch) -> None:
    monkeypatch.setattr(picture_files, "QUICK_PIXELS", 1)
    picture = add(studio, clerk)
    assert not picture.is_made
    with pytest.raises(Refusal):
        publish_picture(picture, by=publisher)
    assert picture_files.make_derivatives(picture) == 3
    picture.refresh_from_db()
    assert picture.widths == [320, 640, 900]
    assert publish_picture(picture, by=publisher).is_public


def test_a_job_that_comes_too_late_leaves_no_files(studio, clerk, folder) -> None:
    picture = add(studio, clerk)
    old = Picture.objects.get(pk=picture.pk)
    changed = change_picture(picture, by=clerk, alt="近景", frame=Frame("1:1", size=90))
    assert picture_files.make_derivatives(old) == 0
    assert {name[:32] for name in on_disk(folder / "pictures")} == {changed.code, old.code} - {old.code}


def test_the_union_above_publishes_and_a_new_cover_replaces_the_old(studio, clerk, publisher) -> None:
    first, second = add(studio, clerk), add(studio, clerk)
    Message.objects.all().delete()
    for picture in (first, second):
        publish_picture(picture, by=publisher)
    assert list(Picture.objects.filter(is_public=True)) == [second]
    assert list(Picture.objects.public()) == [second]
    assert last_verb() == "picture.published"
    assert {m.account for m in Message.objects.all()} == {clerk}


def test_who_may_not_publish_is_told_why(studio, clerk) -> None:
    picture = add(studio, clerk)
    make_officer(studio.union.parent, Role.CLERK)
    root = make_officer(studio.union.parent.parent, Role.CHAIR)
    for account in (clerk, make_officer(studio.union, Role.CHAIR), root):
        with pytest.raises(Forbidden):
            publish_picture(picture, by=account)


def test_nobody_publishes_what_they_added(studio, publisher) -> None:
    make_appointment(publisher, studio.union, Role.CLERK)
    with pytest.raises(Refusal):
        publish_picture(add(studio, publisher), by=publisher)


def test_pictures_of_a_studio_in_preparation_wait_for_its_naming(studio, clerk, publisher) -> None:
    draft = make_studio(studio.union)
    with pytest.raises(Refusal):
        publish_picture(add(draft, clerk), by=publisher)


def test_both_sides_take_a_picture_off_the_page(studio, clerk, publisher) -> None:
    picture = publish_picture(add(studio, clerk), by=publisher)
    for by in (clerk, publisher):
        withdraw_picture(picture, by=by)
        assert not Picture.objects.public().exists()
        assert last_verb() == "picture.withdrawn"
        publish_picture(picture, by=publisher)
    with pytest.raises(Forbidden):
        withdraw_picture(picture, by=make_officer(make_union()))


def test_words_change_without_new_files_and_the_unit_takes_them_off_the_page(
    studio, clerk, publisher, folder, django_capture_on_commit_callbacks
) -> None:
    picture = publish_picture(add(studio, clerk), by=publisher)
    before, events = on_disk(folder), AuditEvent.objects.count()
    assert change_picture(picture, by=clerk, alt=picture.alt).is_public
    assert AuditEvent.objects.count() == events
    assert change_picture(picture, by=publisher, alt="三名焊工").is_public
    assert not change_picture(picture, by=clerk, alt="四名焊工").is_public
    assert (on_disk(folder), last_verb()) == (before, "picture.changed")


def test_a_new_frame_has_new_files_under_a_new_name(
    studio, clerk, publisher, folder, django_capture_on_commit_callbacks
) -> None:
    picture = publish_picture(add(studio, clerk), by=publisher)
    with django_capture_on_commit_callbacks(execute=True):
        changed = change_picture(picture, by=publisher, alt=picture.alt, frame=Frame("1:1", size=60), code=picture.code)
    assert (changed.is_public, changed.widths) == (True, [320, 360])
    assert {name[:32] for name in on_disk(folder / "pictures")} == {changed.code}
    assert changed.code != picture.code
    with pytest.raises(Stale):
        change_picture(changed, by=publisher, alt="x", frame=Frame("16:9"), code=picture.code)
    assert {name[:32] for name in on_disk(folder / "pictures")} == {changed.code}
    with pytest.raises(Refusal):
        change_picture(changed, by=publisher, alt="x", frame=Frame("1:1", size=10))


def test_a_removed_picture_goes_with_its_upload_after_the_commit(
    studio, clerk, folder, django_capture_on_commit_callbacks
) -> None:
    picture = add(studio, clerk)
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        remove_picture(picture, by=clerk)
    assert len(on_disk(folder)) == 4
    for callback in waiting:
        callback()
    assert (on_disk(folder), Attachment.objects.count(), last_verb()) == (set(), 0, "picture.removed")
    with pytest.raises(Stale):
        remove_picture(picture, by=clerk)


def make_story(union, **fields) -> Story:
    fields.setdefault("made_at", clock.now())
    return Story.objects.create(
        union=union, kind="news", title="消息", body="<p>x</p>", changed_at=clock.now(), **fields
    )


def test_a_storys_picture_shows_with_the_story(studio, publisher) -> None:
    story = make_story(studio.union.parent)
    picture = add_picture(by=publisher, story=story, upload=upload(), use="story", alt="会场")
    assert not Picture.objects.public().exists()
    assert list(story.writers.all()) == [publisher]
    Story.objects.update(state="submitted")
    with pytest.raises(Refusal):
        remove_picture(picture, by=publisher)
    Story.objects.update(state="published", published_at=clock.now(), checked_by=publisher)
    assert list(Picture.objects.public()) == [picture]
    for refused in (
        lambda: change_picture(picture, by=publisher, alt="x"),
        lambda: add_picture(by=publisher, story=story, upload=upload(), use="story", alt="会场"),
    ):
        with pytest.raises(Refusal):
            refused()
    with pytest.raises(Forbidden):
        add_picture(by=make_officer(studio.union), story=story, upload=upload(), use="story", alt="会场")


def test_the_sweep_puts_right_what_a_broken_machine_left(studio, clerk, folder) -> None:
    kept, lost = add(studio, clerk), add(studio, clerk)
    gone = full_path(lost.attachment)
    Picture.objects.filter(pk=lost.pk).delete()
    (folder / kept.path(640)).unlink()
    assert picture_files.sweep_pictures() == 0  # too young: their transaction may not have ended
    later = clock.now() + timedelta(hours=2)
    with clock.at(later):
        # The upload without its row; its three derivatives; the derivative that was missing.
        assert picture_files.sweep_pictures() == 5
        assert picture_files.sweep_pictures() == 0
    assert not gone.exists()
    assert on_disk(folder) == {
        full_path(kept.attachment).name,
        *(f"{kept.code}-{width}.webp" for width in kept.widths),
    }


def test_the_upload_stays_a_stream_that_others_may_read(studio, clerk) -> None:
    file = upload()
    file.file = BytesIO(PHOTO)
    assert add(studio, clerk, upload=file).attachment.size == len(PHOTO)
