"""Stories at the desk: lists, editor without script, Word, programme, steps; nothing typed is lost."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studios.actions.pictures import add_picture as add_picture_to
from studios.actions.stories import publish_story, save_story, submit_story
from studios.actions.story_corrections import begin_correction
from studios.choices.showcase import StoryKind, StoryState
from studios.models import SiteMeeting, Stop, Story, Talk
from tests import files
from tests.factories import make_named_studio, make_officer, make_studio, make_union
from tests.story import Desk, add_picture, make_desk, make_story, published, submitted, text_of, word, written
from unions.choices.people import Role

pytestmark = pytest.mark.django_db
NASTY = (
    "\x00\x01\x1f",
    "x" * 100_000,
    "\u202e正文\u202c",
    "\ufffd",
    "𬭊𬭛龑",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "=1+1",
)


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def browser(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def sent(story: Story, **fields) -> dict:
    said = {name: getattr(story, name) for name in ("revision", "kind", "title", "summary", "source", "author")}
    return said | {"text": "正文"} | fields


def test_the_list_filters_sorts_and_exports(desk) -> None:
    written(desk, "草稿甲")
    published(desk, "发布乙", kind=StoryKind.NEWS, body="<p>焊接变形</p>")
    make_story(make_desk(), "外单位稿件")
    client = browser(desk.clerk)
    url = reverse("desk_stories")
    assert b"\xe5\xa4\x96\xe5\x8d\x95\xe4\xbd\x8d" not in client.get(url).content
    for query, shown in (
        ("?state=published", "发布乙"),
        ("?kind=experience", "草稿甲"),
        ("?q=焊接", "发布乙"),
        ("?q=草稿", "草稿甲"),
        (f"?union={desk.union.pk}&sort=title&state=draft", "草稿甲"),
    ):
        page = client.get(url + query).content.decode()
        other = {"发布乙": "草稿甲", "草稿甲": "发布乙"}[shown]
        assert (shown in page, other in page) == (True, False), query
    for odd in ("?state=x&kind=y&union=z&sort=nothing&page=99", "?q=\x00%ED%A0%80", "?union=99999999999999999999"):
        assert client.get(url + odd).status_code == 200
    csv = b"".join(client.get(f"{url}?export=csv").streaming_content).decode()
    assert "草稿甲" in csv
    assert "发布乙" in csv


def test_the_list_asks_as_often_for_one_story_as_for_many(desk) -> None:
    client = browser(desk.clerk)
    counts = []
    for rows in (1, 8):
        for _ in range(rows):
            make_story(desk)
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(reverse("desk_stories"))
        counts.append(len(found))
    assert counts == [9, 9]


def test_a_story_is_begun_and_written_without_script(desk) -> None:
    client = browser(desk.clerk)
    answer = client.post(reverse("story_new"), {"union": desk.union.pk, "kind": "experience", "title": "新稿"})
    story = Story.objects.get()
    assert answer["Location"] == reverse("story_edit", args=[story.pk])
    studio = make_named_studio(desk.union, "林晓川工作室", search_text="林晓川工作室")
    other = make_named_studio(desk.union, "周岸工作室", search_text="周岸工作室")
    make_studio(desk.union, "林晓川未命名工作室", search_text="林晓川未命名工作室")
    edit = reverse("story_edit", args=[story.pk])
    looked = client.post(edit, sent(story, title="", studios=[other.pk], words="林晓川", look="studios"))
    page = looked.content.decode()
    assert f'value="{studio.pk}"' in page
    assert "林晓川未命名" not in page
    assert "field__error" not in page
    saved = client.post(edit, sent(story, studios=[other.pk, studio.pk], text="## 标题\n\n正文"))
    assert saved["Location"] == story.get_desk_url()
    story.refresh_from_db()
    assert story.body == "<h2>标题</h2><p>正文</p>"
    assert set(story.studios.all()) == {studio, other}
    page = client.get(story.get_desk_url()).content.decode()
    assert "<h2>标题</h2><p>正文</p>" in page


def test_a_hidden_studio_cannot_be_sent_in(desk) -> None:
    story, hidden = written(desk), make_studio(desk.union)
    answer = browser(desk.clerk).post(reverse("story_edit", args=[story.pk]), sent(story, studios=[hidden.pk]))
    assert answer.status_code == 200
    assert not story.studios.exists()


@pytest.mark.parametrize("nasty", NASTY)
def test_nasty_text_is_kept_or_refused_kindly(desk, nasty: str) -> None:
    story = written(desk)
    client = browser(desk.clerk)
    edit = reverse("story_edit", args=[story.pk])
    words = dict.fromkeys(("title", "summary", "text", "source", "author", "words"), nasty)
    keys = dict.fromkeys(("kind", "revision", "studios", "correction"), nasty)
    for fields in (words, words | {"look": "1"}, keys, keys | {"look": "1"}):
        answer = client.post(edit, sent(story, **fields))
        assert answer.status_code in (200, 302, 409), fields
        assert b"<script>alert(1)</script>" not in answer.content
    story = Story.objects.get(pk=story.pk)
    assert "<script" not in story.body
    assert client.get(story.get_desk_url()).status_code == 200


def test_a_stale_form_gets_409(desk) -> None:
    story = written(desk)
    client = browser(desk.clerk)
    stale = sent(story)
    assert client.post(reverse("story_edit", args=[story.pk]), stale).status_code == 302
    assert client.post(reverse("story_edit", args=[story.pk]), stale).status_code == 409
    assert (
        client.post(reverse("story_step", args=[story.pk, "submit"]), {"revision": stale["revision"]}).status_code
        == 409
    )


def test_word_is_taken_over_and_says_what_is_missing(desk) -> None:
    story = written(desk)
    client = browser(desk.clerk)
    url = reverse("story_word", args=[story.pk])
    file = SimpleUploadedFile("稿.docx", word(lambda d: (add_picture(d), add_picture(d))))
    page = client.post(url, {"revision": story.revision, "file": file}, follow=True).content.decode()
    assert "2张图片" in page
    story.refresh_from_db()
    assert "<h2>小标题</h2>" in story.body
    download = client.get(reverse("file", args=[story.word_id]))
    assert download["Content-Disposition"].startswith("attachment")
    assert b"".join(download.streaming_content)
    stranger = browser(make_officer(make_union()))
    assert stranger.get(reverse("file", args=[story.word_id])).status_code == 404
    bad = SimpleUploadedFile("a.docm", files.make_docx(main=files.DOCM_MAIN))
    refused = client.post(url, {"revision": story.revision, "file": bad})
    assert refused.status_code == 200
    assert "宏" in refused.content.decode()


def test_text_with_a_table_is_changed_in_word_or_typed_anew(desk) -> None:
    table = "<table><tbody><tr><td>甲</td></tr></tbody></table>"
    story = written(desk, body=f"<p>前</p>{table}")
    client = browser(desk.clerk)
    edit = reverse("story_edit", args=[story.pk])
    assert 'name="text"' not in client.get(edit).content.decode()
    fields = sent(story)
    del fields["text"]
    client.post(edit, fields | {"title": "只改标题"})
    story.refresh_from_db()
    assert (story.title, table in story.body) == ("只改标题", True)
    assert "前\n\n甲" in client.get(f"{edit}?as=text").content.decode()


def meeting_rows(prefix: str, *rows: dict) -> dict:
    said = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": "0"}
    return said | {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_programme_and_route_are_written_without_script(desk) -> None:
    studio, text = make_named_studio(desk.union, "焊接工作室"), written(desk, "发言全文")
    story = written(desk, kind=StoryKind.SITE_MEETING)
    client = browser(desk.clerk)
    url = reverse("story_meeting", args=[story.pk])
    fields = {"revision": story.revision, "held_on": "2026-05-06", "place": "报告厅"}
    talks = meeting_rows(
        "talks",
        {"title": "后讲", "ORDER": "2"},
        {"title": "先讲", "ORDER": "1", "story": text.pk, "starts_at": "09:00"},
    )
    stops = meeting_rows(
        "stops", {"place": "一站", "studio": studio.number.lower()}, {"place": "二站", "studio": "焊接工作室"}
    )
    more = client.post(url, fields | talks | stops | {"add": "talks"})
    assert 'name="talks-2-title"' in more.content.decode()
    assert not hasattr(Story.objects.get(pk=story.pk), "meeting")
    assert client.post(url, fields | talks | stops).status_code == 302
    meeting = Story.objects.get(pk=story.pk).meeting
    assert [t.title for t in meeting.talks.all()] == ["先讲", "后讲"]
    assert [s.studio for s in meeting.stops.all()] == [studio, studio]
    assert meeting.held_on == date(2026, 5, 6)
    page = client.get(url).content.decode()
    assert studio.number in page
    unknown = meeting_rows("stops", {"place": "三站", "studio": "没有这个"})
    wrong = client.post(url, fields | {"revision": "3", "held_on": "0001-01-01"} | talks | unknown)
    assert wrong.status_code == 200
    assert "没有这个编号或名称" in wrong.content.decode()
    assert "没有这个" in wrong.content.decode()
    for nasty in NASTY:
        odd = {"revision": nasty, "held_on": nasty, "place": nasty, "people_count": nasty, "talks-TOTAL_FORMS": nasty}
        rows = meeting_rows("talks", dict.fromkeys(("title", "speaker", "starts_at", "story", "ORDER"), nasty))
        assert client.post(url, fields | rows | stops | odd).status_code in (200, 400)


def test_steps_ask_first_and_show_to_whom_they_are_open(desk) -> None:
    story = written(desk)
    client, checker = browser(desk.clerk), browser(desk.chair)
    url = reverse("story_step", args=[story.pk, "submit"])
    assert client.get(url).status_code == 200
    assert Story.objects.get(pk=story.pk).state == StoryState.DRAFT
    client.post(url, {"revision": story.revision})
    story.refresh_from_db()
    assert story.state == StoryState.SUBMITTED
    assert str(story.pk) in checker.get(reverse("stories_to_check")).content.decode()
    assert reverse("stories_to_check") in checker.get(reverse("desk")).content.decode()
    back = reverse("story_step", args=[story.pk, "return"])
    refused = checker.post(back, {"revision": story.revision, "note": ""})
    assert (refused.status_code, Story.objects.get(pk=story.pk).state) == (200, StoryState.SUBMITTED)
    assert client.post(back, {"revision": story.revision, "note": "x"}).status_code == 403
    checker.post(back, {"revision": story.revision, "note": "补数据"})
    assert "补数据" in client.get(story.get_desk_url()).content.decode()
    assert client.get(reverse("story_step", args=[story.pk, "nonsense"])).status_code == 404
    story.refresh_from_db()
    dropped = client.post(reverse("story_discard", args=[story.pk]), {"revision": story.revision})
    assert dropped["Location"] == reverse("desk_stories")
    assert not Story.objects.exists()


def test_a_correction_is_begun_from_the_published_story(desk) -> None:
    story = published(desk)
    client = browser(desk.clerk)
    answer = client.post(reverse("story_correct", args=[story.pk]))
    made = Story.objects.get(corrects=story)
    assert answer["Location"] == reverse("story_edit", args=[made.pk])
    assert 'name="correction"' in client.get(answer["Location"]).content.decode()
    assert made.get_desk_url() in client.get(story.get_desk_url()).content.decode()


def test_the_preview_is_the_public_page(desk) -> None:
    story = written(desk, "预览稿", kind=StoryKind.EXPERIENCE, body="<p>一段</p>")
    page = browser(desk.clerk).get(reverse("story_preview", args=[story.pk]))
    assert "no-store" in page["Cache-Control"]
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    story.state, story.checked_by, story.published_at = StoryState.PUBLISHED, desk.chair, story.made_at
    Story.objects.bulk_update([story], ["state", "checked_by", "published_at"])
    public = Client().get(story.get_absolute_url()).content.decode().partition("<main")[2].partition("</main>")[0]
    body = '<div class="prose story__text" lang="zh-CN"><p>一段</p></div>'
    assert body in main
    assert body in public


def test_an_auditor_reads_and_does_nothing(desk) -> None:
    story = submitted(desk)
    client = browser(make_officer(desk.union, Role.AUDITOR))
    page = client.get(story.get_desk_url())
    assert page.status_code == 200
    assert "/publish/" not in page.content.decode()
    assert client.get(reverse("story_edit", args=[story.pk])).status_code == 403


def test_the_page_asks_as_often_for_one_row_as_for_many(desk) -> None:
    client = browser(desk.chair)
    counts = []
    for rows in (1, 5):
        story = make_story(desk, kind=StoryKind.SITE_MEETING, state=StoryState.SUBMITTED)
        fill(story, desk, rows)
        with CaptureQueriesContext(connection) as found:
            assert client.get(story.get_desk_url()).status_code == 200
        counts.append(len(found))
    assert counts == [15, 15]


def fill(story: Story, desk: Desk, rows: int) -> None:
    """A meeting with so many talks, stops and studios."""
    meeting = SiteMeeting.objects.create(story=story, held_on=date(2026, 1, 1), place="厅")
    for n in range(rows):
        studio = make_named_studio(desk.union)
        story.studios.add(studio)
        Talk.objects.create(meeting=meeting, position=n, title=f"发言{n}", story=make_story(desk))
        Stop.objects.create(meeting=meeting, position=n, place=f"站{n}", studio=studio)


def test_words_of_the_english_desk(desk) -> None:
    desk.chair.language = "en"
    desk.chair.save()
    story = submitted(desk)
    page = browser(desk.chair).get(story.get_desk_url()).content.decode()
    assert "Sent for checking" in page
    assert "As the public reads it" in page


def test_pictures_are_added_to_a_draft_and_show_with_it(desk) -> None:
    story = written(desk)
    client = browser(desk.clerk)
    url = reverse("story_pictures", args=[story.pk])
    file = SimpleUploadedFile("a.jpg", files.make_picture(size=(800, 600)), "image/jpeg")
    assert client.post(url, {"file": file, "alt": "焊接现场", "caption": "说明"}).status_code == 302
    picture = story.pictures.get()
    assert "焊接现场" in client.get(story.get_desk_url()).content.decode()
    assert picture.preview_url() in client.get(reverse("story_preview", args=[story.pk])).content.decode()
    assert Client().get(picture.url()).status_code == 404
    bad = SimpleUploadedFile("a.jpg", files.make_svg_with_script(), "image/jpeg")
    refused = client.post(url, {"file": bad, "alt": "留住的字"})
    assert (refused.status_code, "留住的字" in refused.content.decode()) == (200, True)
    assert client.get(reverse("story_picture", args=[story.pk, picture.pk])).status_code == 200
    assert client.get(reverse("story_picture", args=[written(desk).pk, picture.pk])).status_code == 404


def test_a_picture_of_a_published_story_may_only_go(desk) -> None:
    story = written(desk)
    add_to(story, desk, "现场")
    story = submit_story(story, by=desk.clerk, revision=story.revision)
    client = browser(desk.clerk)
    remove = reverse("story_picture_remove", args=[story.pk, story.pictures.get().pk])
    client.post(remove, {"revision": story.revision})
    assert story.pictures.count() == 1
    story = publish_story(story, by=desk.chair, revision=story.revision)
    page = Client().get(story.get_absolute_url()).content.decode()
    assert story.pictures.get().url() in page
    assert 'property="og:image"' in page
    assert "storyrow__view" in Client().get("/stories/").content.decode()
    client.post(remove, {"revision": story.revision})
    assert story.pictures.count() == 0
    assert "photos__one" not in Client().get(story.get_absolute_url()).content.decode()


def test_a_correction_brings_its_pictures_to_those_that_are_there(desk) -> None:
    story = written(desk)
    add_to(story, desk, "旧图")
    story = submit_story(story, by=desk.clerk, revision=story.revision)
    story = publish_story(story, by=desk.chair, revision=story.revision)
    made = begin_correction(story, by=desk.clerk)
    add_to(made, desk, "新图")
    preview = browser(desk.clerk).get(reverse("story_preview", args=[made.pk])).content.decode()
    assert "旧图" in preview
    assert "新图" in preview
    assert "新图" not in Client().get(story.get_absolute_url()).content.decode()
    made = save_story(made, by=desk.clerk, text=text_of(made, correction="补图"), revision=made.revision)
    made = submit_story(made, by=desk.clerk, revision=made.revision)
    publish_story(made, by=desk.chair, revision=made.revision)
    assert [p.alt for p in story.pictures.all()] == ["旧图", "新图"]
    assert "新图" in Client().get(story.get_absolute_url()).content.decode()


def add_to(story: Story, desk: Desk, alt: str) -> None:
    """A picture, by the clerk."""
    upload = ContentFile(files.make_picture(size=(800, 600)), name="a.jpg")
    add_picture_to(by=desk.clerk, story=story, upload=upload, use="story", alt=alt)
