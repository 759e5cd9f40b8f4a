"""Atom feed of official papers: public notices and decisions."""

from datetime import datetime

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from studios.models import Decision, PublicNotice
from studios.queries.archive import latest_papers
from studios.ui.share import share_of_decision, share_of_notice
from unions.values.text import sayable

ENTRIES = 50


def feed_of_papers(origin: str, address: str) -> str:
    """Write the feed in the present language; no name of a person stands in it."""
    feed = Atom1Feed(
        title=_("Public notices and decisions"),
        link=origin + reverse("notices"),
        description=_("What unions publish on naming studios"),
        language="en" if get_language() == "en" else "zh-CN",
        feed_url=address,
    )
    notices, decisions = latest_papers(ENTRIES)
    papers = [(n.published_at, n) for n in notices] + [(d.recorded_at, d) for d in decisions]
    for at, paper in sorted(papers, key=lambda pair: pair[0], reverse=True)[:ENTRIES]:
        _add(feed, origin, at, paper)
    return feed.writeString("utf-8")


def _add(feed: Atom1Feed, origin: str, at: datetime, paper: PublicNotice | Decision) -> None:
    is_notice = isinstance(paper, PublicNotice)
    share = share_of_notice(paper) if is_notice else share_of_decision(paper)
    kind = _("Public notice") if is_notice else _("Decision")
    feed.add_item(
        title=sayable(share.title),
        link=origin + reverse("notice" if is_notice else "public_decision", args=[paper.pk]),
        # One entry is one paper, in whichever language it is read.
        unique_id=f"{origin}/{'notices' if is_notice else 'decisions'}/{paper.pk}/",
        # The feed says that its summaries are HTML.
        description=escape(sayable(share.summary)),
        pubdate=at,
        updateddate=at,
        categories=[kind],
        author_name=sayable(paper.call.union.name if is_notice else paper.issuer),
    )
