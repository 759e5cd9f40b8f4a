"""The blocks of a studio's public page: the unit writes and sends, the recommending union publishes, returns, takes off.

One function here writes the state. The studio is locked before its block, so that nobody waits for somebody who waits.
"""

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from studios.actions.upkeep import touch
from studios.choices.showcase import BlockKey, BlockState, BlockStep
from studios.models import ProfileBlock, Studio
from studios.permissions import keeps_studio, publishes_block, publishing_refusal, publishing_union
from studios.queries.open_texts import faults_of, secret_titles, unnamed_people
from studios.values.blocks import Content, has_mobile, is_blank, keyed_rows, numbers_of, without_row, words_of
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import Wording, tell_unions
from unions.choices.audit import Verb
from unions.choices.people import DESK_ROLES
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account, Union

UNSENT = (BlockState.DRAFT, BlockState.RETURNED, BlockState.WITHDRAWN)
VERBS = {
    BlockStep.SAVE: Verb.PAGE_SAVED,
    BlockStep.SUBMIT: Verb.PAGE_SUBMITTED,
    BlockStep.PUBLISH: Verb.PAGE_PUBLISHED,
    BlockStep.RETURN: Verb.PAGE_RETURNED,
    BlockStep.WITHDRAW: Verb.PAGE_WITHDRAWN,
}


def open_block_steps(block: ProfileBlock, account: Account) -> list[BlockStep]:
    """What this account may do to the block as it stands; draws the buttons and guards the actions."""
    may_write, may_publish = keeps_studio(account, block.studio), publishes_block(account, block)
    is_sent = block.state == BlockState.SUBMITTED
    open_ = {
        BlockStep.SAVE: may_write,
        BlockStep.SUBMIT: may_write and block.pk is not None and block.state in UNSENT,
        BlockStep.PUBLISH: may_publish and is_sent,
        BlockStep.RETURN: may_publish and is_sent,
        BlockStep.WITHDRAW: may_publish and block.is_public,
    }
    return [step for step, is_open in open_.items() if is_open]


@transaction.atomic
def save_block(studio: Studio, key: BlockKey, content: Content, *, by: Account, revision: int) -> ProfileBlock:
    """Keep what the unit wrote. What waits for publishing is taken back by it; what is published stays as it is."""
    block = locked_block(studio, key)
    if not block.studio.is_named:
        raise Refusal(_("The page of a studio begins with its naming."))
    _require(BlockStep.SAVE, block, by)
    _require_revision(block, revision)
    return write_draft(block, content, by=by)


@transaction.atomic
def submit_block(block: ProfileBlock, *, by: Account, revision: int) -> ProfileBlock:
    """Send the draft to the union that publishes; it must name nobody who did not agree."""
    block = locked_block(block.studio, BlockKey(block.key))
    _require_revision(block, revision)
    _require(BlockStep.SUBMIT, block, by)
    _require_publishable(block)
    block.edited_by = by
    _move(block, BlockState.SUBMITTED, BlockStep.SUBMIT, by=by)
    _tell(
        publishing_union(block.studio, writer=by),
        lambda: _("Waits for publishing: %(block)s, %(studio)s.") % _facts(block),
    )
    return block


@transaction.atomic
def publish_block(block: ProfileBlock, *, by: Account, revision: int) -> ProfileBlock:
    """Put the draft on the page as it was read: with another revision nothing is published."""
    block = locked_block(block.studio, BlockKey(block.key))
    _require_revision(block, revision)
    _require(BlockStep.PUBLISH, block, by)
    _require_publishable(block)
    _tell_new_members(block)
    block.published, block.published_by, block.published_at = block.draft, by, clock.now()
    _move(block, BlockState.PUBLISHED, BlockStep.PUBLISH, by=by)
    touch(block.studio)
    _tell(
        block.studio.union, lambda: _("Published: %(block)s, %(studio)s.") % _facts(block), url=page_url(block.studio)
    )
    return block


@transaction.atomic
def return_block(block: ProfileBlock, *, reason: str, by: Account, revision: int) -> ProfileBlock:
    """Give the draft back to the unit with a reason; what is published stays."""
    block = locked_block(block.studio, BlockKey(block.key))
    _require_revision(block, revision)
    _require(BlockStep.RETURN, block, by)
    _move(block, BlockState.RETURNED, BlockStep.RETURN, by=by, reason=_required(reason))
    words = lambda: _("Returned: %(block)s, %(studio)s. Reason: %(reason)s") % _facts(block)  # noqa: E731
    _tell(block.studio.union, words, url=page_url(block.studio))
    return block


@transaction.atomic
def withdraw_block(block: ProfileBlock, *, reason: str, by: Account, revision: int) -> ProfileBlock:
    """Take what is published off the page; a newer draft goes its way undisturbed."""
    block = locked_block(block.studio, BlockKey(block.key))
    _require_revision(block, revision)
    _require(BlockStep.WITHDRAW, block, by)
    take_off(block, reason=_required(reason), by=by)
    return block


def take_off(block: ProfileBlock, *, reason: str, by: Account) -> None:
    """Clear what is published of a locked block and tell the unit. No right is checked here."""
    block.published, block.published_at, block.published_by = None, None, None
    stays = block.state if block.state != BlockState.PUBLISHED else BlockState.WITHDRAWN
    _move(block, BlockState(stays), BlockStep.WITHDRAW, by=by, reason=reason)
    touch(block.studio)
    words = lambda: _("Taken off the page: %(block)s, %(studio)s. Reason: %(reason)s") % _facts(block)  # noqa: E731
    _tell(block.studio.union, words, url=page_url(block.studio))


def write_draft(block: ProfileBlock, content: Content, *, by: Account) -> ProfileBlock:
    """Keep a draft in a locked block. The caller has checked the right."""
    if block.pk is not None and block.draft == content:
        return block
    block.draft, block.edited_by, block.edited_at = dict(content), by, clock.now()
    _move(block, BlockState.DRAFT, BlockStep.SAVE, by=by)
    return block


def drop_row(block: ProfileBlock, name: str, key: int) -> None:
    """Take a row that ended out of a locked block, from the page too; where the block stands otherwise stays."""
    if block.pk is None:
        return
    block.draft = without_row(block.draft, name, key)
    if block.published is not None:
        block.published = without_row(block.published, name, key)
    block.revision += 1
    block.save()


def locked_block(studio: Studio, key: BlockKey) -> ProfileBlock:
    """The block under lock after its studio, or a new one that is not stored yet."""
    fresh = Studio.objects.select_for_update(of=("self",)).select_related("union", "kind").get(pk=studio.pk)
    block = ProfileBlock.objects.select_for_update(of=("self",)).filter(studio=fresh, key=key).first()
    block = block or ProfileBlock(key=key, edited_at=clock.now())
    block.studio = fresh
    return block


def _move(block: ProfileBlock, state: BlockState, step: BlockStep, *, by: Account, reason: str = "") -> None:
    """The one writer of a block's state."""
    block.state, block.note = state, reason
    block.revision += 1
    block.save()
    details = {"block": block.key} | ({"reason": reason} if reason else {})
    record(VERBS[step], by=by, subject=block, union=block.studio.union, details=details)


def _require(step: BlockStep, block: ProfileBlock, by: Account) -> None:
    if step in open_block_steps(block, by):
        return
    is_units = step in (BlockStep.SAVE, BlockStep.SUBMIT)
    if is_units and not keeps_studio(by, block.studio):
        raise Forbidden(_("The page of a studio is written by the clerk of its unit."))
    if not is_units and not publishes_block(by, block):
        raise Forbidden(publishing_refusal(by, block))
    raise Stale(_("%(block)s cannot be handled so any more. State now: %(state)s.") % _facts(block))


def _require_revision(block: ProfileBlock, revision: int) -> None:
    if block.revision != revision:
        raise Stale(changed_words(block))


def changed_words(block: ProfileBlock) -> str:
    """Who changed the block last, when, and where it is now."""
    words = _("%(block)s was changed at %(when)s by %(who)s. State now: %(state)s.")
    at = localtime(block.edited_at).strftime("%Y-%m-%d %H:%M")
    return words % {**_facts(block), "when": at, "who": block.edited_by or _("the system")}


def _require_publishable(block: ProfileBlock) -> None:
    if is_blank(block.draft):
        raise Refusal(_("There is nothing to publish yet. Write the text first."))
    if faults := faults_of(block.studio, block.draft):
        raise Refusal(" ".join(faults))


def _required(reason: str) -> str:
    if not reason.strip():
        raise Refusal(_("Write the reason. The unit reads it."), field="reason")
    return reason.strip()


def _facts(block: ProfileBlock) -> dict[str, str]:
    return {
        "block": block.title,
        "studio": block.studio.name,
        "reason": block.note,
        "state": str(block.standing.label),
    }


def page_url(studio: Studio) -> str:
    """Where the page is written."""
    return f"/desk/studios/{studio.pk}/page/"


def _tell_new_members(block: ProfileBlock) -> None:
    """Units whose studios stand in an alliance for the first time read of it."""
    if block.key != BlockKey.ALLIANCES:
        return
    told = {key: set(numbers_of(row, "members")) for key, row in keyed_rows(block.published or {}, "alliances").items()}
    for key, row in keyed_rows(block.draft, "alliances").items():
        fresh = set(numbers_of(row, "members")) - told.get(key, set())
        for studio in Studio.objects.filter(pk__in=fresh).select_related("union").order_by("pk"):
            _tell(studio.union, partial(_alliance_words, row["name"], studio.name), url=page_url(studio))


def _alliance_words(alliance: str, studio: str) -> str:
    words = _("%(studio)s is shown as a member of the alliance %(alliance)s. Its clerk can take it out.")
    return words % {"studio": studio, "alliance": alliance}


def _tell(union: Union, wording: Wording, *, url: str = "/desk/pages/") -> None:
    tell_unions([union], wording, roles=DESK_ROLES, url=url)


def begin_pages(studios: Collection[Studio]) -> None:
    """At its first naming a studio's page begins with the introduction of the register, which the naming has read.

    One that names somebody without consent, or what is secret, stays a draft.
    """
    keys = [studio.pk for studio in studios]
    names, secrets = unnamed_people(keys), secret_titles(keys)
    barred = {key: names.get(key, set()) | secrets.get(key, set()) for key in keys}
    begun = [_begun(studio, barred[studio.pk]) for studio in studios if studio.introduction.strip()]
    ProfileBlock.objects.bulk_create(begun, batch_size=1000, ignore_conflicts=True)


def _begun(studio: Studio, barred: Iterable[str]) -> ProfileBlock:
    content: dict[str, Any] = {"opening": "", "text": studio.introduction.strip()}
    block = ProfileBlock(studio=studio, key=BlockKey.INTRODUCTION, draft=content, edited_at=clock.now(), revision=1)
    words = words_of(content)
    if not has_mobile(content) and not any(word in words for word in barred):
        block.published, block.published_at, block.state = content, clock.now(), BlockState.PUBLISHED
    return block
