"""What a studio offers to others. Dates, places and whether it is open show at once; texts are published with the block."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from studios.actions.profiles import drop_row, locked_block, write_draft
from studios.actions.upkeep import assign, lock_studio, require_version, touch
from studios.choices.showcase import BlockKey
from studios.models import ServiceOffer, Studio
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.errors import Refusal
from unions.models import Account

MOST = 12


@transaction.atomic
def save_offer(
    studio: Studio, values: Mapping[str, Any], *, by: Account, offer: ServiceOffer | None = None, version: str = ""
) -> ServiceOffer:
    """Offer something, or change it; a changed title or text becomes a draft of the block of services."""
    studio = lock_studio(studio, by=by)
    if offer is None:
        if studio.offers.count() >= MOST:
            raise Refusal(_("There are %(most)s services already. Delete one first.") % {"most": MOST})
        row = ServiceOffer(studio=studio)
    else:
        row = ServiceOffer.objects.select_for_update(of=("self",)).get(pk=offer.pk, studio=studio)
        require_version(row, version)
        values = {name: value for name, value in values.items() if name != "kind"}
    assign(row, values)
    row.save()
    block = locked_block(studio, BlockKey.SERVICES)
    write_draft(block, {"text": "", **block.draft, "offers": offer_rows(studio)}, by=by)
    if block.is_public:
        touch(studio)
    record(Verb.SERVICE_SAVED, by=by, subject=row, union=studio.union, details={"studio": studio.pk})
    return row


@transaction.atomic
def delete_offer(offer: ServiceOffer, *, by: Account) -> None:
    """Offer something no longer: it goes from the page at once."""
    studio = lock_studio(offer.studio, by=by)
    record(Verb.SERVICE_DELETED, by=by, subject=offer, union=studio.union, details={"studio": studio.pk})
    key = offer.pk
    offer.delete()
    drop_row(locked_block(studio, BlockKey.SERVICES), "offers", key)
    touch(studio)


def offer_rows(studio: Studio) -> list[dict[str, Any]]:
    """What is read before the services are published: everything but dates and places."""
    return [{"id": o.pk, "kind": o.kind, "title": o.title, "text": o.text} for o in studio.offers.order_by("pk")]
