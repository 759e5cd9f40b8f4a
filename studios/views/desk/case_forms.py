"""The case as another system's form: the Word templates that may be filled with it, and a filled one."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.http import require_safe

from studios.actions.attachments import full_path
from studios.choices.files import FileKind
from studios.choices.reviews import PaperKind
from studios.choices.sections import SectionKey
from studios.documents.samples import sample_paper
from studios.forms.application.case_form import case_form
from studios.forms.application.display import describe
from studios.forms.application.registry import open_book
from studios.models import Application, PaperTemplate
from studios.ui import privacy
from studios.ui.sealed import given
from studios.values.paper_lists import Draft
from studios.values.typesetting.word import fill_word
from studios.views.desk.cases import find_case
from unions.choices.people import CASE_ROLES
from unions.models import Account
from unions.ui.audience import audience


def _case(request: HttpRequest, number: str) -> Application:
    """A submitted case whose answers the account reads; else 404."""
    application = find_case(request, number)
    readable = Application.objects.readable_by(request.user).filter(version_count__gt=0)
    get_object_or_404(readable, pk=application.pk)
    return application


def _templates(application: Application) -> QuerySet[PaperTemplate]:
    """Those in use of the unit's own union and of every union above it."""
    rows = PaperTemplate.objects.filter(kind=PaperKind.CASE_FORM, retired_at=None)
    return (
        rows.filter(union__in=application.union.path_ids).select_related("file", "union").order_by("union__path", "pk")
    )


@require_safe
@audience(*CASE_ROLES)
def forms(request: HttpRequest, number: str) -> HttpResponse:
    """The templates that may be filled with this case."""
    application = _case(request, number)
    page = {"application": application, "templates": _templates(application), "kind": PaperKind.CASE_FORM}
    return render(request, "studios/case/forms.html", page)


@require_safe
@audience(*CASE_ROLES)
def fill(request: HttpRequest, number: str, row: int) -> HttpResponse:
    """One template filled with the newest version, private values as this account reads them on the page."""
    application = _case(request, number)
    template = get_object_or_404(_templates(application), pk=row)
    draft = _draft(application, request.user)
    sample = sample_paper(PaperKind.CASE_FORM).content
    written = fill_word(full_path(template.file).read_bytes(), draft.content, sample=sample)
    return given(written, mime=FileKind.DOCX.mime, name=f"{application.number} {template.file.name}")


def _draft(application: Application, account: Account) -> Draft:
    with translation.override(settings.LANGUAGE_CODE):
        book = open_book(application, version=application.versions.first())
        answers = {
            key: privacy.mask_rows(
                describe(key, book.contents.get(key) or {}, book=book), account=account, application=application
            )
            for key in SectionKey
        }
        opinions = application.opinion_records.filter(act__undone_at=None).select_related("union").order_by("pk")
        return case_form(application, answers, opinions=opinions)
