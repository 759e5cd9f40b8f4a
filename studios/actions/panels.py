"""专家: the pool of experts, seats in a call's panel, declarations, and how an expert leaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from studios.actions.people import note_namesakes
from studios.actions.recusals import drop_assignments, find_recusals, recuse
from studios.choices.calls import CallState, Stage
from studios.choices.reviews import RecusalGround, SeatState
from studios.models import Application, Assignment, Call, Expert, PanelGroup, PanelSeat, Person, Recusal
from studios.permissions import edits_call, keeps_pool
from studios.queries.recusals import panel_cases
from unions import clock
from unions.actions.accounts import Slip, create_account, reset_password
from unions.actions.audit import record
from unions.actions.messages import send_messages, tell_unions
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.choices.people import DESK_ROLES
from unions.errors import Forbidden, Refusal
from unions.models import Account, IndustryGroup, Union
from unions.values.names import pinyin_key

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is kept of an expert besides the person."""

    unit: str = ""
    title: str = ""
    field_of_work: str = ""
    specialties: tuple[IndustryGroup, ...] = ()
    is_active: bool = True


@one_transaction
def add_expert(
    union: Union,
    *,
    by: Account,
    name: str,
    facts: Facts,
    birth_month: date | None = None,
    home: Union | None = None,
    account: Account | None = None,
) -> Expert:
    """Put a person into a union's pool; a person of that name, birth month and home is found before one is made."""
    _require_pool(union, by)
    person = _person(name.strip(), birth_month, home)
    if Expert.objects.filter(union=union, person=person).exists():
        raise Refusal(_("%(name)s is in the pool already.") % {"name": person.name}, field="name")
    expert = Expert.objects.create(union=union, person=person, account=account, added_at=clock.now())
    _write(expert, facts)
    record(Verb.EXPERT_SAVED, by=by, subject=person, union=union)
    return expert


@one_transaction
def edit_expert(expert: Expert, *, by: Account, facts: Facts) -> Expert:
    """Change what is kept of an expert; the person's name stays the register's."""
    fresh = Expert.objects.select_for_update(of=("self",)).select_related("union", "person").get(pk=expert.pk)
    _require_pool(fresh.union, by)
    _write(fresh, facts)
    record(Verb.EXPERT_SAVED, by=by, subject=fresh.person, union=fresh.union)
    return fresh


@one_transaction
def give_account(expert: Expert, *, by: Account) -> Slip:
    """Make the account with which the expert signs in, or a new one-time password; it stands on the slip alone."""
    fresh = Expert.objects.select_for_update(of=("self",)).select_related("union", "person__home").get(pk=expert.pk)
    _require_pool(fresh.union, by)
    if fresh.account_id:
        return _new_slip(fresh, by)
    home = fresh.person.home if fresh.person.home and fresh.person.home.is_grassroots else None
    # The pool's keeper need not be an administrator: an expert's account holds no appointment and opens nothing.
    slip = create_account(by=None, name=fresh.person.name, home=home)
    fresh.account = slip.account
    fresh.save(update_fields=["account"])
    details = {"account": slip.account.username}
    record(Verb.EXPERT_SAVED, by=by, subject=fresh.person, union=fresh.union, details=details)
    return slip


def _new_slip(expert: Expert, by: Account) -> Slip:
    """A new one-time password, where the account is the pool's own affair alone."""
    account = Account.objects.get(pk=expert.account_id)
    shared = Expert.objects.filter(account=account).exclude(union=expert.union).exists()
    if shared or account.is_staff or account.is_superuser or account.appointments.exists():
        raise Refusal(_("This account does other work here too. Its administrator gives new passwords."))
    record(Verb.EXPERT_SAVED, by=by, subject=expert.person, union=expert.union, details={"password": "new"})
    return reset_password(account, by=None)


def _require_pool(union: Union, by: Account) -> None:
    if not keeps_pool(by, union):
        raise Forbidden(_("The pool of experts is kept by clerks and chairs of its union."))


def _person(name: str, birth_month: date | None, home: Union | None) -> Person:
    rows = Person.objects.filter(name=name, home=home, erased_at=None)
    found = rows.filter(birth_month=birth_month).first()
    if found:
        return found
    made = Person.objects.create(name=name, name_key=pinyin_key(name), birth_month=birth_month, home=home)
    note_namesakes([made])
    return made


def _write(expert: Expert, facts: Facts) -> None:
    expert.unit, expert.title = facts.unit, facts.title
    expert.field_of_work, expert.is_active = facts.field_of_work, facts.is_active
    expert.save()
    expert.specialties.set(facts.specialties)


@one_transaction
def save_group(
    call: Call,
    *,
    by: Account,
    name: str,
    industry_groups: Iterable[IndustryGroup] = (),
    group: PanelGroup | None = None,
) -> PanelGroup:
    """Add a group to a call's panel, or change one."""
    locked_call(call, by)
    others = call.panel_groups.exclude(pk=group.pk if group else None)
    if others.filter(name=name).exists():
        raise Refusal(_("A group of this name exists already."), field="name")
    last = call.panel_groups.order_by("-position").values_list("position", flat=True).first()
    saved = group or PanelGroup(call=call, position=(last or 0) + 1)
    saved.name = name
    saved.save()
    saved.industry_groups.set(industry_groups)
    record(Verb.PLAN_SAVED, by=by, subject=call, union=call.union, details={"group": saved.position})
    return saved


@one_transaction
def drop_group(group: PanelGroup, *, by: Account) -> None:
    """Take a group away; its experts stay in the panel without a group."""
    locked_call(group.call, by)
    record(Verb.PLAN_SAVED, by=by, subject=group.call, union=group.call.union, details={"group_gone": group.position})
    group.delete()


@one_transaction
def invite_expert(
    call: Call, expert: Expert, *, group: PanelGroup | None = None, capacity: int | None = None, by: Account
) -> PanelSeat:
    """Give an expert of the pool the next numbered seat and say so; one who declined may be asked again."""
    locked_call(call, by)
    if expert.union_id != call.union_id or not expert.is_active:
        raise Refusal(_("Experts come from the naming union's own pool and must be available."), field="experts")
    held = PanelSeat.objects.filter(call=call, expert=expert).first()
    seat = _asked_again(held) if held else _new_seat(call, expert)
    seat.group, seat.capacity = group, capacity
    seat.invited_by, seat.invited_at = by, clock.now()
    seat.save()
    record(Verb.SEAT_INVITED, by=by, subject=call, union=call.union, details={"seat": seat.number})
    find_recusals(seat)
    if call.state != CallState.DRAFT:  # opening the call tells the panel of a draft
        _tell_expert(seat, by)
    return seat


def _asked_again(seat: PanelSeat) -> PanelSeat:
    if seat.state != SeatState.DECLINED:
        raise Refusal(_("%(name)s holds a seat in this panel already.") % {"name": seat.expert}, field="experts")
    seat.state = SeatState.INVITED
    return seat


def _new_seat(call: Call, expert: Expert) -> PanelSeat:
    last = call.seats.order_by("-number").values_list("number", flat=True).first()
    return PanelSeat(call=call, expert=expert, number=(last or 0) + 1)


@one_transaction
def invite_experts(
    call: Call, experts: Iterable[Expert], *, group: PanelGroup | None = None, capacity: int | None = None, by: Account
) -> list[PanelSeat]:
    """Invite several of the pool, all or none; nobody chosen is nobody invited."""
    return [invite_expert(call, expert, group=group, capacity=capacity, by=by) for expert in experts]


@one_transaction
def edit_seat(seat: PanelSeat, *, by: Account, group: PanelGroup | None, capacity: int | None) -> PanelSeat:
    """Move a seat to another group, or change how many cases it takes at most."""
    fresh = locked_seat(seat)
    require_keeper(fresh.call, by)
    fresh.group, fresh.capacity = group, capacity
    fresh.save(update_fields=["group", "capacity"])
    record(Verb.SEAT_INVITED, by=by, subject=fresh.call, union=fresh.call.union, details={"seat": fresh.number})
    return fresh


@one_transaction
def remind_seat(seat: PanelSeat, *, by: Account) -> PanelSeat:
    """Remind an expert who has not declared, or has sheets to hand in."""
    fresh = locked_seat(seat)
    require_keeper(fresh.call, by)
    if fresh.state not in (SeatState.INVITED, SeatState.DECLARED):
        raise Refusal(_("This expert is no longer in the panel."))
    fresh.reminded_at = clock.now()
    fresh.save(update_fields=["reminded_at"])
    record(Verb.SEAT_REMINDED, by=by, subject=fresh.call, union=fresh.call.union, details={"seat": fresh.number})
    _tell_expert(fresh, by)
    return fresh


@one_transaction
def declare(seat: PanelSeat, *, by: Account, recused: Mapping[Application, str] | None = None) -> PanelSeat:
    """The expert pledges confidentiality and names the cases to stay away from, each with a note; once."""
    fresh = locked_seat(seat)
    _require_own(fresh, by)
    if fresh.state == SeatState.DECLARED:
        raise Refusal(_("You have declared already. What you notice later is declared on the page of the case."))
    if fresh.state != SeatState.INVITED:
        raise Refusal(_("This seat is no longer yours."))
    find_recusals(fresh)
    cases = set(panel_cases(fresh.call))
    for application, note in (recused or {}).items():
        if application not in cases:
            raise Refusal(_("One of the cases does not belong to this panel."))
        recuse(fresh, application, ground=RecusalGround.DECLARED, note=_noted(note), by=by)
    fresh.state, fresh.declared_at = SeatState.DECLARED, clock.now()
    fresh.save(update_fields=["state", "declared_at"])
    details = {"seat": fresh.number, "recusals": fresh.recusals.count()}
    record(Verb.SEAT_DECLARED, by=by, subject=fresh.call, union=fresh.call.union, details=details)
    return fresh


@one_transaction
def step_aside(seat: PanelSeat, application: Application, *, by: Account, note: str) -> Recusal:
    """The expert notices a conflict after the declaration: the sheet does not count, the union finds somebody else.

    Open while the case is before the panel, also after the panel's date: a sheet that must not count never counts.
    """
    fresh = locked_seat(seat)
    _require_own(fresh, by)
    if fresh.state != SeatState.DECLARED:
        raise Refusal(_("The declaration comes first."))
    if not Assignment.objects.filter(seat=fresh, application=application).exists():
        raise Refusal(_("This case is not one of yours."))
    if application.state != Stage.PANEL:
        raise Refusal(_("The panel has closed for this case. Tell the union by telephone."))
    made = recuse(fresh, application, ground=RecusalGround.DECLARED, note=_noted(note), by=by)
    facts = {"call": fresh.call.title, "seat": fresh.number, "number": application.number}
    tell_unions(
        [fresh.call.union],
        lambda: (
            _("%(call)s: expert %(seat)s stepped aside from %(number)s. Look whether it needs another expert.") % facts
        ),
        roles=DESK_ROLES,
        url=reverse("call_assignments", args=[fresh.call_id]),
    )
    return made


def _noted(note: str) -> str:
    text = note.strip()
    if not text:
        raise Refusal(_("Write what ties you to the case."), field="note")
    if len(text) > LONGEST_NOTE:
        raise Refusal(_("Write at most %(most)s characters.") % {"most": LONGEST_NOTE}, field="note")
    return text


@one_transaction
def decline(seat: PanelSeat, *, by: Account) -> PanelSeat:
    """The invited expert declines; what was assigned meanwhile goes back."""
    fresh = locked_seat(seat)
    _require_own(fresh, by)
    if fresh.state != SeatState.INVITED:
        raise Refusal(_("Only an invitation that was not answered yet can be declined."))
    fresh.state = SeatState.DECLINED
    fresh.code_hash, fresh.code_until = "", None
    fresh.save(update_fields=["state", "code_hash", "code_until"])
    drop_assignments(Assignment.objects.filter(seat=fresh))
    record(Verb.SEAT_DECLINED, by=by, subject=fresh.call, union=fresh.call.union, details={"seat": fresh.number})
    _tell_keepers(fresh, by)
    return fresh


@one_transaction
def leave_panel(seat: PanelSeat, *, by: Account, reason: str) -> PanelSeat:
    """The expert leaves, or is taken out: sheets become void and are kept, cases become short of experts."""
    fresh = locked_seat(seat)
    if fresh.expert.account_id != by.pk:
        require_keeper(fresh.call, by)
    if fresh.state not in (SeatState.INVITED, SeatState.DECLARED):
        raise Refusal(_("This expert is no longer in the panel."))
    if not reason.strip():
        raise Refusal(_("Write the reason."), field="reason")
    fresh.state, fresh.left_at, fresh.left_reason = SeatState.LEFT, clock.now(), reason.strip()[:LONGEST_NOTE]
    fresh.code_hash, fresh.code_until = "", None
    fresh.save(update_fields=["state", "left_at", "left_reason", "code_hash", "code_until"])
    ended = drop_assignments(Assignment.objects.filter(seat=fresh))
    details = {"seat": fresh.number, "cases": ended}
    record(Verb.SEAT_LEFT, by=by, subject=fresh.call, union=fresh.call.union, details=details)
    _tell_keepers(fresh, by)
    return fresh


def locked_call(call: Call, by: Account) -> Call:
    """The call's row under lock, for those who run its panel: seats get their numbers one after the other."""
    require_keeper(call, by)
    return Call.objects.select_for_update(no_key=True, of=("self",)).get(pk=call.pk)


def locked_seat(seat: PanelSeat) -> PanelSeat:
    """The seat's row under lock, with call and expert at hand."""
    rows = PanelSeat.objects.select_for_update(of=("self",))
    return rows.select_related("call__union", "expert__account__home", "expert__person").get(pk=seat.pk)


def require_keeper(call: Call, by: Account) -> None:
    """Refuse whoever does not run the panel."""
    if not edits_call(by, call):
        raise Forbidden(_("The panel is run by clerks and chairs of the naming union."))


def _require_own(seat: PanelSeat, by: Account) -> None:
    if seat.expert.account_id is None or seat.expert.account_id != by.pk:
        raise Forbidden(_("Only the expert who holds the seat may do this."))


def _tell_expert(seat: PanelSeat, by: Account) -> None:
    account = seat.expert.account
    if account is None or account.pk == by.pk:
        return
    title = seat.call.title
    send_messages(
        [account],
        lambda: (
            _("You are asked to review in %(call)s. Declare conflicts first, then your cases open.") % {"call": title}
        ),
        url=reverse("review_declare", args=[seat.pk]),
    )


def _tell_keepers(seat: PanelSeat, by: Account) -> None:
    if edits_call(by, seat.call):
        return
    facts = {"call": seat.call.title, "seat": seat.number}
    tell_unions(
        [seat.call.union],
        lambda: _("%(call)s: expert %(seat)s is no longer in the panel. Look which cases need another expert.") % facts,
        roles=DESK_ROLES,
        url=reverse("call_panel", args=[seat.call_id]),
    )
