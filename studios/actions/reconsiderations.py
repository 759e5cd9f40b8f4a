"""复议: puts a case whose experts are far apart to the panel again, and records what came of it."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from studios.actions.applications import locked
from studios.choices.calls import Stage
from studios.choices.reviews import SeatState
from studios.models import Application, Reconsideration
from studios.permissions import edits_call
from studios.queries.board import with_figures
from studios.queries.plans import plan_of
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import send_messages
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal
from unions.models import Account

IN_REVIEW = (Stage.PANEL, Stage.VISIT, Stage.MEETING)
LONGEST = 300


def _worded(text: str, field: str, sentence: str) -> str:
    words = text.strip()
    if not words:
        raise Refusal(sentence, field=field)
    if len(words) > LONGEST:
        raise Refusal(_("Write at most %(most)s characters.") % {"most": LONGEST}, field=field)
    return words


def _require_desk(by: Account, application: Application) -> None:
    if not edits_call(by, application.call):
        raise Forbidden(_("Clerks and chairs of the naming union put cases to reconsideration."))


@one_transaction
def ask_reconsideration(application: Application, *, by: Account, note: str) -> Reconsideration:
    """Put the case to its experts again; the spread of this moment is kept."""
    fresh = locked(application)
    _require_desk(by, fresh)
    why = _worded(note, "note", _("Write what the experts are to look at again."))
    if fresh.state not in IN_REVIEW:
        raise Refusal(_("Only a case under review is put to reconsideration."))
    if Reconsideration.objects.filter(application=fresh).exists():
        raise Refusal(_("This case was put to reconsideration already."))
    made = Reconsideration.objects.create(
        application=fresh, spread=_spread(fresh), note=why, asked_by=by, asked_at=clock.now()
    )
    record(Verb.PANEL_RECONSIDERED, by=by, subject=fresh, union=fresh.call.union, details={"spread": str(made.spread)})
    _tell_experts(fresh)
    return made


def _spread(application: Application) -> Decimal | None:
    """The spread now, none with fewer than two sheets."""
    plan = plan_of(application.call)
    figures = with_figures(Application.objects.filter(pk=application.pk), plan)
    return figures.values_list("spread", flat=True).get()


def _tell_experts(application: Application) -> None:
    """Experts who have the case on their queue are asked to look again; the others' points are not told."""
    seats = application.assignments.filter(seat__state=SeatState.DECLARED, seat__expert__account__isnull=False)
    accounts = [a.seat.expert.account for a in seats.select_related("seat__expert__account")]
    send_messages(
        [account for account in accounts if account],
        lambda: (
            _("%(call)s: please look at case %(number)s again.")
            % {"call": application.call.title, "number": application.number}
        ),
        url=reverse("desk"),
    )


@one_transaction
def settle_reconsideration(reconsideration: Reconsideration, *, by: Account, outcome: str) -> Reconsideration:
    """Record what came of it; once."""
    fresh = Reconsideration.objects.select_for_update(of=("self",)).get(pk=reconsideration.pk)
    application = Application.objects.with_parties().get(pk=fresh.application_id)
    _require_desk(by, application)
    words = _worded(outcome, "outcome", _("Write what came of it."))
    if fresh.settled_at is not None:
        raise Refusal(_("This reconsideration is settled already."))
    fresh.outcome, fresh.settled_at = words, clock.now()
    fresh.save(update_fields=["outcome", "settled_at"])
    record(Verb.PANEL_SETTLED, by=by, subject=application, union=application.call.union)
    return fresh
