"""Papers of one row, set when they are asked for: a click gives the file."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe

from studios.actions.paper_writing import set_form
from studios.choices.files import FileKind
from studios.choices.reviews import PaperFormat, PaperKind
from studios.documents.condition_sheet import condition_rows, conditions_paper
from studios.documents.samples import sample_paper
from studios.documents.studio_profile import profile_paper
from studios.models import Application
from studios.queries.cases import condition_sheet, versions_of
from studios.queries.register import studio_page
from studios.queries.visits import readable_findings
from studios.ui.sealed import given
from studios.values.paper_lists import Draft
from studios.views.desk.cases import find_case
from unions.choices.people import CASE_ROLES
from unions.models import Account, Union
from unions.ui.audience import audience


def answer_paper(draft: Draft, kind: PaperKind, form: str, *, union: Union) -> HttpResponse:
    """The paper in this format; the Word template is the union's own where it has one."""
    if form not in PaperFormat.values:
        raise Http404
    paper_format = PaperFormat(form)
    written = set_form(kind, paper_format, draft.content, union=union, sample=sample_paper(kind).content)
    mime = (FileKind.PDF if paper_format == PaperFormat.PDF else FileKind.DOCX).mime
    return given(written, mime=mime, name=f"{draft.name}.{paper_format.value}")


@require_safe
@audience(*CASE_ROLES)
def conditions(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """The condition sheet of a case's newest version, as its page shows it to this account."""
    application = find_case(request, number)
    get_object_or_404(Application.objects.readable_by(request.user), pk=application.pk)
    version = next(iter(versions_of(application)), None)
    if version is None:
        raise Http404
    with translation.override(settings.LANGUAGE_CODE):
        rows = condition_rows(condition_sheet(version), readable_findings(application, request.user))
        draft = conditions_paper(application, version, rows)
    return answer_paper(draft, PaperKind.CONDITIONS, form, union=application.call.union)


@require_safe
@audience(*CASE_ROLES)
def profile(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The profile of a studio whose register this account reads."""
    studio = get_object_or_404(studio_page(request.user, pk))
    if not studio.is_readable:
        raise Http404
    with translation.override(settings.LANGUAGE_CODE):
        draft = profile_paper(studio)
    return answer_paper(draft, PaperKind.PROFILE, form, union=own_union(request.user, studio.union))


def own_union(account: Account, union: Union) -> Union:
    """The nearest union at or above this one at which the account works: whose Word template is used."""
    own = account.scope.union_ids(*CASE_ROLES)
    above = [pk for pk in union.path_ids if pk in own]
    return Union.objects.get(pk=above[-1]) if above else union
