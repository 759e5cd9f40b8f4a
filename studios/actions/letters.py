"""What every letter of the public shares: a studio that takes letters, who is told, and what becomes of the sender."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from studios.choices.register import StudioState
from studios.models import Adoption, CooperationRequest, Studio
from studios.permissions import clears_letters_of
from unions.actions.audit import record
from unions.actions.messages import Wording, tell_unions
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.choices.people import DESK_ROLES, Role
from unions.errors import Forbidden, Refusal, Sentence
from unions.models import Account, AuditEvent

Letter = Adoption | CooperationRequest
NOT_IN_FORCE = _("This studio takes no letters: it is not in force any more.")
NOT_KEEPING = _("Letters are answered by the clerk or chair of the studio's own unit.")
MOVED_ON = _("Somebody else has acted on this letter in the meantime. Look at it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes: the unit, and whom the studio may call."""

    organisation: str
    contact_name: str
    contact_phone: str


def open_studio(studio: Studio) -> Studio:
    """The studio under a lock under which letters to it come in one after the other; refused when it takes none."""
    rows = Studio.objects.select_for_update(of=("self",), no_key=True).select_related("union__parent")
    fresh = rows.get(pk=studio.pk)
    if fresh.state != StudioState.ACTIVE or not Studio.objects.in_force().filter(pk=fresh.pk).exists():
        raise Refusal(NOT_IN_FORCE, code="closed")
    return fresh


def key_of(studio: Studio, typed: str) -> str | None:
    """The key under which a second click is known again; one key means one letter to one studio."""
    return f"{studio.pk}-{typed[:40]}" if typed else None


def require_sender(sender: Sender) -> None:
    """Refuse a letter from nobody."""
    asked: dict[str, Sentence] = {
        "organisation": _("Fill in the full name of your unit."),
        "contact_name": _("Fill in a name, so that the studio knows whom to ask for."),
        "contact_phone": _("Fill in a telephone number, so that the studio can answer."),
    }
    for field, sentence in asked.items():
        if not getattr(sender, field).strip():
            raise Refusal(sentence, field=field)


def tell_keepers(studio: Studio, wording: Wording, *, url: str) -> None:
    """Tell the unit's clerks and chairs; for a unit that does not log in, the clerks of the union above."""
    union = studio.union
    if union.logs_in or union.parent is None:
        tell_unions([union], wording, roles=DESK_ROLES, url=url)
    else:
        tell_unions([union.parent], wording, roles=(Role.CLERK,), url=url)


@one_transaction
def reveal_sender(letter: Letter, *, by: Account) -> AuditEvent:
    """Record that an account at a desk above saw name and telephone of a sender in full."""
    return record(Verb.LETTER_REVEALED, by=by, subject=letter, union=letter.studio.union)


@one_transaction
def erase_sender(letter: Letter, *, by: Account) -> None:
    """Clear name and telephone of a letter that was answered; what was asked and answered stays."""
    fresh = type(letter)._default_manager.select_for_update(of=("self",)).get(pk=letter.pk)
    union = letter.studio.union
    if not clears_letters_of(by, union):
        raise Forbidden(_("The sender of a letter is erased by a chair at or above the unit."))
    if fresh.standing.is_open:
        raise Refusal(_("Answer this letter first: without name and telephone nobody could be answered."))
    fresh.contact_name = fresh.contact_phone = ""
    fresh.save(update_fields=["contact_name", "contact_phone"])
    record(Verb.LETTER_ERASED, by=by, subject=fresh, union=union)
