"""The blocks of a studio's page as the desk lists them: state, dates, and what this account may do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from studios.actions.profiles import open_block_steps
from studios.choices.showcase import BlockKey, BlockState, BlockStep, CoverShown, ServiceKind
from studios.models import Attachment, Consent, Member, ProfileBlock, Studio
from studios.models.attachment import CONSENT_SLOT
from studios.permissions import reads_drafts_of
from studios.queries.profile_parts import names_in
from studios.values.answers import number_of, rows_of, text_of
from studios.values.blocks import Content, numbers_of, paragraphs
from unions import clock
from unions.errors import Sentence
from unions.models import Account

WHAT: dict[BlockKey, Sentence] = {
    BlockKey.COVER: _("Picture, drawing or plaque at the head"),
    BlockKey.INTRODUCTION: _("Two sentences beside the picture, and the introduction"),
    BlockKey.METHODS: _("Which verified methods are shown, and their order"),
    BlockKey.LEAD: _("What is told of the lead"),
    BlockKey.TEAM: _("What is told of the team"),
    BlockKey.TIMELINE: _("Entries left out and added"),
    BlockKey.ALLIANCES: _("Alliances that the studio leads"),
    BlockKey.SERVICES: _("Lessons, advice, visits, joint work"),
}


@dataclass(frozen=True)
class BlockRow:
    """One block for one account."""

    block: ProfileBlock
    account: Account

    @property
    def key(self) -> BlockKey:
        return BlockKey(self.block.key)

    @property
    def what(self) -> Sentence:
        return WHAT[self.key]

    @property
    def is_begun(self) -> bool:
        return self.block.pk is not None

    @cached_property
    def steps(self) -> list[BlockStep]:
        return open_block_steps(self.block, self.account)

    @property
    def may_save(self) -> bool:
        return BlockStep.SAVE in self.steps

    @property
    def may_submit(self) -> bool:
        return BlockStep.SUBMIT in self.steps

    @property
    def may_publish(self) -> bool:
        return BlockStep.PUBLISH in self.steps

    @property
    def may_withdraw(self) -> bool:
        return BlockStep.WITHDRAW in self.steps

    @cached_property
    def reads_draft(self) -> bool:
        """The unit always; the union that publishes once it was sent."""
        return reads_drafts_of(self.account, self.block.studio) or self.may_publish

    @property
    def is_changed(self) -> bool:
        """Whether something newer waits beside what is published."""
        return self.block.is_public and self.block.state != BlockState.PUBLISHED

    @property
    def url(self) -> str:
        return reverse("studio_page_block", args=[self.block.studio_id, self.block.key])


def block_rows(studio: Studio, account: Account) -> list[BlockRow]:
    """Every block in the order of the page, those not begun too."""
    rows = ProfileBlock.objects.filter(studio=studio).with_publisher().select_related("edited_by", "published_by")
    held = {block.key: block for block in rows}
    for block in held.values():
        block.studio = studio
    return [BlockRow(held.get(key) or unwritten(studio, key), account) for key in WHAT]


def unwritten(studio: Studio, key: BlockKey) -> ProfileBlock:
    """A block that nobody has written yet."""
    return ProfileBlock(studio=studio, key=key, edited_at=clock.now())


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A member with the consent in force, its signed paper, and earlier ones."""

    member: Member
    present: Consent | None
    paper: Attachment | None
    past: list[Consent]


def consent_rows(studio: Studio) -> list[ConsentRow]:
    """The present team, in three statements."""
    members = studio.members.filter(left_on=None).select_related("person").prefetch_related("consents")
    papers = Attachment.objects.filter(studio=studio, slot__startswith=CONSENT_SLOT, removed_at=None)
    by_slot = {paper.slot: paper for paper in papers}
    return [_consent_row(member, by_slot) for member in members]


def _consent_row(member: Member, papers: Mapping[str, Attachment]) -> ConsentRow:
    held = list(member.consents.all())
    present = next((consent for consent in held if consent.withdrawn_on is None), None)
    paper = papers.get(f"{CONSENT_SLOT}{present.pk}") if present else None
    return ConsentRow(member, present, paper, [consent for consent in held if consent.withdrawn_on])


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a block's content for reading."""

    label: Sentence
    texts: list[str]


def lines_of(block: ProfileBlock, content: Content | None) -> list[Line]:
    """A block's content in words, so that a draft can be read beside what is published."""
    if content is None:
        return []
    lines = [
        Line(_("Opening"), paragraphs(text_of(content, "opening"))),
        Line(_("Text"), paragraphs(text_of(content, "text"))),
        *(line for part in PARTS for line in part(content, names_in(block.studio, content))),
    ]
    return [line for line in lines if line.texts]


def _cover(content: Content, names: Mapping[str, str]) -> Iterator[Line]:
    if shown := text_of(content, "show"):
        alt = names.get(f"picture-{number_of(content, 'picture')}", "")
        yield Line(_("At the head of the page"), [str(CoverShown(shown).label), *filter(None, [alt])])


def _methods(content: Content, names: Mapping[str, str]) -> Iterator[Line]:
    if "shown" in content:
        titles = [names.get(f"result-{key}", "") for key in numbers_of(content, "shown")]
        yield Line(_("Working methods shown"), [title for title in titles if title] or [str(_("None"))])


def _timeline(content: Content, names: Mapping[str, str]) -> Iterator[Line]:
    hidden = [str(names.get(key, "")) for key in content.get("hidden") or ()]
    yield Line(_("Left out"), [text for text in hidden if text])
    yield Line(_("Added"), [f"{text_of(row, 'month')} {text_of(row, 'text')}" for row in rows_of(content, "added")])


def _services(content: Content, names: Mapping[str, str]) -> Iterator[Line]:
    for offer in rows_of(content, "offers"):
        texts = [text_of(offer, "title"), text_of(offer, "text")]
        yield Line(ServiceKind(offer["kind"]).label, [text for text in texts if text])


def _alliances(content: Content, names: Mapping[str, str]) -> Iterator[Line]:
    for row in rows_of(content, "alliances"):
        members = [names.get(f"studio-{key}", "") for key in numbers_of(row, "members")]
        yield Line(text_of(row, "name"), [text_of(row, "purpose"), "、".join(filter(None, members))])


PARTS = (_cover, _methods, _timeline, _services, _alliances)
