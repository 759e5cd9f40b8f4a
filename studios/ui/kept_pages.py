"""Public pages as they were drawn, kept in the memory of the process under their ETag.

An ETag tells release, address and all that the page shows: what would look different is asked for by another one, and
nothing has to be thrown away but the pages that nobody asked for longest.
"""

from collections import OrderedDict
from threading import Lock

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase


class KeptPages:
    """As many as fit into `settings.KEPT_PAGES_BYTES`; the threads of a process share them."""

    def __init__(self) -> None:
        """Begin without any."""
        self._pages: OrderedDict[str, HttpResponse] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def find(self, etag: str) -> HttpResponse | None:
        """The page, as a new answer."""
        with self._lock:
            if (page := self._pages.get(etag)) is None:
                return None
            self._pages.move_to_end(etag)
        return HttpResponse(page.content, headers=page.headers)

    def keep(self, etag: str, answer: HttpResponseBase) -> None:
        """Keep the page unless it is sent while it is read, sets a cookie, or would fill the room alone."""
        room = settings.KEPT_PAGES_BYTES
        if not isinstance(answer, HttpResponse) or answer.cookies or len(answer.content) > room // 10:
            return
        with self._lock:
            self._forget(etag)
            self._pages[etag] = HttpResponse(answer.content, headers=answer.headers)
            self._size += len(answer.content)
            while self._size > room:
                self._forget(next(iter(self._pages)))

    def _forget(self, etag: str) -> None:
        if (page := self._pages.pop(etag, None)) is not None:
            self._size -= len(page.content)
