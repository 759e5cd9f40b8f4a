"""命名决定: the paper that names, worded by the call's verb, with its annex."""

from typing import Any

from django.utils.translation import gettext as _

from studios.choices.calls import Stage
from studios.documents.composing import Rows, candidate_columns, compose, day_in_words, honour_of, path_in_words
from studios.models import Call, Decision
from studios.queries.paper_lists import named_rows, ready_rows
from studios.values.paper_lists import Draft


def decision_draft(call: Call) -> Draft:
    """The paper to be signed, for the cases that await it; number and date are still open."""
    return _paper(call, rows=ready_rows(call), recommender=True, title="", number="", date="")


def decision_paper(call: Call, decision: Decision, rows: Rows | None = None) -> Draft:
    """The paper of a decision that was taken, with what it names."""
    return _paper(
        call,
        rows=named_rows(decision) if rows is None else rows,
        recommender=False,
        title=decision.title,
        number=decision.number,
        date=day_in_words(decision.decided_on),
    )


def _paper(call: Call, *, rows: Rows, recommender: bool, title: str, **content: str) -> Draft:
    facts = {"verb": call.get_verb_display(), "honour": honour_of(call), "year": call.year, "count": len(rows)}
    heading = title or _("Decision to %(verb)s the %(honour)s of %(year)s") % facts
    columns = candidate_columns("leads", "recommender") if recommender else candidate_columns("leads")
    if not recommender:
        columns.append(("plaque_number", _("Plaque number"), 4))
    return compose(
        call,
        title=heading,
        name=heading,
        rows=rows,
        columns=columns,
        recipients=_("To all federations, industrial unions and unions of units concerned:"),
        paragraphs=_paragraphs(call, facts),
        annex_title=_("List of the %(honour)s of %(year)s") % facts,
        **content,
    )


def _paragraphs(call: Call, facts: dict[str, Any]) -> list[str]:
    path = path_in_words(call, before=Stage.DECISION)
    decided = _("After %(path)s, it is decided to %(verb)s %(count)s studios as %(honour)s (list annexed).")
    paragraphs = [call.approval_basis.strip(), decided % {**facts, "path": path}]
    if call.valid_years:
        paragraphs.append(_("The title is valid for %(years)s years.") % {"years": call.valid_years})
    paragraphs.append(
        _("The studios are to lead by example; unions at all levels are to support them and see to their work.")
    )
    return [p for p in paragraphs if p]
