"""What an account chooses for its lists."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from unions.actions.preferences import save_preference
from unions.ui.audience import audience
from unions.ui.listing import PAGE_SIZES

NAME = re.compile(r"[a-z0-9_]{1,40}")


@require_POST
@audience("signed_in")
def choose_columns(request: HttpRequest, key: str) -> HttpResponse:
    """Keep columns and page size, then go back to the list."""
    asked = request.POST.get("size", "")
    size = int(asked) if asked in map(str, PAGE_SIZES) else PAGE_SIZES[0]
    columns = [name for name in request.POST.getlist("columns")[:40] if NAME.fullmatch(name)]
    save_preference(by=request.user, key=key, columns=columns, size=size)
    back = request.POST.get("next", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else "desk")
