"""Keeps words that a union sends again and again."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import one_transaction, refusing
from unions.choices.audit import Verb
from unions.choices.people import DESK_ROLES
from unions.errors import Forbidden, Refusal
from unions.models import Account, MailingTemplate, Union
from unions.values.placeholders import unknown_in


@one_transaction
def save_mailing_template(
    union: Union, *, by: Account, words: Mapping[str, str], template: MailingTemplate | None = None
) -> MailingTemplate:
    """Keep name, subject and text; a name stands once a union, and every name in braces must be known."""
    _require_writer(union, by)
    if unknown := unknown_in(words["text"]):
        text = _("Nothing is known under these names in braces: %(names)s.")
        raise Refusal(text % {"names": "、".join(unknown)}, field="text", code="unknown_place")
    kept = MailingTemplate.objects.select_for_update().get(pk=template.pk) if template else MailingTemplate(union=union)
    if template:
        _require_writer(kept.union, by)
    kept.name, kept.about, kept.text = words["name"], words["about"], words["text"]
    kept.union, kept.changed_by, kept.changed_at = union, by, clock.now()
    taken = Refusal(_("This union has a template of this name already."), field="name")
    with refusing("mailing_template_once", taken):
        kept.save()
    record(Verb.MAILING_TEMPLATE_SAVED, by=by, subject=kept, union=union)
    return kept


@one_transaction
def remove_mailing_template(template: MailingTemplate, *, by: Account) -> None:
    """Remove a template; messages that were written from it keep their words."""
    found = MailingTemplate.objects.select_for_update(of=("self",)).select_related("union").get(pk=template.pk)
    _require_writer(found.union, by)
    record(Verb.MAILING_TEMPLATE_REMOVED, by=by, subject=found, union=found.union)
    found.delete()


def _require_writer(union: Union, by: Account) -> None:
    if not by.scope.holds(union, *DESK_ROLES):
        raise Forbidden(_("Clerks and chairs of the union keep its message templates."))
