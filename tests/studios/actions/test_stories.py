"""Stories: who writes, who checks, what each step leaves, and how a published text is corrected."""

from datetime import date, time
from io import BytesIO

import pytest

from studios.actions.site_meetings import MeetingFacts, StopRow, TalkRow, save_meeting
from studios.actions.stories import (
    archive_story,
    begin_story,
    discard_story,
    publish_story,
    return_story,
    revise_story,
    save_story,
    submit_story,
    take_back_story,
    take_over_word,
)
from studios.actions.story_corrections import begin_correction
from studios.choices.showcase import StoryKind, StoryState
from studios.choices.stories import StoryStep
from studios.models import Attachment, Story
from studios.queries.stories import open_steps, story_tasks
from studios.values.prose import prose_of
from studios.values.uploads.refusals import UploadRefused
from tests import files
from tests.factories import make_named_studio, make_officer, make_union
from tests.story import add_picture, make_desk, published, submitted, text_of, word, written
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent, Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("position").values_list("verb", flat=True))


def told() -> dict[str, str]:
    return {m.account.username: m.text for m in Message.objects.select_related("account")}


def tasks_of(account):
    return story_tasks(Story.objects.to_check_by(account).count(), Story.objects.to_revise_by(account).count())


def test_the_whole_way_of_a_story() -> None:
    desk = make_desk()
    story = begin_story(desk.union, by=desk.clerk, kind=StoryKind.EXPERIENCE, title="经验")
    studio = make_named_studio(desk.union)
    text = text_of(story, body=prose_of("正文"), studios=[studio], summary="摘要")
    story = save_story(story, by=desk.clerk, text=text, revision=story.revision)
    story = submit_story(story, by=desk.clerk, revision=story.revision)
    assert set(told()) == {desk.second.username, desk.chair.username}
    story = return_story(story, by=desk.second, note="补数据", revision=story.revision)
    assert (story.state, story.note) == (StoryState.RETURNED, "补数据")
    assert "补数据" in told()[desk.clerk.username]
    story = revise_story(story, by=desk.clerk, revision=story.revision)
    story = submit_story(story, by=desk.clerk, revision=story.revision)
    story = publish_story(story, by=desk.chair, revision=story.revision)
    assert (story.state, story.checked_by, story.note) == (StoryState.PUBLISHED, desk.chair, "")
    assert story.published_at is not None
    story = archive_story(story, by=desk.second, revision=story.revision)
    assert (story.state, story.archived_at is not None) == (StoryState.ARCHIVED, True)
    assert list(story.studios.all()) == [studio]
    assert verbs() == [
        Verb.STORY_BEGUN,
        Verb.STORY_SAVED,
        Verb.STORY_SUBMITTED,
        Verb.STORY_RETURNED,
        Verb.STORY_REVISED,
        Verb.STORY_SUBMITTED,
        Verb.STORY_PUBLISHED,
        Verb.STORY_ARCHIVED,
    ]


def test_an_empty_draft_of_the_same_name_is_begun_once() -> None:
    desk = make_desk()
    first = begin_story(desk.union, by=desk.clerk, kind=StoryKind.NEWS, title="动态")
    assert begin_story(desk.union, by=desk.clerk, kind=StoryKind.NEWS, title="动态") == first
    assert begin_story(desk.union, by=desk.second, kind=StoryKind.NEWS, title="动态") != first


def test_only_the_unions_own_clerks_and_chairs_write() -> None:
    desk, above = make_desk(), make_desk()
    story = written(desk)
    auditor = make_officer(desk.union, Role.AUDITOR)
    for stranger in (above.clerk, auditor, make_officer(make_union(parent=desk.union))):
        with pytest.raises(Forbidden):
            begin_story(desk.union, by=stranger, kind=StoryKind.NEWS, title="动态")
        for act in (submit_story, discard_story):
            with pytest.raises(Forbidden):
                act(story, by=stranger, revision=story.revision)
        with pytest.raises(Forbidden):
            save_story(story, by=stranger, text=text_of(story), revision=story.revision)


def test_whoever_wrote_of_it_does_not_check_it() -> None:
    desk = make_desk()
    story = written(desk)
    story = save_story(story, by=desk.second, text=text_of(story, title="改"), revision=story.revision)
    story = submit_story(story, by=desk.clerk, revision=story.revision)
    for writer in (desk.clerk, desk.second):
        with pytest.raises(Forbidden):
            publish_story(story, by=writer, revision=story.revision)
        with pytest.raises(Forbidden):
            return_story(story, by=writer, note="x", revision=story.revision)
        assert open_steps(story, writer) == [StoryStep.TAKE_BACK]
    assert open_steps(story, desk.chair) == [StoryStep.RETURN, StoryStep.PUBLISH]
    with pytest.raises(Forbidden):
        take_back_story(story, by=desk.chair, revision=story.revision)


def test_a_clerk_publishes_only_where_no_chair_is_left() -> None:
    desk = make_desk()
    story = submitted(desk)
    assert open_steps(story, desk.second) == [StoryStep.RETURN]
    with pytest.raises(Forbidden):
        publish_story(story, by=desk.second, revision=story.revision)
    chairs_own = begin_story(desk.union, by=desk.chair, kind=StoryKind.NEWS, title="负责人自己写")
    chairs_own = save_story(
        chairs_own, by=desk.chair, text=text_of(chairs_own, body="<p>文</p>"), revision=chairs_own.revision
    )
    chairs_own = submit_story(chairs_own, by=desk.chair, revision=chairs_own.revision)
    assert publish_story(chairs_own, by=desk.second, revision=chairs_own.revision).checked_by == desk.second


def test_nobody_else_to_check_it_is_said_before_it_is_sent() -> None:
    union = make_union()
    alone = make_officer(union, Role.CLERK, Role.CHAIR)
    story = begin_story(union, by=alone, kind=StoryKind.NEWS, title="动态")
    story = save_story(story, by=alone, text=text_of(story, body="<p>文</p>"), revision=story.revision)
    with pytest.raises(Refusal):
        submit_story(story, by=alone, revision=story.revision)


def test_an_unfinished_story_is_not_sent() -> None:
    desk = make_desk()
    empty = begin_story(desk.union, by=desk.clerk, kind=StoryKind.NEWS, title="动态")
    meeting = begin_story(desk.union, by=desk.clerk, kind=StoryKind.SITE_MEETING, title="现场会")
    for story in (empty, meeting):
        with pytest.raises(Refusal):
            submit_story(story, by=desk.clerk, revision=story.revision)


def test_what_is_being_checked_or_was_published_is_not_edited() -> None:
    desk = make_desk()
    for story in (submitted(desk), published(desk)):
        for act in (
            lambda s: save_story(s, by=desk.clerk, text=text_of(s, title="改"), revision=s.revision),
            lambda s: discard_story(s, by=desk.clerk, revision=s.revision),
            lambda s: take_over_word(s, by=desk.clerk, stream=BytesIO(word()), name="a.docx", revision=s.revision),
        ):
            with pytest.raises(Stale):
                act(story)
    assert not Attachment.objects.exists()


def test_a_stale_page_is_said_so() -> None:
    desk = make_desk()
    story = written(desk)
    shown = story.revision
    save_story(story, by=desk.clerk, text=text_of(story, title="新"), revision=shown)
    for act in (
        lambda: save_story(story, by=desk.clerk, text=text_of(story), revision=shown),
        lambda: submit_story(story, by=desk.clerk, revision=shown),
        lambda: discard_story(story, by=desk.clerk, revision=shown),
    ):
        with pytest.raises(Stale):
            act()
    discard_story(story, by=desk.clerk, revision=Story.objects.get(pk=story.pk).revision)
    with pytest.raises(Stale):
        submit_story(story, by=desk.clerk, revision=shown)


def test_a_return_needs_its_reason() -> None:
    desk = make_desk()
    story = submitted(desk)
    with pytest.raises(Refusal):
        return_story(story, by=desk.chair, note="  ", revision=story.revision)


def test_saving_a_returned_story_makes_it_a_draft() -> None:
    desk = make_desk()
    story = submitted(desk)
    story = return_story(story, by=desk.chair, note="补", revision=story.revision)
    story = save_story(story, by=desk.clerk, text=text_of(story, title="补好"), revision=story.revision)
    assert (story.state, story.note) == (StoryState.DRAFT, "补")


def test_what_waits_is_what_the_lists_hold() -> None:
    desk, other = make_desk(), make_desk()
    submitted(desk)
    submitted(other)
    returned = submitted(desk)
    return_story(returned, by=desk.chair, note="补", revision=returned.revision)
    tasks = {task.route: task.text for task in tasks_of(desk.chair)}
    assert list(tasks) == ["stories_to_check"]
    assert Story.objects.to_check_by(desk.chair).count() == 1
    assert [task.route for task in tasks_of(desk.clerk)] == ["stories_to_revise"]
    assert list(Story.objects.to_revise_by(desk.clerk)) == [returned]
    assert [task.route for task in tasks_of(desk.second)] == ["stories_to_check"]


def test_text_from_word_is_kept_with_its_file() -> None:
    desk = make_desk()
    story = written(desk)
    content = word(add_picture)
    found = take_over_word(story, by=desk.clerk, stream=BytesIO(content), name="稿.docx", revision=story.revision)
    story = Story.objects.get(pk=story.pk)
    assert found.pictures == 1
    assert story.body == "<h2>小标题</h2><p>第一段文字</p>"
    assert story.word is not None
    assert (story.word.name, story.word.slot, story.word.union) == ("稿.docx", "story_word", desk.union)
    again = take_over_word(story, by=desk.clerk, stream=BytesIO(word()), name="新.docx", revision=story.revision)
    assert again.pictures == 0
    assert Attachment.objects.exclude(removed_at=None).get().name == "稿.docx"
    story = Story.objects.get(pk=story.pk)
    story = save_story(story, by=desk.clerk, text=text_of(story, body="<p>手写</p>"), revision=story.revision)
    assert story.word is None


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (files.make_docx(main=files.DOCM_MAIN), "a.docm", "office_macro"),
        (files.make_docx({"word/vbaProject.bin": b"x"}), "a.docx", "office_macro"),
        (files.make_docx({"word/a.xml": bytes(20 * 1024 * 1024)}), "a.docx", "office_bomb"),
        (
            files.make_docx({"word/_rels/document.xml.rels": files.make_rels(("image", "https://x.example/a.png", "External"))}),
            "a.docx",
            "office_external",
        ),
        (files.make_xlsx(), "a.xlsx", "kind_not_allowed"),
        (files.make_pdf(), "a.pdf", "kind_not_allowed"),
        (files.make_ole(), "a.doc", "old_office"),
        (b"", "a.docx", "empty"),
    ],
)  # fmt: skip
def test_hostile_and_other_files_are_refused(content: bytes, name: str, code: str) -> None:
    desk = make_desk()
    story = written(desk)
    with pytest.raises(UploadRefused) as refused:
        take_over_word(story, by=desk.clerk, stream=BytesIO(content), name=name, revision=story.revision)
    assert refused.value.code == code
    assert Story.objects.get(pk=story.pk).body == story.body
    assert not Attachment.objects.exists()


def test_programme_and_route_are_kept_in_order() -> None:
    desk = make_desk()
    story = written(desk, kind=StoryKind.SITE_MEETING)
    talk, studio = written(desk), make_named_studio(desk.union)
    facts = MeetingFacts(
        held_on=date(2026, 3, 4),
        place="报告厅",
        people_count=90,
        talks=[TalkRow(title="开始", starts_at=time(9)), TalkRow(title="发言", story=talk)],
        stops=[StopRow(place="一站", studio=studio), StopRow(place="二站")],
    )
    meeting = save_meeting(story, by=desk.clerk, facts=facts, revision=story.revision)
    assert [(t.position, t.title, t.story) for t in meeting.talks.all()] == [(1, "开始", None), (2, "发言", talk)]
    assert [(s.position, s.place, s.studio) for s in meeting.stops.all()] == [(1, "一站", studio), (2, "二站", None)]
    story = Story.objects.get(pk=story.pk)
    fewer = MeetingFacts(held_on=date(2026, 3, 5), place="报告厅", stops=[StopRow(place="二站")])
    meeting = save_meeting(story, by=desk.clerk, facts=fewer, revision=story.revision)
    assert (meeting.talks.count(), meeting.stops.get().place) == (0, "二站")


def test_a_programme_belongs_to_site_meetings_and_their_own_unions_texts() -> None:
    desk, other = make_desk(), make_desk()
    news, meeting = written(desk), written(desk, kind=StoryKind.SITE_MEETING)
    facts = MeetingFacts(held_on=date(2026, 3, 4), place="报告厅")
    with pytest.raises(Refusal):
        save_meeting(news, by=desk.clerk, facts=facts, revision=news.revision)
    foreign = MeetingFacts(held_on=date(2026, 3, 4), place="报告厅", talks=[TalkRow(title="x", story=written(other))])
    with pytest.raises(Refusal):
        save_meeting(meeting, by=desk.clerk, facts=foreign, revision=meeting.revision)
    with pytest.raises(Refusal):
        save_story(meeting, by=desk.clerk, text=text_of(meeting, kind=StoryKind.NEWS), revision=meeting.revision)


def corrected(desk, story: Story, **fields) -> Story:
    """A correction that waits for its check."""
    made = begin_correction(story, by=desk.clerk)
    fields = {"correction": "日期有误", "body": "<p>更正后的正文</p>", "studios": list(story.studios.all())} | fields
    made = save_story(made, by=desk.clerk, text=text_of(made, **fields), revision=made.revision)
    return submit_story(made, by=desk.clerk, revision=made.revision)


def test_a_correction_takes_the_place_of_the_text_when_it_was_checked() -> None:
    desk = make_desk()
    story = published(desk, studios=[make_named_studio(desk.union)])
    first_published = story.published_at
    made = corrected(desk, story)
    assert Story.objects.get(pk=story.pk).body == story.body
    assert not Story.objects.public().filter(pk=made.pk).exists()
    with pytest.raises(Forbidden):
        publish_story(made, by=desk.clerk, revision=made.revision)
    shown = publish_story(made, by=desk.chair, revision=made.revision)
    assert shown.pk == story.pk
    shown = Story.objects.get(pk=story.pk)
    assert (shown.body, shown.correction) == ("<p>更正后的正文</p>", "日期有误")
    assert (shown.published_at, shown.corrected_at is not None) == (first_published, True)
    assert shown.studios.count() == 1
    assert not Story.objects.filter(pk=made.pk).exists()
    event = AuditEvent.objects.order_by("-position")[0]
    assert event.verb == Verb.STORY_CORRECTED
    assert event.details["before"] != event.details["sha256"]


def test_one_correction_at_a_time_and_it_says_what_is_corrected() -> None:
    desk = make_desk()
    story = published(desk)
    made = begin_correction(story, by=desk.clerk)
    assert begin_correction(story, by=desk.second) == made
    with pytest.raises(Refusal):
        submit_story(made, by=desk.clerk, revision=made.revision)
    with pytest.raises(Stale):
        begin_correction(written(desk), by=desk.clerk)
    with pytest.raises(Forbidden):
        begin_correction(story, by=make_officer(make_union()))


def test_a_correction_brings_programme_and_route_along() -> None:
    desk = make_desk()
    story = written(desk, kind=StoryKind.SITE_MEETING)
    facts = MeetingFacts(
        held_on=date(2026, 3, 4), place="旧厅", talks=[TalkRow(title="发言")], stops=[StopRow(place="站")]
    )
    save_meeting(story, by=desk.clerk, facts=facts, revision=story.revision)
    story = Story.objects.get(pk=story.pk)
    story = submit_story(story, by=desk.clerk, revision=story.revision)
    story = publish_story(story, by=desk.chair, revision=story.revision)
    made = begin_correction(story, by=desk.clerk)
    moved = MeetingFacts(held_on=date(2026, 3, 5), place="新厅", talks=[TalkRow(title="发言"), TalkRow(title="又一个")])
    save_meeting(made, by=desk.clerk, facts=moved, revision=made.revision)
    made = Story.objects.get(pk=made.pk)
    assert Story.objects.get(pk=story.pk).meeting.place == "旧厅"
    made = save_story(made, by=desk.clerk, text=text_of(made, correction="改地点"), revision=made.revision)
    made = submit_story(made, by=desk.clerk, revision=made.revision)
    publish_story(made, by=desk.chair, revision=made.revision)
    meeting = Story.objects.get(pk=story.pk).meeting
    assert (meeting.place, meeting.talks.count(), meeting.stops.count()) == ("新厅", 2, 0)
