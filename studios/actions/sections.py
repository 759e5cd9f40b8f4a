"""Saves the pages of the application form: drafts with a version, so that two tabs notice each other."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.choices.calls import Stage, StepName
from studios.choices.sections import SectionKey, SectionState
from studios.models import Application, Remark, Section
from studios.permissions import fills
from unions import clock
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal, Sentence, Stale
from unions.models import Account

NOT_YOURS = gettext_lazy("Only the unit's clerk, or the clerk who files for the unit, writes this form.")


class SectionTaken(Stale):
    """Somebody else saved the page since it was shown; `section` is what stands there now."""

    def __init__(self, section: Section) -> None:
        """Say who and when."""
        super().__init__(_("This page was saved in the meantime."), code="section_taken")
        self.section = section


def present_remarks(application: Application) -> QuerySet[Remark]:
    """The remarks of the return that is being answered."""
    act = application.acts.filter(step=StepName.RETURN, undone_at=None).order_by("-at", "-pk").first()
    return Remark.objects.filter(note__act=act) if act else Remark.objects.none()


def closed_because(application: Application, key: str, *, pinned: frozenset[str] | None = None) -> Sentence:
    """Why a page cannot be changed now; empty when it can."""
    if not application.is_editable:
        return _("The form has been submitted. It can be changed when it is returned.")
    if application.state == Stage.RETURNED:
        open_pages = pinned if pinned is not None else frozenset(r.section for r in present_remarks(application))
        if open_pages and key not in open_pages:
            return _("This page was not returned. Only the pages with remarks can be changed.")
    elif application.due_at and clock.now() > application.due_at:
        return _("The filing date has passed. What you entered is kept; the naming union may extend the date.")
    return ""


def require_open(application: Application, key: str, by: Account) -> None:
    """Refuse whoever does not fill this form, and pages that are closed."""
    if not fills(by, application):
        raise Forbidden(NOT_YOURS)
    reason = closed_because(application, key)
    if reason:
        raise Refusal(reason, code="closed")


@transaction.atomic
def save_section(
    application: Application,
    key: SectionKey,
    *,
    by: Account,
    content: dict[str, Any],
    version: int,
    fault_count: int,
    is_draft: bool = False,
    explanations: dict[str, str] | None = None,
) -> Section:
    """Store the answers of a page over the version that was shown; what is unchanged is not written.

    A draft is saved while typing: it never turns an untouched page into a faulty one.
    """
    application = Application.objects.select_for_update(of=("self",)).select_related("union").get(pk=application.pk)
    require_open(application, key, by)
    section = application.sections.get(key=key)
    if section.version != version:
        raise SectionTaken(section)
    state = _state(section, content, fault_count, is_draft=is_draft)
    if section.content == content and section.state == state and section.faults == fault_count:
        return section
    _store(section, content, state, fault_count, by)
    _touch(application, explanations)
    if not is_draft:
        record(
            Verb.APPLICATION_SAVED,
            by=by,
            subject=application,
            union=application.union,
            details={"section": key, "version": section.version},
        )
    return section


def _state(section: Section, content: dict[str, Any], fault_count: int, *, is_draft: bool) -> SectionState:
    if not fault_count:
        return SectionState.COMPLETE
    if not is_draft or section.state in (SectionState.FAULTY, SectionState.COMPLETE):
        return SectionState.FAULTY
    return SectionState.STARTED if content else SectionState.EMPTY


def _store(section: Section, content: dict[str, Any], state: SectionState, fault_count: int, by: Account) -> None:
    section.content, section.state, section.faults = content, state, fault_count
    section.version += 1
    section.saved_at, section.saved_by = clock.now(), by
    section.save()


def _touch(application: Application, explanations: dict[str, str] | None) -> None:
    application.changed_at = clock.now()
    fields = ["changed_at"]
    if explanations is not None and explanations != application.explanations:
        application.explanations = explanations
        fields.append("explanations")
    application.save(update_fields=fields)


@transaction.atomic
def refresh_sections(application: Application, counts: dict[SectionKey, int]) -> None:
    """Write what a fresh validation of all pages found: a change of one page can make another one faulty."""
    for section in application.sections.select_for_update():
        count = counts.get(SectionKey(section.key), 0)
        state = SectionState.COMPLETE if not count else SectionState.FAULTY
        if section.state in (SectionState.EMPTY, SectionState.STARTED) and count:
            state = SectionState(section.state)
        if (section.faults, section.state) != (count, state):
            section.faults, section.state = count, state
            section.save(update_fields=["faults", "state"])
