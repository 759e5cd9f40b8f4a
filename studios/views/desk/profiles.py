"""A studio's page at the desk: its blocks, the forms that write them, and the preview of the whole."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.profiles import submit_block
from studios.choices.showcase import BlockKey, BlockState
from studios.forms.profiles import FORMS, BlockForm
from studios.models import ProfileBlock, Studio
from studios.permissions import ends_consent_of, keeps_studio, publishing_union, reads_drafts_of
from studios.queries.profile import studio_page
from studios.queries.profile_parts import drafts_of
from studios.ui.page_desk import BlockRow, block_rows, consent_rows, lines_of, unwritten
from studios.ui.profile import profile_of
from studios.ui.site import Site
from studios.views.desk.register_forms import CASES, find_studio, kept_studio
from unions.choices.people import DESK_ROLES, Role
from unions.errors import Forbidden, Stale
from unions.forms.refusals import attempt
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience

UNPUBLISHED = (BlockState.DRAFT, BlockState.SUBMITTED, BlockState.RETURNED)


@require_safe
@audience(*CASES)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The blocks of a studio's page with what this account may do."""
    studio = named_studio(request, pk)
    may_keep = keeps_studio(request.user, studio)
    found = {
        "studio": studio,
        "blocks": block_rows(studio, request.user),
        "may_keep": may_keep,
        "may_preview": reads_drafts_of(request.user, studio),
        "may_end": ends_consent_of(request.user, studio),
        "publisher": publishing_union(studio),
        "members": consent_rows(studio),
        **rows_of_page(studio),
    }
    return render(request, "studios/profile/page.html", found)


def rows_of_page(studio: Studio) -> dict[str, Any]:
    """Services and alliances."""
    return {
        "offers": studio.offers.all(),
        "led": studio.led_alliances.prefetch_related("members"),
        "joined": studio.alliances.select_related("leader"),
    }


def named_studio(request: HttpRequest, pk: int) -> Studio:
    """A named studio in scope: before the naming there is no page."""
    studio = find_studio(request, pk)
    if not studio.is_named:
        raise Http404
    return studio


def stored_block(studio: Studio, key: str) -> ProfileBlock:
    """The block as it is, or one that nobody has written."""
    if key not in BlockKey.values:
        raise Http404
    rows = ProfileBlock.objects.with_publisher().select_related("edited_by", "published_by")
    block = rows.filter(studio=studio, key=key).first() or unwritten(studio, BlockKey(key))
    block.studio = studio
    return block


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def block(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Write a block; save it, or save and send it."""
    studio = kept_studio(request, pk)
    stored = stored_block(named_studio(request, pk), key)
    form = FORMS[BlockKey(key)](posted(request), block=stored)
    page = {"studio": studio, "stored": stored, "form": form, "row": BlockRow(stored, request.user)}
    if form.is_bound and form.is_valid():
        try:
            if (refused := _kept(request, form)) is None:
                return redirect("studio_page", pk)
            page |= {"form": refused, "stored": refused.block}
        except Stale as stale:
            return _conflict(request, page, stale)
    status = form_status(request, refused=form.is_bound)
    return render(request, "studios/profile/block.html", page | rows_of_page(studio), status=status)


def _kept(request: HttpRequest, form: BlockForm) -> BlockForm | None:
    """Nothing when it went well, else the form with the reason; what cannot be sent is kept as a draft."""
    saved = attempt(form, lambda: form.save(by=request.user))
    if saved is None:
        return form
    if saved.state in (BlockState.SUBMITTED, BlockState.PUBLISHED):
        messages.info(request, _("Nothing was changed."))
    elif "send" not in request.POST:
        messages.success(request, _("Saved as a draft. It is not public yet."))
    else:
        again = _again(form, saved)
        if attempt(again, lambda: submit_block(saved, by=request.user, revision=saved.revision)) is None:
            return again
        messages.success(request, _("Sent for publishing."))
    return None


def _again(form: BlockForm, block: ProfileBlock) -> BlockForm:
    """The form with what was typed, over the block as it is now."""
    typed = form.data.copy()
    typed["revision"] = str(block.revision)
    again = type(form)(typed, block=block)
    again.is_valid()
    return again


def _conflict(request: HttpRequest, page: dict[str, Any], stale: Stale) -> HttpResponse:
    """409: what was typed stays in the form, what stands there now is shown beside it; saving again replaces it."""
    current = stored_block(page["studio"], page["stored"].key)
    page |= {
        "stored": current,
        "form": _again(page["form"], current),
        "conflict": stale.message,
        "lines": lines_of(current, current.draft),
        "row": BlockRow(current, request.user),
    }
    return render(request, "studios/profile/block.html", page | rows_of_page(page["studio"]), status=409)


@require_safe
@audience(*CASES)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole page as the public would read it: with all drafts for the unit, with what was sent for who publishes."""
    studio = named_studio(request, pk)
    is_unit = reads_drafts_of(request.user, studio)
    if not is_unit and not request.user.scope.holds(publishing_union(studio), *DESK_ROLES):
        raise Forbidden(_("A unit's draft is the unit's alone. Above, the union that publishes sees what was sent."))
    found = studio_page(studio.number or "")
    if found is None:
        raise Http404
    drafts = drafts_of(studio, *(UNPUBLISHED if is_unit else (BlockState.SUBMITTED,)))
    words = _("with all drafts") if is_unit else _("with what was sent for publishing")
    page = {"studio": found, "profile": profile_of(found, drafts), "preview": words, "site": Site()}
    return render(request, "studios/public/studio.html", page | {"desk_url": reverse("studio_page", args=[pk])})
