"""What a page says of itself to search engines and on share cards: title, summary, first picture."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from studios.models import Decision, PublicNotice
from studios.ui.papers import deed_of
from studios.ui.profile import Profile
from studios.ui.showcase import ResultView
from studios.ui.stories import StoryView
from unions.templatetags.formats import cn_date

# Search engines and share cards show about so many characters.
LONGEST = 110


@dataclass(frozen=True, slots=True)
class Share:
    """The card of a page; `image` is a path or empty."""

    title: str
    summary: str
    image: str = ""


def shortened(*texts: str) -> str:
    """The first texts in one line, as far as there is room."""
    line = " ".join(" ".join(texts).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def share_of_studio(profile: Profile) -> Share:
    """Level, lead and unit, then the introduction."""
    studio, card = profile.studio, profile.card
    facts = [profile.top.naming.wording, card.lead_line, studio.employer_name]
    text = profile.opening or studio.field_of_work
    # A drawing is SVG, which cards do not show.
    image = card.photo.url() if card.photo and card.photo.is_made else ""
    return Share(studio.name, shortened(" · ".join(fact for fact in facts if fact), text), image)


def share_of_result(view: ResultView) -> Share:
    """What was solved, and how, with the first picture."""
    result = view.result
    image = view.pictures[0].url() if view.pictures else ""
    return Share(result.title, shortened(f"{view.kind} · {result.studio.name}", result.problem, result.novelty), image)


def share_of_notice(notice: PublicNotice) -> Share:
    """Who shows what until when; nobody's name."""
    words = {"union": notice.call.union, "first": cn_date(notice.published_on), "last": cn_date(notice.ends_on)}
    said = _("%(union)s, from %(first)s to %(last)s.") % words
    return Share(notice.title, shortened(said, notice.basis))


def share_of_decision(decision: Decision) -> Share:
    """Who decided what, by which number and when."""
    facts = [decision.issuer, decision.number, cn_date(decision.decided_on), deed_of(decision)]
    return Share(decision.title or decision.number, shortened(" · ".join(facts)))


def share_of_story(view: StoryView) -> Share:
    """The summary, or the first words, and the first picture."""
    image = view.pictures[0].url() if view.pictures else ""
    return Share(view.story.title, shortened(view.opening), image)
