"""公示: drafts, edits, publishes, corrects and ends public notices; what was published never changes silently."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.applications import locked, move
from studios.choices.calls import Stage, StepName
from studios.choices.reviews import NoticeOrder, NoticeState, ObjectionState
from studios.models import Application, Call, NoticeLine, PublicNotice
from studios.queries.notices import (
    STANDING,
    current_version,
    in_order,
    listed,
    notice_hash,
    objections_to,
    rows_of,
    with_listed_facts,
    without_notice,
)
from studios.queries.plans import plan_of
from studios.values.notice_words import NoticeFacts, notice_basis, notice_contact, notice_title
from studios.workflow import require_step
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import Wording, tell_unions
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import CalendarMissing, Forbidden, Refusal, Sentence, Stale
from unions.models import Account
from unions.queries.workdays import last_day_of_notice

OPEN = [state for state in ObjectionState if state.is_open]
DESK = (Role.CLERK, Role.CHAIR)
NOT_YOURS = gettext_lazy("Clerks and chairs of the naming union write its public notices.")
CHAIR_PUBLISHES = gettext_lazy("The chair of the naming union publishes and corrects public notices.")
CHANGED = gettext_lazy("Somebody else changed this notice in the meantime. Look at it again.")
NOT_A_DRAFT = gettext_lazy("This notice is published. Correct it instead: the earlier version stays readable.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText:
    """What the office writes on a notice."""

    title: str
    basis: str
    contact: str
    order: str = NoticeOrder.RECOMMENDER
    days: int = 5


@one_transaction
def draft_notice(call: Call, *, by: Account) -> PublicNotice:
    """A draft from the cases that stand at the notice and are on none; a draft that is there already is answered."""
    fresh = _locked_call(call)
    _require(by, fresh, *DESK, reason=NOT_YOURS)
    draft = fresh.notices.filter(state=NoticeState.DRAFT).first()
    if draft is not None:
        _fill(draft)
        return draft
    if not without_notice(fresh).exists():
        raise Refusal(_("No case waits for a public notice in this call."))
    notice = PublicNotice.objects.create(
        call=fresh,
        series=(fresh.notices.aggregate(last=Max("series"))["last"] or 0) + 1,
        days=fresh.notice_days,
        made_by=by,
        made_at=clock.now(),
        order=plan_of(fresh).notice_order,
        **_usual_words(fresh),
    )
    _fill(notice)
    record(Verb.NOTICE_SAVED, by=by, subject=notice, union=fresh.union, details={"series": notice.series})
    return notice


def _locked_call(call: Call) -> Call:
    return Call.objects.select_for_update(of=("self",)).select_related("union").get(pk=call.pk)


def _require(by: Account, call: Call, *roles: str, reason: Sentence) -> None:
    if not by.scope.holds(call.union, *roles):
        raise Forbidden(reason)


def _usual_words(call: Call) -> dict[str, str]:
    with translation.override("zh-hans"):
        facts = NoticeFacts(
            call=call.title,
            verb=call.verb,
            union=call.union.name,
            stages=[str(stage) for stage in call.stages],
            basis=call.approval_basis,
            phone=call.union.office_phone,
            address=call.union.address,
            takes_anonymous=plan_of(call).takes_anonymous,
        )
    words = {"title": notice_title(facts), "basis": notice_basis(facts), "contact": notice_contact(facts)}
    longest = {"title": 120, "basis": 2000, "contact": 1000}
    return {name: text[: longest[name]] for name, text in words.items()}


def _fill(notice: PublicNotice) -> None:
    """The draft's lines anew: what stands at the notice now and is on no running one, in the draft's order."""
    NoticeLine.objects.filter(notice=notice).delete()
    _write_lines(notice, in_order(with_listed_facts(without_notice(notice.call)), notice.order))


def _write_lines(notice: PublicNotice, cases: list[Application]) -> None:
    NoticeLine.objects.bulk_create(
        NoticeLine(notice=notice, application=case, position=position) for position, case in enumerate(cases, start=1)
    )


def _locked_notice(notice: PublicNotice, *, revision: int | None = None) -> PublicNotice:
    """Call first, then the notice under lock, so that nobody waits in a circle; an older page gets 409."""
    _locked_call(notice.call)
    fresh = PublicNotice.objects.select_for_update(of=("self",)).select_related("call__union").get(pk=notice.pk)
    if revision is not None and fresh.revision != revision:
        raise Stale(CHANGED, code="stale")
    return fresh


@one_transaction
def edit_notice(notice: PublicNotice, *, by: Account, text: NoticeText, revision: int) -> PublicNotice:
    """Change the words, order or length of a draft."""
    fresh = _locked_notice(notice, revision=revision)
    _require(by, fresh.call, *DESK, reason=NOT_YOURS)
    _require_draft(fresh)
    fresh.title, fresh.basis, fresh.contact = text.title, text.basis, text.contact
    fresh.order, fresh.days = text.order, text.days
    fresh.revision += 1
    fresh.save()
    _fill(fresh)
    record(Verb.NOTICE_SAVED, by=by, subject=fresh, union=fresh.call.union, details={"order": text.order})
    return fresh


def _require_draft(notice: PublicNotice) -> None:
    if notice.state != NoticeState.DRAFT:
        raise Stale(NOT_A_DRAFT, code="published")


@one_transaction
def publish_notice(notice: PublicNotice, *, by: Account, revision: int) -> PublicNotice:
    """Publish today: day 1 of the period, or the next working day; the list is frozen under its hash.

    Refused where the period would reach beyond the calendar.
    """
    fresh = _locked_notice(notice, revision=revision)
    _require(by, fresh.call, Role.CHAIR, reason=CHAIR_PUBLISHES)
    _require_draft(fresh)
    cases = listed(fresh)
    _require_standing(cases)
    today = clock.today()
    _start(fresh, by=by, first_day=today, ends_on=last_day_of_notice(today, fresh.days), cases=cases)
    details = {"cases": len(cases), "ends_on": fresh.ends_on, "sha256": fresh.sha256}
    record(Verb.NOTICE_PUBLISHED, by=by, subject=fresh, union=fresh.call.union, details=details)
    _tell_units(fresh, cases)
    return fresh


def _require_standing(cases: list[Application]) -> None:
    if not cases:
        raise Refusal(_("The list is empty. No case stands at the public notice."))
    if gone := [case.number for case in cases if case.state != Stage.NOTICE]:
        text = _(
            "These cases do not stand at the notice any more: %(numbers)s. Save the draft again to renew its list."
        )
        raise Refusal(text % {"numbers": "、".join(gone)})


def _start(
    notice: PublicNotice, *, by: Account, first_day: date | None, ends_on: date | None, cases: list[Application]
) -> None:
    """Freeze and show."""
    notice.state, notice.published_on, notice.ends_on = NoticeState.RUNNING, first_day, ends_on
    notice.published_by, notice.published_at = by, clock.now()
    notice.content = rows_of(cases)
    notice.sha256 = notice_hash(notice)
    notice.revision += 1
    notice.save()


def _tell_units(notice: PublicNotice, cases: list[Application]) -> None:
    def wording() -> str:
        facts = {"notice": notice.title, "day": notice.ends_on}
        return _("Your studio is in a public notice: %(notice)s. It runs until %(day)s.") % facts

    tell_unions({case.union for case in cases}, wording, roles=DESK, url=notice.get_absolute_url())


def tell_desk(notice: PublicNotice, wording: Wording, *, url: str) -> None:
    """Tell clerks and chairs of the naming union."""
    tell_unions([notice.call.union], wording, roles=DESK, url=url)


@one_transaction
def correct_notice(
    notice: PublicNotice, *, by: Account, note: str, again: bool, revision: int, text: NoticeText | None = None
) -> PublicNotice:
    """Put a new version with a visible note in the place of a published one, for a full period anew when asked."""
    fresh = _locked_notice(notice, revision=revision)
    _require(by, fresh.call, Role.CHAIR, reason=CHAIR_PUBLISHES)
    return write_correction(fresh, by=by, note=note, again=again, text=text)


def write_correction(
    notice: PublicNotice, *, by: Account, note: str, again: bool, text: NoticeText | None = None
) -> PublicNotice:
    """The correction itself, for actions that have checked who acts; cases that left the list are left out."""
    fresh = _locked_notice(current_version(notice))
    _require_correctable(fresh, note=note, again=again)
    was_over = fresh.state == NoticeState.OVER
    first_day, ends_on = fresh.published_on, fresh.ends_on
    if again:
        first_day, ends_on = clock.today(), last_day_of_notice(clock.today(), text.days if text else fresh.days)
    made = _new_version(fresh, by=by, note=note.strip(), text=text)
    made.days = made.days if again else fresh.days
    cases = [case for case in listed(fresh) if case.state in STANDING]
    _write_lines(made, cases)
    fresh.state, fresh.revision = NoticeState.REPLACED, fresh.revision + 1
    fresh.save(update_fields=["state", "revision"])
    _start(made, by=by, first_day=first_day, ends_on=ends_on, cases=cases)
    if was_over:
        made.state, made.ended_at = NoticeState.OVER, fresh.ended_at
        made.save(update_fields=["state", "ended_at"])
    details = {"version": made.version, "again": again, "ends_on": made.ends_on, "sha256": made.sha256}
    record(Verb.NOTICE_CORRECTED, by=by, subject=made, union=made.call.union, details=details)
    return made


def _require_correctable(notice: PublicNotice, *, note: str, again: bool) -> None:
    if notice.state == NoticeState.DRAFT:
        raise Refusal(_("A draft needs no correction. Change it and publish it."))
    if not note.strip():
        raise Refusal(_("Write what is corrected. The public reads this note."), field="note")
    if again and notice.state == NoticeState.OVER:
        raise Refusal(
            _("This notice is over; its cases have moved on. Correct it without a new period."), field="again"
        )


def _new_version(notice: PublicNotice, *, by: Account, note: str, text: NoticeText | None) -> PublicNotice:
    words = text or NoticeText(
        title=notice.title, basis=notice.basis, contact=notice.contact, order=notice.order, days=notice.days
    )
    return PublicNotice.objects.create(
        call=notice.call,
        series=notice.series,
        version=notice.version + 1,
        corrects=notice,
        note=note,
        title=words.title,
        basis=words.basis,
        contact=words.contact,
        order=words.order,
        days=words.days,
        recomputed_from=notice.recomputed_from,
        made_by=by,
        made_at=clock.now(),
    )


@one_transaction
def recompute_notice(notice: PublicNotice) -> bool:
    """Follow a calendar that changed while the notice runs; it never ends before the day on which this is found."""
    fresh = _locked_notice(notice)
    if fresh.state != NoticeState.RUNNING or fresh.published_on is None or fresh.ends_on is None:
        return False
    try:
        right = last_day_of_notice(fresh.published_on, fresh.days)
    except CalendarMissing:
        return False
    earlier, fresh.ends_on = fresh.ends_on, max(right, min(clock.today(), fresh.ends_on))
    if earlier == fresh.ends_on:
        return False
    _say_recomputed(fresh, earlier)
    return True


def _say_recomputed(fresh: PublicNotice, earlier: date) -> None:
    """Keep the first announced day for the public page, put it on record, tell the desk."""
    fresh.recomputed_from, fresh.revision = fresh.recomputed_from or earlier, fresh.revision + 1
    fresh.save(update_fields=["ends_on", "recomputed_from", "revision"])
    details = {"from": earlier, "to": fresh.ends_on}
    record(Verb.NOTICE_RECOMPUTED, by=None, subject=fresh, union=fresh.call.union, details=details)
    words = {"notice": fresh.title, "before": earlier, "day": fresh.ends_on}
    tell_desk(
        fresh,
        lambda: _("The calendar changed: %(notice)s now ends on %(day)s instead of %(before)s.") % words,
        url=reverse("notice_desk", args=[fresh.pk]),
    )


@one_transaction
def end_notice(notice: PublicNotice) -> bool:
    """End a notice whose last day has passed and let its cases go on; once, whoever asks and however often.

    An objection that is not sifted or not settled keeps it; the desk is told so once.
    """
    fresh = _locked_notice(notice)
    if fresh.state != NoticeState.RUNNING or fresh.ends_on is None or clock.today() <= fresh.ends_on:
        return False
    if objections_to(fresh).filter(state__in=OPEN).exists():
        _tell_blocked(fresh)
        return False
    cases = list(Application.objects.filter(notice_lines__notice=fresh, state=Stage.NOTICE).order_by("pk"))
    for case in cases:
        under_lock = locked(case)
        if under_lock.state == Stage.NOTICE:
            move(under_lock, require_step(StepName.NOTICE_OVER, under_lock, None), by=None)
    fresh.state, fresh.ended_at, fresh.revision = NoticeState.OVER, clock.now(), fresh.revision + 1
    fresh.save(update_fields=["state", "ended_at", "revision"])
    record(Verb.NOTICE_ENDED, by=None, subject=fresh, union=fresh.call.union, details={"cases": len(cases)})
    return True


def _tell_blocked(notice: PublicNotice) -> None:
    if notice.blocked_told_at is not None:
        return
    notice.blocked_told_at = clock.now()
    notice.save(update_fields=["blocked_told_at"])
    tell_desk(
        notice,
        lambda: (
            _("The period is over, but an objection is still open: %(notice)s. Settle it; then the cases go on.")
            % {"notice": notice.title}
        ),
        url=reverse("call_objections", args=[notice.call_id]),
    )
