"""What the public sees has a number: it tells whether anything changed since an answer was made."""

from django.db.models import Count, Max

from studios.models import PublicChange


def change_mark() -> str:
    """Return how many changes are noted, and the last one: a late commit changes the first, all others the second."""
    found = PublicChange.objects.aggregate(number=Count("pk"), last=Max("pk"))
    return f"{found['number']}-{found['last'] or 0}"
