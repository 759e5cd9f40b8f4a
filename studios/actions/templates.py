"""Word templates of an office: checked when they come in, retired when they are of no more use."""

from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from studios.actions.attachments import keep_file
from studios.choices.files import FileKind
from studios.choices.reviews import PaperKind
from studios.models import PaperTemplate
from studios.values.paper_lists import Draft
from studios.values.typesetting.word import fill_word
from unions import clock
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.choices.people import DESK_ROLES
from unions.errors import Forbidden, Refusal
from unions.models import Account, Union

SLOT = "paper_template"


def require_keeper(union: Union, *, by: Account) -> None:
    """403 for everybody but the union's own clerks and chairs."""
    if not by.scope.holds(union, *DESK_ROLES):
        raise Forbidden(_("Clerks and chairs of a union keep its templates."))


@transaction.atomic
def upload_template(
    union: Union, kind: PaperKind, *, by: Account, stream: BinaryIO, name: str, sample: Draft, note: str = ""
) -> PaperTemplate:
    """Keep a template that opens and knows only the paper's fields; `sample` is the paper that it is tried with."""
    require_keeper(union, by=by)
    kept = keep_file(stream, name=name, by=by, union=union, slot=SLOT, allowed=frozenset({FileKind.DOCX}))
    stream.seek(0)
    fill_word(stream.read(), sample.content)
    made = PaperTemplate.objects.create(
        union=union, kind=kind, file=kept, note=note[:120], uploaded_by=by, uploaded_at=clock.now()
    )
    record(
        Verb.TEMPLATE_UPLOADED, by=by, subject=made, union=union, details={"kind": kind.value, "sha256": kept.sha256}
    )
    return made


@transaction.atomic
def retire_template(template: PaperTemplate, *, by: Account) -> PaperTemplate:
    """Use it no more; papers that were written with it stay as they are."""
    require_keeper(template.union, by=by)
    locked = PaperTemplate.objects.select_for_update(of=("self",)).select_related("union").get(pk=template.pk)
    if locked.retired_at is not None:
        raise Refusal(_("This template was retired already."))
    locked.retired_at = clock.now()
    locked.save(update_fields=["retired_at"])
    record(Verb.TEMPLATE_RETIRED, by=by, subject=locked, union=locked.union, details={"kind": locked.kind})
    return locked
