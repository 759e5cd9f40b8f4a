"""公示: basis, what was done, dates, who may object and how, and the list."""

from django.utils.translation import gettext as _

from studios.documents.composing import Rows, candidate_columns, compose, day_in_words
from studios.models import PublicNotice
from studios.queries.paper_lists import notice_rows
from studios.values.paper_lists import Draft


def notice_paper(notice: PublicNotice, rows: Rows | None = None) -> Draft:
    """The notice as it stands; a draft has no dates yet."""
    paragraphs = [*_lines(notice.basis), _period(notice), *_lines(notice.contact)]
    if notice.note:
        paragraphs.insert(0, _("Correction: %(note)s") % {"note": notice.note})
    list_title = _("List of candidates (in no order of merit)")
    return compose(
        notice.call,
        title=notice.title,
        name=notice.title,
        rows=notice_rows(notice) if rows is None else rows,
        columns=candidate_columns("recommender"),
        sha256=notice.sha256,
        number="",
        recipients="",
        paragraphs=paragraphs,
        annex_title=list_title,
        period=_period(notice),
        date=day_in_words(notice.published_on),
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _period(notice: PublicNotice) -> str:
    if notice.published_on is None or notice.ends_on is None:
        return _("The notice runs for %(days)s working days from the day of publication.") % {"days": notice.days}
    facts = {"days": notice.days, "first": day_in_words(notice.published_on), "last": day_in_words(notice.ends_on)}
    return _("The notice runs from %(first)s to %(last)s, %(days)s working days.") % facts
