"""Language is the address on public pages and the account's own at the desk; never Accept-Language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]
DESK = ("/desk/", "/admin/", "/ui/")
ENGLISH = "/en/"


def language_of(request: HttpRequest) -> str:
    """`en` below /en/; the account's own at the desk; Chinese otherwise."""
    if request.path_info.startswith(ENGLISH):
        return "en"
    if not request.path_info.startswith(DESK):
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
