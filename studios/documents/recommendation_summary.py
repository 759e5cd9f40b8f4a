"""推荐汇总表: a recommender's ranked list, to be stamped and handed over."""

from django.utils.translation import gettext as _

from studios.documents.composing import Rows, compose, day_in_words
from studios.models import RecommendationBatch
from studios.queries.paper_lists import summary_rows
from studios.values.paper_lists import Draft


def summary_paper(batch: RecommendationBatch, rows: Rows | None = None) -> Draft:
    """The summary of one recommender."""
    title = _("Recommendation summary, %(call)s") % {"call": batch.call.title}
    columns = [
        ("position", _("Rank"), 1),
        ("studio", _("Studio"), 6),
        ("unit", _("Unit"), 6),
        ("leads", _("Lead"), 3),
        ("honours", _("Honours"), 4),
        ("kind", _("Kind"), 3),
        ("industry", _("Industry"), 4),
        ("members", _("Members"), 1),
        ("results", _("Results"), 1),
        ("number", _("Number"), 4),
    ]
    facts = [
        [_("Recommended by"), batch.union.name],
        [_("Report number"), batch.number or "—"],
        [_("Opinion"), batch.opinion or "—"],
    ]
    return compose(
        batch.call,
        title=title,
        name=f"{title}（{batch.union}）",
        rows=summary_rows(batch) if rows is None else rows,
        columns=columns,
        facts=facts,
        signs=[[_("Signed by"), batch.signer], [_("Seal"), ""], [_("Date"), day_in_words(batch.signed_on)]],
    )
