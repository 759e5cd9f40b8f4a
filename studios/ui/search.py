"""How the hits of a search look: title, tag, where it belongs, and the piece of text around the words."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from studios.choices.showcase import SearchKind, StoryKind
from studios.queries.search_rows import rows_of
from studios.queries.showcase import in_language
from studios.ui.marks import is_in, marked, plain_text
from studios.ui.showcase import introduction_of
from studios.values.searching import number_forms, pinyin_forms, words_of
from unions.choices.tree import Level
from unions.templatetags.formats import cn_date, cn_month

SNIPPET = 120


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit: `name` and `about` (where it belongs) as they are, the rest marked and escaped.

    `because` tells an old name or a former lead by which it was found.
    """

    name: str
    about: str
    url: str
    title: SafeString
    tag: str
    facts: SafeString
    snippet: SafeString
    because: SafeString | str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed, to be marked."""

    typed: str

    @property
    def each(self) -> list[str]:
        """The words, and the numbers that they may stand for."""
        return [*words_of(self.typed), *number_forms(self.typed)]

    def mark(self, text: str, most: int = 0) -> SafeString:
        """The text with the words marked."""
        return marked(text, self.each, most=most)

    def name(self, name: str, key: str) -> SafeString:
        """A person's name, marked as a whole where it was typed in pinyin."""
        is_spelled = any(form.startswith(word) for form in pinyin_forms(key) for word in self.letters)
        return marked(name, [name]) if is_spelled else self.mark(name)

    @property
    def letters(self) -> list[str]:
        """Words that may be pinyin."""
        words = [word.lower() for word in words_of(self.typed)]
        return [word for word in (*words, "".join(words)) if word.isascii() and word.isalpha()]

    def best(self, *texts: str) -> SafeString:
        """A snippet of the first text that holds a word, else of the first that is not empty."""
        given = [text for text in texts if text]
        chosen = next((text for text in given if is_in(text, self.each)), given[0] if given else "")
        return self.mark(chosen, SNIPPET)


def _line(*parts: SafeString | str) -> SafeString:
    line = SafeString()
    for part in parts:
        if part:
            line = format_html("{} · {}", line, part) if line else format_html("{}", part)
    return line


def _studio(studio: Any, words: Words) -> Hit:
    present = [lead.worker.person for lead in studio.all_leads if lead.ends_on is None]
    top = min(studio.namings, key=lambda naming: Level(naming.level).rank, default=None)
    leads = SafeString(_(", ").join(words.name(p.name, p.name_key) for p in present))
    return Hit(
        name=studio.name,
        about=studio.employer_name,
        url=studio.get_absolute_url(),
        title=words.mark(studio.name),
        tag=top.wording if top else "",
        facts=_line(leads, words.mark(studio.employer_name), words.mark(studio.number)),
        snippet=words.best(studio.field_of_work, *introduction_of(studio)),
        because=_formerly(studio, words),
    )


def _formerly(studio: Any, words: Words) -> SafeString:
    """An old name or a former lead, where that is what was looked for."""
    old = [former.name for former in studio.former_names.all() if is_in(former.name, words.each)]
    left = [lead.worker.person for lead in studio.all_leads if lead.ends_on is not None]
    gone = [words.name(p.name, p.name_key) for p in left]
    gone = [name for name in gone if "<mark>" in name]
    said = [format_html(_("Former name: {}"), words.mark(name)) for name in old]
    return _line(*said, *(format_html(_("Former lead: {}"), name) for name in gone))


def _lead(leadership: Any, words: Words) -> Hit:
    person, studio = leadership.worker.person, leadership.studio
    awards = leadership.honours
    honour = in_language(awards[0]["zh"], awards[0]["en"]) if awards else ""
    return Hit(
        name=person.name,
        about=studio.name,
        url=studio.get_absolute_url(),
        title=words.name(person.name, person.name_key),
        tag=_("Former lead") if leadership.ends_on else "",
        facts=_line(honour, leadership.worker.trade),
        snippet=_line(words.mark(studio.name), words.mark(studio.employer_name)),
    )


def _result(result: Any, words: Words) -> Hit:
    number = words.mark(result.number) if is_in(result.number, words.each) else ""
    return Hit(
        name=result.title,
        about=result.studio.name,
        url=reverse("result", args=[result.pk]),
        title=words.mark(result.title),
        tag=in_language(result.kind.name, result.kind.name_en),
        facts=_line(number, result.studio.name, cn_month(result.finished_on) if result.finished_on else ""),
        snippet=words.best(result.problem, result.novelty),
    )


def _story(story: Any, words: Words) -> Hit:
    return Hit(
        name=story.title,
        about=str(story.union),
        url=story.get_absolute_url(),
        title=words.mark(story.title),
        tag=str(StoryKind(story.kind).label),
        facts=_line(str(story.union), cn_date(story.published_at)),
        snippet=words.best(story.summary, plain_text(story.body)),
    )


HITS: dict[SearchKind, Callable[[Any, Words], Hit]] = {
    SearchKind.STUDIO: _studio,
    SearchKind.LEAD: _lead,
    SearchKind.RESULT: _result,
    SearchKind.METHOD: _result,
    SearchKind.STORY: _story,
}


def hits_of(kind: SearchKind, ids: Collection[int], typed: str) -> list[Hit]:
    """The hits with these keys, in their order."""
    words = Words(typed)
    return [HITS[kind](row, words) for row in rows_of(kind, ids)]
