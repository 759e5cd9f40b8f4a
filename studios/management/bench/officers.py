"""With whose eyes pages are timed."""

from django.core.management.base import CommandError

from unions import clock
from unions.choices.people import Role
from unions.models import Account, Appointment


def officer_of(role: Role) -> Account:
    """The clerk or administrator of the topmost union that has one."""
    posts = Appointment.objects.in_force(clock.today()).filter(role=role).order_by("union__path")
    if (post := posts.select_related("account").first()) is None:
        raise CommandError("There is no demo city here yet: run make demo first.")
    return post.account
