"""Writes the answers of an application back into the register: at the naming, or when the unit asks after a refusal."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from studios.actions.benefits import write_benefits
from studios.actions.leads import write_leads
from studios.actions.members import write_members
from studios.actions.projects import write_projects
from studios.actions.results import Agreement, write_results
from studios.actions.studios import write_answers
from studios.actions.summaries import refresh_summaries
from studios.actions.training import write_activities, write_apprenticeships
from studios.choices.calls import FINAL_REFUSALS, StepName
from studios.choices.sections import SectionKey
from studios.models import Application, Attachment, Result, Studio
from studios.permissions import keeps_studio
from studios.values.answers import rows_of, slots_with_files
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal
from unions.models import Account

Content = Mapping[str, Any]


@transaction.atomic
def take_over(application: Application, *, by: Account) -> Studio:
    """Write the latest version into the register and return the studio; results count as checked by the unit.

    Rows that came from the register are updated, others made; a row that the form no longer lists stays, because a
    form covers three years only. Belongs to the naming: the caller has checked the right.
    """
    act = application.acts.filter(step=StepName.AGREE, undone_at=None).order_by("-at", "-pk").first()
    agreement = Agreement(act.by_id, act.at) if act else None
    return _write(application, by=by, agreement=agreement)


@transaction.atomic
def take_answers_over(application: Application, *, by: Account) -> Studio:
    """After a refusal: keep the work that went into the form. Results stay as reported by the studio."""
    fresh = (
        Application.objects.select_for_update(of=("self",))
        .select_related("studio__union", "call")
        .get(pk=application.pk)
    )
    require_takeover(fresh, by=by)
    return _write(fresh, by=by, agreement=None)


def require_takeover(application: Application, *, by: Account) -> None:
    """Refuse whoever may not take these answers over, or a case that does not allow it."""
    if not keeps_studio(by, application.studio):
        raise Forbidden(_("The register of a studio is kept by the clerk of its unit."))
    if application.call.is_practice:
        raise Refusal(_("This case belongs to a practice call; nothing of it enters the register."))
    if application.state not in FINAL_REFUSALS:
        raise Refusal(_("Answers are taken over by hand only after a refusal. A naming does it by itself."))
    if application.studio.is_named:
        raise Refusal(_("This studio is named already. Change its register directly."))


def _write(application: Application, *, by: Account, agreement: Agreement | None) -> Studio:
    version = application.versions.first()
    studio = Studio.objects.select_for_update(of=("self",)).select_related("union").get(pk=application.studio_id)
    if version is None:
        return studio
    content = version.content
    pages = {key: content.get(key) or {} for key in SectionKey}
    write_answers(studio, pages)
    _write_people(studio, pages)
    _write_work(application, studio, content, pages, agreement)
    refresh_summaries([studio.pk])
    details = {"application": application.number, "version": version.number}
    record(Verb.APPLICATION_TAKEN_OVER, by=by, subject=studio, union=studio.union, details=details)
    return studio


def _write_people(studio: Studio, pages: Mapping[SectionKey, Content]) -> None:
    leads = write_leads(studio, rows_of(pages[SectionKey.LEADS], "leads"))
    members = write_members(studio, rows_of(pages[SectionKey.TEAM], "members"))
    write_apprenticeships(studio, rows_of(pages[SectionKey.TRAINING], "apprenticeships"), masters=leads | members)
    write_activities(studio, rows_of(pages[SectionKey.TRAINING], "activities"))


def _write_work(
    application: Application,
    studio: Studio,
    content: Content,
    pages: Mapping[SectionKey, Content],
    agreement: Agreement | None,
) -> None:
    write_projects(studio, rows_of(pages[SectionKey.RESULTS], "projects"))
    results = write_results(studio, rows_of(pages[SectionKey.RESULTS], "results"), agreement=agreement)
    certified = slots_with_files(content.get("files") or [])
    write_benefits(results, rows_of(pages[SectionKey.BENEFITS], "benefits"), certified=certified, agreement=agreement)
    _link_files(application, results)


def _link_files(application: Application, results: Mapping[str, Result]) -> None:
    """The evidence of each result belongs to the result from now on."""
    files = list(application.attachments.filter(removed_at=None, slot__startswith="result-"))
    for file in files:
        file.result = results.get(file.slot.removeprefix("result-"))
    Attachment.objects.bulk_update(files, ["result"])
