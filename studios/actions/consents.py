"""Consent of members to be named in public: recorded with how it was given, withdrawn at once, kept as history."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.attachments import full_path, keep_file
from studios.actions.profiles import locked_block, take_off
from studios.actions.upkeep import lock_studio, touch
from studios.choices.showcase import BlockKey, ConsentWay
from studios.models import Attachment, Consent, Member, Person, ProfileBlock, Studio
from studios.models.attachment import CONSENT_SLOT
from studios.permissions import ends_consent_of
from studios.values.blocks import words_of
from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import refusing
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account

TWICE = Stale(gettext_lazy("This member has agreed already. Load the page again to see it."))


@transaction.atomic
def give_consent(
    member: Member,
    *,
    by: Account,
    given_on: date,
    how: str,
    stream: BinaryIO | None = None,
    name: str = "",
) -> Consent:
    """Record that a present member agreed; a signed paper comes as a file. The public reads the name from now on."""
    studio = lock_studio(member.studio, by=by)
    row = Member.objects.select_for_update(of=("self",)).select_related("person").get(pk=member.pk)
    _refuse_unless_possible(row, given_on, how, has_file=stream is not None)
    if row.consented_on is not None:
        raise TWICE
    with refusing("consent_once_at_a_time", TWICE):
        consent = Consent.objects.create(member=row, given_on=given_on, how=how, recorded_by=by)
    if stream is not None:
        _keep_paper(studio, consent, stream, name, by=by)
    row.consented_on = given_on
    row.save(update_fields=["consented_on"])
    touch(studio)
    record(Verb.CONSENT_GIVEN, by=by, subject=row, union=studio.union, details={"how": how, "day": given_on})
    return consent


def _keep_paper(studio: Studio, consent: Consent, stream: BinaryIO, name: str, *, by: Account) -> None:
    """Under a name of its own: what people call such a file names the member, and the record would keep that."""
    slot = f"{CONSENT_SLOT}{consent.pk}"
    kept = keep_file(stream, name=f"{slot}{Path(name).suffix}", by=by, union=studio.union, slot=slot)
    kept.studio = studio
    kept.save(update_fields=["studio"])


def _refuse_unless_possible(member: Member, given_on: date, how: str, *, has_file: bool) -> None:
    if member.left_on is not None or member.person.erased_at is not None:
        raise Refusal(_("Only somebody who belongs to the team is named with it."))
    if how not in ConsentWay.values:
        raise Refusal(_("Choose how the consent was given."), field="how")
    if how == ConsentWay.PAPER and not has_file:
        raise Refusal(_("Add the signed paper as a picture or PDF."), field="file")
    if given_on > clock.today():
        raise Refusal(_("The day of the consent is in the future."), field="given_on")


@transaction.atomic
def withdraw_consent(member: Member, *, by: Account) -> Member:
    """End a consent: the name goes at once from the page and every text of it that is published; the record stays."""
    studio = Studio.objects.select_for_update(of=("self",)).select_related("union").get(pk=member.studio_id)
    if not ends_consent_of(by, studio):
        raise Forbidden(_("A consent is ended by the clerk of the unit, or by a clerk or chair above."))
    row = Member.objects.select_for_update(of=("self",)).select_related("person").get(pk=member.pk)
    if row.consented_on is None:
        raise Stale(_("This member is not named in public any more."))
    ended = Consent.objects.filter(member=row, withdrawn_on=None).update(withdrawn_on=clock.today())
    if not ended:
        # Recorded before consents were kept one by one.
        Consent.objects.create(member=row, given_on=row.consented_on, withdrawn_on=clock.today())
    row.consented_on = None
    row.save(update_fields=["consented_on"])
    touch(studio)
    record(Verb.CONSENT_WITHDRAWN, by=by, subject=row, union=studio.union)
    _take_name_off(studio, row, by=by)
    return row


def _take_name_off(studio: Studio, member: Member, *, by: Account) -> None:
    """Texts in which the name stands leave the page, but for the name of a lead, which is public by the naming."""
    if studio.leaderships.filter(worker__person=member.person).exists():
        return
    for key in published_keys_naming(studio, member.person.name):
        take_off(locked_block(studio, key), reason=_("A member withdrew the consent to be named."), by=by)


def published_keys_naming(studio: Studio, name: str) -> list[BlockKey]:
    """The published blocks of a studio in whose text a name stands."""
    blocks = ProfileBlock.objects.filter(studio=studio, published__isnull=False)
    return [BlockKey(block.key) for block in blocks if name in words_of(block.published)]


def forget_consents(person: Person) -> None:
    """Erase what is kept of a person's consents, the signed papers with them. Part of erasing a person."""
    consents = Consent.objects.filter(member__person=person)
    slots = [f"{CONSENT_SLOT}{key}" for key in consents.values_list("pk", flat=True)]
    for paper in Attachment.objects.filter(slot__in=slots):
        paper.removed_at = paper.removed_at or clock.now()
        paper.save(update_fields=["removed_at"])
        transaction.on_commit(partial(full_path(paper).unlink, missing_ok=True))
    consents.delete()
    Member.objects.filter(person=person).update(consented_on=None)
