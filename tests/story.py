"""A union with a clerk, a second clerk and a chair; stories in each state; Word files as people write them."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image

from studios.actions.stories import StoryText, begin_story, publish_story, save_story, submit_story
from studios.choices.showcase import StoryKind, StoryState
from studios.models import Story
from studios.values.prose import prose_of
from tests.factories import make_officer, make_union, number
from unions import clock
from unions.choices.people import Role
from unions.models import Account, Union


@dataclass
class Desk:
    """Who writes and who checks."""

    union: Union
    clerk: Account
    second: Account
    chair: Account


def make_desk(**fields: Any) -> Desk:
    """A union of its own."""
    union = make_union(**fields)
    return Desk(union, make_officer(union), make_officer(union), make_officer(union, Role.CHAIR))


def text_of(story: Story, **fields: Any) -> StoryText:
    """What the story says now, with changes."""
    names = ("kind", "title", "summary", "source", "author", "correction")
    return StoryText(**{name: getattr(story, name) for name in names} | fields)


def written(desk: Desk, title: str = "", *, kind: str = StoryKind.EXPERIENCE, **fields: Any) -> Story:
    """A draft with a text, by the clerk."""
    story = begin_story(desk.union, by=desk.clerk, kind=kind, title=title or f"稿件{number()}")
    fields.setdefault("body", prose_of("正文第一段。\n\n第二段。"))
    return save_story(story, by=desk.clerk, text=text_of(story, **fields), revision=story.revision)


def submitted(desk: Desk, title: str = "", **fields: Any) -> Story:
    """A story that waits for its check."""
    story = written(desk, title, **fields)
    return submit_story(story, by=desk.clerk, revision=story.revision)


def published(desk: Desk, title: str = "", **fields: Any) -> Story:
    """A story that everybody reads."""
    story = submitted(desk, title, **fields)
    return publish_story(story, by=desk.chair, revision=story.revision)


def make_story(desk: Desk, title: str = "", **fields: Any) -> Story:
    """A row for pages alone; the actions make real ones."""
    now = clock.now()
    shown = fields.setdefault("state", StoryState.PUBLISHED) in (StoryState.PUBLISHED, StoryState.ARCHIVED)
    if shown:
        fields = {"published_at": now, "checked_by": desk.chair} | fields
    fields = {"kind": StoryKind.NEWS, "body": "<p>正文</p>", "made_by": desk.clerk} | fields
    story = Story.objects.create(
        union=desk.union, title=title or f"稿件{number()}", made_at=now, changed_at=now, **fields
    )
    story.writers.add(desk.clerk)
    return story


def word(build: Any = None) -> bytes:
    """A Word file with a heading, a paragraph and whatever `build` adds."""
    document = Document()
    document.add_heading("小标题", level=1)
    document.add_paragraph("第一段文字")
    if build:
        build(document)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def add_link(document: Any, address: str, text: str) -> None:
    """A paragraph that is a link."""
    paragraph = document.add_paragraph()
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link, run, said = OxmlElement("w:hyperlink"), OxmlElement("w:r"), OxmlElement("w:t")
    link.set(qn("r:id"), relation)
    said.text = text
    run.append(said)
    link.append(run)
    paragraph._p.append(link)


def add_picture(document: Any) -> None:
    """A picture in a paragraph of its own."""
    picture = BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    picture.seek(0)
    document.add_picture(picture)
