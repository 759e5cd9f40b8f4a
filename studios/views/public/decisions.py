"""Papers that named or revoked studios: the archive, one paper, its signed file, and a feed of what is published."""

from urllib.parse import quote

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from studios.choices.files import FileKind
from studios.exports.paper_feed import feed_of_papers
from studios.filters.archive import Archive
from studios.models.attachment import PUBLIC_PAPER_SLOT
from studios.queries.archive import decisions_with, years_of_decisions
from studios.queries.profile import namings_of, public_decisions
from studios.ui.freshness import revalidated
from studios.ui.papers import deed_of
from studios.ui.profile_parts import NamingView
from studios.ui.sealed import sealed
from studios.ui.share import share_of_decision
from studios.ui.showcase import standing_of
from unions.ui.audience import audience
from unions.ui.long_lists import BoundedPaginator

PAGE_SIZE = 100
ROWS = 20


@require_safe
@audience("public")
@revalidated
def decisions(request: HttpRequest) -> HttpResponse:
    """All public papers, the latest first; narrowed by year and words."""
    archive = Archive(request.GET, years_of_decisions())
    page = BoundedPaginator(decisions_with(archive.words, archive.year), ROWS).get_page(request.GET.get("page"))
    papers = [(paper, deed_of(paper)) for paper in page]
    return render(request, "studios/public/decisions.html", {"archive": archive, "page": page, "papers": papers})


@require_safe
@audience("public")
@revalidated
def decision(request: HttpRequest, pk: str) -> HttpResponse:
    """Number, date, verb, the studios that the paper names or revokes, and what revoked it since."""
    paper = get_object_or_404(public_decisions().select_related("revokes", "paper"), pk=pk)
    page = Paginator(namings_of(paper), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "decision": paper,
        "deed": deed_of(paper),
        "page": page,
        "namings": [NamingView(naming, standing_of(naming)) for naming in page],
        "revocations": paper.revocations.order_by("decided_on", "pk"),
        "file": paper.paper if paper.paper and paper.paper.slot == PUBLIC_PAPER_SLOT else None,
        "share": share_of_decision(paper),
    }
    return render(request, "studios/public/decision.html", context)


@require_safe
@audience("public")
@revalidated
def decision_file(request: HttpRequest, pk: str) -> HttpResponse:
    """The signed file as it was kept, where the union that decided shows it; a download that can do nothing."""
    paper = get_object_or_404(public_decisions().select_related("paper"), pk=pk, paper__slot=PUBLIC_PAPER_SLOT)
    if not default_storage.exists(paper.paper.path):
        raise Http404
    answer = FileResponse(default_storage.open(paper.paper.path), content_type=FileKind(paper.paper.kind).mime)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(paper.paper.name, safe='')}"
    return sealed(answer)


@require_safe
@audience("public")
@revalidated
def feed(request: HttpRequest) -> HttpResponse:
    """Atom: the notices and decisions published last, corrections as entries of their own."""
    text = feed_of_papers(request.build_absolute_uri("/")[:-1], request.build_absolute_uri(request.path))
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
