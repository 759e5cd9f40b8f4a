"""What every signed-in page shows around its content."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation and unread count, computed only where a template asks."""
    return {}
