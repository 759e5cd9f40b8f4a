"""Pictures of studios, results and stories: added, cut, published, taken off the page, removed."""

import secrets
from collections.abc import Callable
from typing import Any

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from studios.actions import picture_files as files
from studios.actions.attachments import PICTURES, full_path, keep_inspected
from studios.actions.picture_owners import Owner, owner_of, require_either, require_keeper, require_publisher
from studios.choices.showcase import PictureUse
from studios.models import Picture, Result, Story, Studio
from studios.permissions import may_publish_page, publishing_union
from studios.values.crops import LEAST_PIXELS, Frame, frame_of, is_usable
from studios.values.uploads.inspection import Inspected, inspect_upload
from studios.values.uploads.pictures import upright_size
from studios.values.uploads.refusals import refused
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import send_messages, tell_unions
from unions.choices.audit import Verb
from unions.choices.people import DESK_ROLES, Role
from unions.errors import Refusal, Stale
from unions.models import Account


def add_picture(
    *,
    by: Account,
    upload: File,
    use: str,
    alt: str,
    caption: str = "",
    studio: Studio | None = None,
    result: Result | None = None,
    story: Story | None = None,
    has_consent: bool = False,
) -> Picture:
    """Keep a picture with its derivatives; a story's shows with the story, any other once it is published.

    A portrait needs the person's consent, whose day is recorded. A picture refused leaves no file behind.
    """
    owner = Owner(result.studio if result else studio, result, story)
    require_keeper(owner, by)
    kind = PictureUse(use)
    if kind == PictureUse.PORTRAIT and not has_consent:
        raise Refusal(_("A portrait is shown only with the person's consent."), field="has_consent")
    if not alt.strip():
        raise Refusal(_("Say in words what the picture shows."), field="alt")
    picture, inspected = _prepared(upload, kind)
    picture.alt, picture.caption, picture.made_by, picture.made_at = alt, caption, by, clock.now()
    try:
        return _added(picture, inspected, upload, owner, by=by)
    except BaseException:
        files.drop_files(files.derivative_files(picture))
        raise


def _prepared(upload: File, use: PictureUse) -> tuple[Picture, Inspected]:
    """The inspected picture in its first frame, its derivatives written unless it is very large."""
    stream: Any = upload.file
    inspected = inspect_upload(stream, name=upload.name or "", allowed=PICTURES)
    width, height = upright_size(stream)
    if min(width, height) < LEAST_PIXELS:
        raise refused(code="image_too_small")
    picture = Picture(use=use, width=width, height=height, code=secrets.token_hex(16))
    frame = Frame(use.ratio)
    picture.crop = list(frame.box(picture.size))
    if not is_usable(picture.box, picture.size):
        picture.crop = list(Frame("1:1").box(picture.size))
    if width * height <= files.QUICK_PIXELS:
        picture.widths = files.write_derivatives(picture, stream)
    return picture, inspected


@transaction.atomic
def _added(picture: Picture, inspected: Inspected, upload: File, owner: Owner, *, by: Account) -> Picture:
    owner = owner.locked()
    require_keeper(owner, by)
    owner.require_room(PictureUse(picture.use))
    stream: Any = upload.file
    picture.attachment = keep_inspected(stream, inspected, by=by, union=owner.union, slot=files.SLOT)
    picture.studio, picture.result, picture.story = owner.studio, owner.result, owner.story
    picture.is_public = owner.story is not None
    picture.save()
    _draw_later(picture)
    consent = {"consent": clock.today()} if picture.use == PictureUse.PORTRAIT else {}
    record(Verb.PICTURE_ADDED, by=by, subject=picture, union=owner.union, details={"use": picture.use, **consent})
    owner.note_writer(by)
    if owner.studio:
        _tell_publishers(owner.studio, by=by)
    return picture


def _draw_later(picture: Picture) -> None:
    if not picture.widths:
        app.configure_task("studios.make_picture").defer(picture_id=picture.pk)


def _tell_publishers(studio: Studio, *, by: Account) -> None:
    """That a picture waits; whoever publishes alone need not be told of their own."""
    if may_publish_page(by, studio):
        return
    tell_unions(
        [publishing_union(studio, writer=by)],
        lambda: _("A picture waits to be published: %(studio)s.") % {"studio": studio.name},
        roles=tuple(DESK_ROLES),
        url=_page_of(studio),
    )


def _page_of(studio: Studio) -> str:
    return reverse("studio_pictures", args=[studio.pk])


def change_picture(
    picture: Picture, *, by: Account, alt: str, caption: str = "", frame: Frame | None = None, code: str = ""
) -> Picture:
    """Change the words and the frame; a new frame draws new files under a new name.

    Who may not publish takes a published picture off the page by changing it. `code` is that of the page shown.
    """
    if not alt.strip():
        raise Refusal(_("Say in words what the picture shows."), field="alt")
    require_either(owner_of(picture), by)
    new = _cut_anew(picture, frame)
    try:
        return _changed(picture, new, alt=alt, caption=caption, code=code, by=by)
    except BaseException:
        if new is not picture:
            files.drop_files(files.derivative_files(new))
        raise


def _cut_anew(picture: Picture, frame: Frame | None) -> Picture:
    """The picture itself when its frame stays, else one with the new frame, a new name and new files."""
    if frame is None or frame == frame_of(picture.box, picture.size):
        return picture
    new = Picture(width=picture.width, height=picture.height, code=secrets.token_hex(16))
    new.crop = list(frame.box(picture.size))
    if not is_usable(new.box, new.size):
        raise Refusal(_("This frame is too small: at least 320 pixels wide and not a mere strip."), field="size")
    if picture.width * picture.height <= files.QUICK_PIXELS:
        with full_path(picture.attachment).open("rb") as stream:
            new.widths = files.write_derivatives(new, stream)
    return new


@transaction.atomic
def _changed(picture: Picture, new: Picture, *, alt: str, caption: str, code: str, by: Account) -> Picture:
    fresh, owner = _locked(picture)
    require_either(owner, by)
    owner.require_open()
    if fresh.code != (code or picture.code):
        raise Stale(_("Somebody cut this picture in the meantime. Open it again to see it as it is now."))
    is_cut = new is not picture
    if not is_cut and (fresh.alt, fresh.caption) == (alt, caption):
        return fresh
    fresh.alt, fresh.caption = alt, caption
    if is_cut:
        files.drop_on_commit(files.derivative_files(fresh))
        fresh.crop, fresh.code, fresh.widths = new.crop, new.code, new.widths
    fresh.is_public = fresh.is_public and (fresh.story_id is not None or owner.is_published_by(by))
    fresh.save()
    _draw_later(fresh)
    owner.note_writer(by)
    record(Verb.PICTURE_CHANGED, by=by, subject=fresh, union=owner.union, details={"is_cut": is_cut})
    return fresh


def _locked(picture: Picture) -> tuple[Picture, Owner]:
    """The picture and what it belongs to, both under lock; the owner first, as everywhere."""
    owner = owner_of(picture).locked()
    rows = Picture.objects.select_for_update(of=("self",)).select_related("attachment", "made_by")
    fresh = rows.filter(pk=picture.pk).first()
    if fresh is None:
        raise Stale(_("Somebody removed this picture in the meantime."))
    return fresh, owner


@transaction.atomic
def publish_picture(picture: Picture, *, by: Account) -> Picture:
    """Put a picture on the studio's page; a new cover takes the place of the old one."""
    fresh, owner = _locked(picture)
    require_publisher(owner, by, writer=fresh.made_by)
    if not owner.home.is_named:
        raise Refusal(_("Pictures are published once the studio is named."))
    if not fresh.is_made:
        raise Refusal(_("This picture is still being prepared. Try again in a minute."))
    if fresh.is_public:
        return fresh
    if fresh.use == PictureUse.COVER:
        Picture.objects.filter(studio=owner.studio, use=PictureUse.COVER, is_public=True).update(is_public=False)
    fresh.is_public = True
    fresh.save(update_fields=["is_public"])
    record(Verb.PICTURE_PUBLISHED, by=by, subject=fresh, union=owner.union)
    _tell_unit(owner.home, _published, by=by)
    return fresh


@transaction.atomic
def withdraw_picture(picture: Picture, *, by: Account) -> Picture:
    """Take a picture off the page: by the union that published it, or by the unit, which shows what it wants to."""
    fresh, owner = _locked(picture)
    require_either(owner, by)
    if fresh.story_id is not None:
        raise Refusal(_("The picture of a story shows with the story."))
    if not fresh.is_public:
        return fresh
    fresh.is_public = False
    fresh.save(update_fields=["is_public"])
    record(Verb.PICTURE_WITHDRAWN, by=by, subject=fresh, union=owner.union)
    _tell_unit(owner.home, _withdrawn, by=by)
    return fresh


@transaction.atomic
def remove_picture(picture: Picture, *, by: Account) -> None:
    """Delete a picture with its upload; the files go after the commit."""
    fresh, owner = _locked(picture)
    require_either(owner, by)
    owner.require_removable()
    record(Verb.PICTURE_REMOVED, by=by, subject=fresh, union=owner.union, details={"sha256": fresh.attachment.sha256})
    paths = [full_path(fresh.attachment), *files.derivative_files(fresh)]
    attachment = fresh.attachment
    fresh.delete()
    attachment.delete()
    files.drop_on_commit(paths)


def _published(studio: Studio) -> str:
    return _("A picture of %(studio)s stands on its page now.") % {"studio": studio.name}


def _withdrawn(studio: Studio) -> str:
    return _("A picture of %(studio)s was taken off its page.") % {"studio": studio.name}


def _tell_unit(studio: Studio, words: Callable[[Studio], str], *, by: Account) -> None:
    clerks = [a for a in Account.objects.holding(studio.union, Role.CLERK) if a.pk != by.pk]
    send_messages(clerks, lambda: words(studio), url=_page_of(studio))
