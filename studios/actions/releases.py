"""Files for blind reviewers: filed anonymous by the unit, or released by a clerk who has read them."""

from django.utils.translation import gettext as _

from studios.actions.sections import require_open
from studios.choices.calls import Stage
from studios.models import Application, Attachment
from studios.permissions import acts_at
from studios.queries.plans import plan_of
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
    if is_released and not kept.is_pictured:
        raise Refusal(_("Word and Excel files carry names inside. Ask for a PDF, or leave the file hidden."))
    if bool(kept.released_at) is not is_released:
        kept.released_by, kept.released_at = (by, clock.now()) if is_released else (None, None)
        kept.save(update_fields=["released_by", "released_at"])
        details = {"slot": kept.slot, "released": is_released}
        record(Verb.FILE_RELEASED, by=by, subject=application, union=application.call.union, details=details)
    return kept


@one_transaction
def declare_anonymous(attachment: Attachment, *, key: str, by: Account, is_anonymous: bool = True) -> Attachment:
    """Keep the applicant's word that a file of a page names nobody, or take it back; while the page is open alone."""
    case = Application.objects.select_for_update(of=("self",)).select_related("union", "call")
    application = case.get(pk=attachment.application_id)
    require_open(application, key, by)
    kept = application.attachments.select_for_update(of=("self",)).get(pk=attachment.pk)
    if is_anonymous and not plan_of(application.call).is_blind:
        raise Refusal(_("The experts of this call see names, so no file is filed anonymous."))
    if is_anonymous and not kept.is_pictured:
        raise Refusal(_("Word and Excel files carry names inside. Upload a PDF instead."))
    if kept.is_anonymous is not is_anonymous:
        kept.is_anonymous = is_anonymous
        kept.save(update_fields=["is_anonymous"])
        details = {"slot": kept.slot, "anonymous": is_anonymous}
        record(Verb.FILE_RELEASED, by=by, subject=application, union=application.union, details=details)
    return kept
