"""联盟: a leader studio keeps its alliances; they stand on every member's page once the leader's block is published."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from studios.actions.profiles import drop_row, locked_block, write_draft
from studios.actions.upkeep import assign, lock_studio, require_order, require_version, touch
from studios.choices.showcase import BlockKey
from studios.models import Alliance, Studio
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import tell_unions
from unions.choices.audit import Verb
from unions.choices.people import DESK_ROLES
from unions.errors import Refusal, Stale
from unions.models import Account

MOST_MEMBERS = 40


@transaction.atomic
def save_alliance(
    leader: Studio,
    values: Mapping[str, Any],
    *,
    numbers: Collection[str],
    by: Account,
    alliance: Alliance | None = None,
    version: str = "",
) -> Alliance:
    """Found an alliance or change it; its words and new members are a draft of the leader's block until published."""
    leader = lock_studio(leader, by=by)
    if alliance is None:
        row = Alliance(leader=leader)
    else:
        row = Alliance.objects.select_for_update(of=("self",)).get(pk=alliance.pk, leader=leader)
        require_version(row, version)
    require_order(values, "agreed_on", "ended_on")
    members = _members(leader, numbers)
    assign(row, values)
    row.save()
    row.members.set(members)
    _refresh(leader, row, by=by)
    touch(leader)
    record(
        Verb.ALLIANCE_SAVED, by=by, subject=row, union=leader.union, details={"studios": [s.number for s in members]}
    )
    return row


def _members(leader: Studio, numbers: Collection[str]) -> list[Studio]:
    wanted = list(dict.fromkeys(number.strip().upper() for number in numbers if number.strip()))
    found = {studio.number: studio for studio in Studio.objects.public().filter(number__in=wanted)}
    if unknown := [number for number in wanted if number not in found]:
        text = _("No named studio has this number: %(numbers)s.") % {"numbers": "、".join(unknown[:5])}
        raise Refusal(text, field="members")
    if leader.number in found:
        raise Refusal(_("The leader is not among the members. Leave its number out."), field="members")
    if not found:
        raise Refusal(_("Name at least one member studio."), field="members")
    if len(found) > MOST_MEMBERS:
        raise Refusal(_("An alliance has at most %(most)s members here.") % {"most": MOST_MEMBERS}, field="members")
    return [found[number] for number in wanted]


def _refresh(leader: Studio, changed: Alliance, *, by: Account) -> None:
    """Keep the leader's draft as its alliances are now; one that ended goes from the page at once."""
    block = locked_block(leader, BlockKey.ALLIANCES)
    if changed.ended_on is not None and changed.ended_on <= clock.today():
        drop_row(block, "alliances", changed.pk)
    else:
        write_draft(block, {"alliances": alliance_rows(leader)}, by=by)


def alliance_rows(leader: Studio) -> list[dict[str, Any]]:
    """What is read before the alliances of a leader are published."""
    lasting = leader.led_alliances.exclude(ended_on__lte=clock.today()).prefetch_related("members").order_by("pk")
    return [
        {"id": a.pk, "name": a.name, "purpose": a.purpose, "members": sorted(s.pk for s in a.members.all())}
        for a in lasting
    ]


@transaction.atomic
def leave_alliance(alliance: Alliance, studio: Studio, *, by: Account) -> None:
    """A member studio goes out: its page and the others' show it at once, and the leader's unit is told."""
    studio = lock_studio(studio, by=by)
    row = Alliance.objects.select_for_update(of=("self",)).select_related("leader__union").get(pk=alliance.pk)
    if not row.members.filter(pk=studio.pk).exists():
        raise Stale(_("This studio is no member of the alliance any more."))
    row.members.remove(studio)
    # The row itself too: what the public sees has changed.
    row.save()
    record(Verb.ALLIANCE_LEFT, by=by, subject=row, union=studio.union, details={"studio": studio.pk})
    words = {"studio": studio.name, "alliance": row.name}
    tell_unions(
        [row.leader.union],
        lambda: _("%(studio)s has left the alliance %(alliance)s.") % words,
        roles=DESK_ROLES,
        url=f"/desk/studios/{row.leader_id}/page/",
    )
