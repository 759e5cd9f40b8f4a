"""The plaque check that a QR code opens."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from studios.documents.composing import public_address, qr_svg
from studios.queries.profile import plaque as find_plaque
from studios.ui.freshness import revalidated
from studios.ui.plaques import advice_of
from studios.ui.showcase import standing_of
from studios.values.plaques import ALPHABET, CODE_LENGTH
from studios.values.searching import clean_words
from unions.ui.audience import audience


def folded(typed: str) -> str:
    """The code as plaques bear it: capitals, without spaces and hyphens."""
    return "".join(c for c in clean_words(typed).upper() if c not in " -")


@require_safe
@audience("public")
@revalidated
def check(request: HttpRequest) -> HttpResponse:
    """A field for the code of a plaque; with a code it leads to the answer."""
    if code := folded(request.GET.get("code", "")):
        return HttpResponseRedirect(reverse("plaque", args=[code.replace("/", "")[:20] or "-"]))
    return render(request, "studios/public/plaque_check.html")


@require_safe
@audience("public")
@revalidated
def plaque(request: HttpRequest, code: str) -> HttpResponse:
    """What a plaque's code stands for today."""
    wanted = folded(code)
    if (naming := find_plaque(wanted)) is None:
        return _unknown(request, wanted)
    standing = standing_of(naming)
    found = {"naming": naming, "studio": naming.studio, "standing": standing, "advice": advice_of(standing)}
    return _unlisted(render(request, "studios/public/plaque.html", found))


@require_safe
@audience("public")
@revalidated
def qr(request: HttpRequest, code: str) -> HttpResponse:
    """The code that leads to the check, as a drawing."""
    if find_plaque(folded(code)) is None:
        raise Http404
    drawn = qr_svg(public_address(f"/p/{folded(code)}/"))
    return _unlisted(HttpResponse(drawn, content_type="image/svg+xml"))


def _unknown(request: HttpRequest, code: str) -> HttpResponse:
    strange = [c for c in dict.fromkeys(code) if c not in ALPHABET]
    found = {"code": code, "strange": strange, "is_wrong_length": len(code) != CODE_LENGTH, "length": CODE_LENGTH}
    return _unlisted(render(request, "studios/public/unknown_plaque.html", found, status=404))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex"
    return response
