"""Language is the address on public pages and the account's own at the desk; never Accept-Language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from unions.values.addresses import is_private

Answer = Callable[[HttpRequest], HttpResponse]
ENGLISH = "/en/"


def language_of(request: HttpRequest) -> str:
    """`en` below /en/; the account's own at the desk; Chinese otherwise."""
    if request.path_info.startswith(ENGLISH):
        return "en"
    if not is_private(request.path_info):
        return "zh-hans"
    if request.user.is_authenticated:
        return request.user.language
    return "en" if request.GET.get("lang") == "en" or request.POST.get("lang") == "en" else "zh-hans"


def language_middleware(get_response: Answer) -> Answer:
    """Activate the language for the view, and say it in the answer's header."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response

    return middleware
