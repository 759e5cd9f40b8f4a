"""Writes papers: a job sets them, the file is kept with the union, and what was written stays listed."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from studios.actions.attachments import full_path, keep_file
from studios.choices.files import FileKind
from studios.choices.paper_layouts import LAYOUTS
from studios.choices.reviews import PaperFormat, PaperKind
from studios.models import Attachment, Call, Paper, PaperTemplate
from studios.permissions import edits_call
from studios.values.paper_lists import Draft
from studios.values.typesetting.papers import set_paper
from studios.values.typesetting.word import fill_word
from studios.values.typesetting.word_templates import default_template
from unions import clock
from unions.actions.audit import record
from unions.actions.job_results import start_job
from unions.choices.audit import Verb
from unions.choices.people import DESK_ROLES
from unions.errors import Forbidden, Refusal
from unions.models import Account, Union

SLOT = "written_paper"
TEMPLATES = Path(settings.BASE_DIR) / "templates" / "documents"
MOST_ROWS = 3000
NOT_YOURS = _("Clerks and chairs of the naming union write its papers; a recommender writes its own summary.")


@transaction.atomic
def write_paper(
    call: Call, kind: PaperKind, paper_format: PaperFormat, *, by: Account, draft: Draft, union: Union | None = None
) -> int:
    """Let the worker set a composed paper; answers the job's number. `union` keeps the file, the naming union else."""
    keeper = union or call.union
    require_writer(call, keeper, kind, by=by)
    return start_job(
        "studios.write_paper",
        by=by,
        call_id=call.pk,
        kind=kind.value,
        form=paper_format.value,
        union_id=keeper.pk,
        file_name=draft.name,
        content=draft.content,
        list_sha256=draft.sha256,
    )


def require_writer(call: Call, keeper: Union, kind: PaperKind, *, by: Account) -> None:
    """403 for everybody but the naming union's people, and the recommender's own for its summary."""
    own = kind == PaperKind.SUMMARY and by.scope.holds(keeper, *DESK_ROLES)
    if not (edits_call(by, call) or own):
        raise Forbidden(NOT_YOURS)


@transaction.atomic
def store_paper(
    call: Call,
    kind: PaperKind,
    paper_format: PaperFormat,
    *,
    by: Account | None,
    union: Union,
    name: str,
    content: dict[str, Any],
    list_sha256: str,
) -> Paper:
    """Set the paper, keep its file and list it."""
    kept = _kept(kind, paper_format, content, by=by, keeper=union, owner=call.union, name=name)
    paper = Paper.objects.create(
        call=call,
        kind=kind,
        format=paper_format,
        file=kept,
        list_sha256=list_sha256,
        made_by=by,
        made_at=clock.now(),
    )
    details = {"kind": kind.value, "format": paper_format.value, "list_sha256": list_sha256, "sha256": kept.sha256}
    record(Verb.PAPER_MADE, by=by, subject=call, union=union, details=details)
    return paper


@transaction.atomic
def order_ledger(union: Union, paper_format: PaperFormat, *, by: Account, draft: Draft) -> int:
    """Let the worker write the annual ledger of a union; answers the job's number."""
    if not by.scope.covers(union, *DESK_ROLES):
        raise Forbidden(_("Clerks and chairs at or above a union write its annual ledger."))
    if not draft.rows:
        raise Refusal(_("No studio of this union had a naming that stood in that year."), field="")
    if len(draft.rows) > MOST_ROWS:
        raise Refusal(_("A ledger on paper takes 3,000 studios. Choose a union further down."), field="union")
    facts: dict[str, Any] = {
        "union_id": union.pk,
        "form": paper_format.value,
        "file_name": draft.name,
        "content": draft.content,
    }
    return start_job("studios.write_ledger", by=by, **facts)


@transaction.atomic
def store_ledger(
    union: Union, paper_format: PaperFormat, *, by: Account, name: str, content: dict[str, Any]
) -> Attachment:
    """Set the annual ledger and keep its file with the union."""
    kept = _kept(PaperKind.LEDGER, paper_format, content, by=by, keeper=union, owner=union, name=name)
    details = {"kind": PaperKind.LEDGER.value, "format": paper_format.value, "sha256": kept.sha256}
    record(Verb.PAPER_MADE, by=by, subject=kept, union=union, details=details)
    return kept


def _kept(
    kind: PaperKind,
    paper_format: PaperFormat,
    content: dict[str, Any],
    *,
    by: Account | None,
    keeper: Union,
    owner: Union,
    name: str,
) -> Attachment:
    """The file of a paper, set by the templates of `owner`."""
    written = set_form(kind, paper_format, content, union=owner)
    kind_of_file = FileKind.PDF if paper_format == PaperFormat.PDF else FileKind.DOCX
    ending, allowed = f".{paper_format.value}", frozenset({kind_of_file})
    return keep_file(BytesIO(written), name=f"{name}{ending}", by=by, union=keeper, slot=SLOT, allowed=allowed)


def set_form(
    kind: PaperKind,
    paper_format: PaperFormat,
    content: dict[str, Any],
    *,
    union: Union,
    sample: Mapping[str, Any] | None = None,
) -> bytes:
    """The bytes: PDF from the typesetting template, Word from the union's own template or the one that comes along."""
    layout = LAYOUTS[kind]
    if paper_format == PaperFormat.PDF:
        return set_paper(TEMPLATES / f"{layout}.typ", content, fonts=settings.PDF_FONT_DIRS)
    own = template_of(union, kind)
    template = full_path(own.file).read_bytes() if own else default_template(layout, content)
    return fill_word(template, content, sample=sample)


def template_of(union: Union, kind: PaperKind) -> PaperTemplate | None:
    """The union's newest template of a kind that is not retired."""
    rows = PaperTemplate.objects.filter(union=union, kind=kind, retired_at=None).select_related("file")
    return rows.order_by("-uploaded_at", "-pk").first()
