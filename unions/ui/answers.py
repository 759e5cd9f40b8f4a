"""The status of an answer that shows a form again."""

from django.http import HttpRequest, QueryDict

HTMX_SWAPS = 422


def form_status(request: HttpRequest, *, refused: object) -> int:
    """422 to htmx, which swaps it in; 200 to a browser's own post. A form that is shown first is 200."""
    return HTMX_SWAPS if refused and request.htmx else 200  # type: ignore[attr-defined]


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the post, an empty one too; nothing when the page is only read."""
    return request.POST if request.method == "POST" else None
