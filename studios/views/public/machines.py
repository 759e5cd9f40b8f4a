"""What machines read first: robots.txt and the parts of sitemap.xml."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from studios.exports.sitemap import PAGES, index, part_of
from studios.queries.sitemap import KINDS
from studios.ui.freshness import revalidated
from unions.ui.audience import audience
from unions.values.addresses import PRIVATE

XML = "application/xml; charset=utf-8"
# Forms of the public; filtered lists without end, whose studios all stand in the site map.
FORMS = ("objections", "letters")
CLOSED = (
    *PRIVATE,
    *(f"{prefix}/{form}/" for form in FORMS for prefix in ("", "/en")),
    *("/*/objection/", "/*/adoption/", "/*/request/", "/*?*"),
)
OPEN = ("/*?page=",)


@require_safe
@audience("public")
@revalidated
def robots(request: HttpRequest) -> HttpResponse:
    """Desks and forms are of no use to search engines; the site map names the rest."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), *(f"Allow: {path}" for path in OPEN)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", "text/plain; charset=utf-8")


@require_safe
@audience("public")
@revalidated
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of all parts."""
    return StreamingHttpResponse(index(_origin(request)), content_type=XML)


@require_safe
@audience("public")
@revalidated
def sitemap_part(request: HttpRequest, name: str, part: str) -> HttpResponse:
    """Pages of one kind whose keys lie in one range."""
    number = int(part)
    if number if name == PAGES else not KINDS[name].holds(number):
        raise Http404
    return StreamingHttpResponse(part_of(_origin(request), name, number), content_type=XML)


def _origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]
