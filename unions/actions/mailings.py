"""The outbox: a bulk message is composed, looked at with all its recipients, and sent once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from unions import clock
from unions.actions.audit import record
from unions.actions.messages import defer_mails, send_letters
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.choices.people import DESK_ROLES
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account, Mailing, Union
from unions.queries.mailings import units_of
from unions.values.placeholders import BY_KEY, fill, keys_in, unknown_in

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a bulk message says; `url` is the page that it is about, `facts` fill its places besides the recipient's."""

    about: str
    text: str
    url: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def _require_writer(union: Union, by: Account) -> None:
    if not by.scope.holds(union, *DESK_ROLES):
        raise Forbidden(_("Clerks and chairs of the union send its bulk messages."))


def _require_people(people: Collection[Account]) -> None:
    if not people:
        raise Refusal(_("The selection is empty: nobody would get this message."), field="recipients", code=NOBODY)


OWN_FACTS = ("name", "unit", "sender", "day")


def _require_places(letter: Letter) -> None:
    """Every name in braces stands for something that is known of these recipients."""
    if unknown := unknown_in(letter.text):
        text = _("Nothing is known under these names in braces: %(names)s.")
        raise Refusal(text % {"names": "、".join(unknown)}, field="text", code="unknown_place")
    missing = [BY_KEY[key].name for key in keys_in(letter.text) if key not in OWN_FACTS and not letter.facts.get(key)]
    if missing:
        text = _("This selection belongs to no call, so these places stay empty: %(names)s.")
        raise Refusal(text % {"names": "、".join(missing)}, field="text", code="empty_place")


def letters_for(mailing: Mailing, people: Sequence[Account]) -> list[tuple[Account, str]]:
    """The words as each recipient reads them, in the recipient's language; one query for their unions."""
    units = units_of(people)
    return [(account, _words_for(mailing, account, units.get(account.pk, ""))) for account in people]


def _words_for(mailing: Mailing, account: Account, unit: str) -> str:
    with translation.override(account.language):
        own = {
            "name": account.name,
            "unit": unit,
            "sender": mailing.union.name,
            "day": date_format(clock.today(), "DATE_FORMAT"),
        }
    return fill(mailing.text, {**mailing.facts, **own})


@one_transaction
def compose_mailing(union: Union, letter: Letter, *, recipients: Collection[Account], by: Account) -> Mailing:
    """Keep a draft with its recipients; nothing leaves. An empty selection is nobody and is refused."""
    _require_writer(union, by)
    active = [account for account in recipients if account.is_active]
    _require_people(active)
    _require_places(letter)
    facts = dict(letter.facts)
    mailing = Mailing.objects.create(
        union=union, about=letter.about, text=letter.text, url=letter.url, facts=facts, made_by=by, made_at=clock.now()
    )
    mailing.recipients.set(active)
    record(Verb.MAILING_SAVED, by=by, subject=mailing, union=union, details={"recipients": len(active)})
    return mailing


def _locked(mailing: Mailing, by: Account) -> Mailing:
    found = Mailing.objects.select_for_update(of=("self",)).select_related("union").get(pk=mailing.pk)
    _require_writer(found.union, by)
    return found


def _require_draft(mailing: Mailing) -> None:
    if mailing.sent_at is not None:
        raise Stale(_("This message was sent already."), code="sent")
    if mailing.discarded_at is not None:
        raise Stale(_("This message was discarded."), code="discarded")


@one_transaction
def edit_mailing(mailing: Mailing, letter: Letter, *, recipients: Collection[Account], by: Account) -> Mailing:
    """Change a draft's words or leave recipients out; new ones are added by composing anew."""
    fresh = _locked(mailing, by)
    _require_draft(fresh)
    chosen = set(fresh.recipients.values_list("pk", flat=True))
    kept = [account for account in recipients if account.pk in chosen]
    _require_people(kept)
    _require_places(replace(letter, facts=fresh.facts))
    fresh.about, fresh.text, fresh.url = letter.about, letter.text, letter.url
    fresh.save(update_fields=["about", "text", "url"])
    fresh.recipients.set(kept)
    record(Verb.MAILING_SAVED, by=by, subject=fresh, union=fresh.union, details={"recipients": len(kept)})
    return fresh


@one_transaction
def send_mailing(mailing: Mailing, *, by: Account) -> Mailing:
    """Send to everybody listed who may still sign in, once; a second click finds it sent and changes nothing."""
    fresh = _locked(mailing, by)
    if fresh.sent_at is not None:
        return fresh
    _require_draft(fresh)
    people = list(fresh.recipients.filter(is_active=True).select_related("home").order_by("pk"))
    _require_people(people)
    fresh.sent_by, fresh.sent_at = by, clock.now()
    fresh.save(update_fields=["sent_by", "sent_at"])
    send_letters(letters_for(fresh, people), mailing=fresh)
    record(Verb.MAILING_SENT, by=by, subject=fresh, union=fresh.union, details={"recipients": len(people)})
    return fresh


@one_transaction
def discard_mailing(mailing: Mailing, *, by: Account) -> Mailing:
    """Throw a draft away; it stays in the list."""
    fresh = _locked(mailing, by)
    _require_draft(fresh)
    fresh.discarded_at = clock.now()
    fresh.save(update_fields=["discarded_at"])
    record(Verb.MAILING_DISCARDED, by=by, subject=fresh, union=fresh.union)
    return fresh


@one_transaction
def retry_mailing(mailing: Mailing, *, by: Account) -> int:
    """Send the e-mails of a bulk message that failed once more; answers how many."""
    fresh = _locked(mailing, by)
    numbers = list(fresh.messages.failed().filter(account__is_active=True).order_by("pk").values_list("pk", flat=True))
    if not numbers:
        raise Refusal(_("Every e-mail has left; there is nothing to send again."))
    defer_mails(numbers)
    record(Verb.MESSAGES_RETRIED, by=by, subject=fresh, union=fresh.union, details={"count": len(numbers)})
    return len(numbers)
