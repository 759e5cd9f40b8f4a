"""The stories of the demo city: written, checked by a second person, published, corrected, archived."""

import tomllib
from datetime import time
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from docx import Document

from studios.actions.pictures import add_picture
from studios.actions.site_meetings import MeetingFacts, StopRow, TalkRow, save_meeting
from studios.actions.stories import (
    StoryText,
    archive_story,
    begin_story,
    publish_story,
    return_story,
    save_story,
    submit_story,
    take_over_word,
)
from studios.actions.story_corrections import begin_correction
from studios.choices.showcase import PictureUse
from studios.management.demo_city.accounts import ROOT
from studios.management.demo_city.cases import World
from studios.management.demo_city.halls import CLAY, PINE, STEEL, hall
from studios.management.demo_city.timeline import Agenda
from studios.models import Story
from studios.values.prose import prose_of
from unions.models import Union

STORIES = Path(__file__).with_name("stories.toml")
PALETTES = {"steel": STEEL, "pine": PINE, "clay": CLAY}
# Days from the beginning to each step.
SENT, CHECKED, CORRECTED, ARCHIVED = 1, 2, 5, 200


class Stories:
    """Puts every story on the agenda."""

    def __init__(self, world: World) -> None:
        """Read the texts."""
        self.world = world
        self.told = tomllib.loads(STORIES.read_text(encoding="utf-8"))["story"]
        self.made: dict[str, Story] = {}

    def plan(self, agenda: Agenda) -> None:
        """Each story on its days."""
        for number, told in enumerate(self.told):
            minutes = 40 + 9 * number
            agenda.add(told["began"], lambda told=told: self._write(told), minutes=minutes)
            for days, act in self._acts(told):
                agenda.add(told["began"] - days, lambda told=told, act=act: act(told), minutes=minutes + 60 * days)

    def _acts(self, told: dict[str, Any]) -> list[tuple[int, Any]]:
        if told["end"] == "draft":
            return []
        acts: list[tuple[int, Any]] = [(SENT, self._submit)]
        if told["end"] != "submitted":
            acts.append((CHECKED, self._return if told["end"] == "returned" else self._publish))
        if "amended" in told:
            acts.append((CORRECTED, self._correct))
        if told["end"] == "archived":
            acts.append((ARCHIVED, self._archive))
        return acts

    def _union(self, told: dict[str, Any]) -> Union:
        return self.world.officers.unions[f"{ROOT}-{told['union']}" if told["union"] else ROOT]

    def _now(self, told: dict[str, Any]) -> Story:
        return Story.objects.get(pk=self.made[told["key"]].pk)

    def _write(self, told: dict[str, Any]) -> None:
        union = self._union(told)
        clerk = self.world.officers.clerk(union)
        story = self.made[told["key"]] = begin_story(union, by=clerk, kind=told["kind"], title=told["title"])
        body = None if "word" in told else prose_of(told["text"])
        story = save_story(story, by=clerk, text=self._text(told, body), revision=story.revision)
        if "word" in told:
            file = BytesIO(word_file(told["text"]))
            take_over_word(story, by=clerk, stream=file, name=told["word"], revision=story.revision)
        for number, shown in enumerate(told.get("pictures", [])):
            palette, work, alt, caption = shown
            upload = ContentFile(hall(PALETTES[palette], work), name=f"{number}.jpg")
            add_picture(by=clerk, story=story, upload=upload, use=PictureUse.STORY, alt=alt, caption=caption)
        if "meeting" in told:
            save_meeting(story, by=clerk, facts=self._facts(told["meeting"]), revision=story.revision)

    def _text(self, told: dict[str, Any], body: str | None, correction: str = "") -> StoryText:
        names = ("kind", "title", "summary", "source", "author")
        studios = [self.world.studios[key] for key in told["studios"]]
        said = {name: told.get(name, "") for name in names}
        return StoryText(**said, body=body, studios=studios, correction=correction)

    def _facts(self, meeting: dict[str, Any]) -> MeetingFacts:
        talks = [
            TalkRow(starts_at=time.fromisoformat(at), title=title, speaker=speaker, story=self.made.get(text))
            for at, title, speaker, text in meeting["talks"]
        ]
        stops = [StopRow(place=p, studio=self.world.studios[key], what=what) for p, key, what in meeting["stops"]]
        return MeetingFacts(
            held_on=self.world.timeline.day(meeting["ago"]),
            place=meeting["place"],
            host=meeting["host"],
            people_count=meeting["people"],
            talks=talks,
            stops=stops,
        )

    def _submit(self, told: dict[str, Any]) -> None:
        story = self._now(told)
        submit_story(story, by=self.world.officers.clerk(story.union), revision=story.revision)

    def _publish(self, told: dict[str, Any]) -> None:
        story = self._now(told)
        publish_story(story, by=self.world.officers.chair(story.union), revision=story.revision)

    def _return(self, told: dict[str, Any]) -> None:
        story = self._now(told)
        chair = self.world.officers.chair(story.union)
        return_story(story, by=chair, note=told["note"], revision=story.revision)

    def _correct(self, told: dict[str, Any]) -> None:
        story = self._now(told)
        clerk, chair = self.world.officers.clerk(story.union), self.world.officers.chair(story.union)
        made = begin_correction(story, by=clerk)
        text = self._text(told, prose_of(told["amended"]), told["corrects"])
        made = save_story(made, by=clerk, text=text, revision=made.revision)
        made = submit_story(made, by=clerk, revision=made.revision)
        publish_story(made, by=chair, revision=made.revision)

    def _archive(self, told: dict[str, Any]) -> None:
        story = self._now(told)
        archive_story(story, by=self.world.officers.clerk(story.union), revision=story.revision)


def word_file(text: str) -> bytes:
    """The same text as somebody would write it in Word: headings, paragraphs, a table of lines with bars."""
    document = Document()
    rows: list[list[str]] = []
    for line in [*text.strip().splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("| ").split("|")])
            continue
        if rows:
            _add_table(document, rows)
            rows = []
        if line.startswith("## "):
            document.add_heading(line.removeprefix("## "), level=1)
        elif line:
            document.add_paragraph(line)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _add_table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    for number, row in enumerate(rows):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(words).bold = number == 0
