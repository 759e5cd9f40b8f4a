"""Files for blind reviewers: a clerk who has read a file releases it, or takes the release back."""

from django.utils.translation import gettext as _

from studios.choices.calls import Stage
from studios.choices.files import FileKind
from studios.models import Attachment
from studios.permissions import acts_at
from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal
from unions.models import Account


@one_transaction
def release_file(attachment: Attachment, *, by: Account, is_released: bool = True) -> Attachment:
    """Show a file to blind reviewers as pictures of its pages, or hide it again; the click is on record."""
    rows = Attachment.objects.select_for_update(of=("self",)).select_related("application__call__union")
    kept = rows.get(pk=attachment.pk)
    application = kept.application
    if application is None or not acts_at(by, application.call.union, application, Role.CLERK):
        raise Forbidden(_("Clerks of the naming union release files to blind reviewers."))
    if application.state != Stage.PANEL:
        raise Refusal(_("This case is not before the panel."))
    if is_released and not is_pictured(kept):
        raise Refusal(_("Word and Excel files carry names inside. Ask for a PDF, or leave the file hidden."))
    if bool(kept.released_at) is not is_released:
        kept.released_by, kept.released_at = (by, clock.now()) if is_released else (None, None)
        kept.save(update_fields=["released_by", "released_at"])
        details = {"slot": kept.slot, "released": is_released}
        record(Verb.FILE_RELEASED, by=by, subject=application, union=application.call.union, details=details)
    return kept


def is_pictured(attachment: Attachment) -> bool:
    """Whether pages can be drawn anew, which leaves names in the file's properties behind."""
    kind = FileKind(attachment.kind)
    return kind.is_picture or kind == FileKind.PDF
