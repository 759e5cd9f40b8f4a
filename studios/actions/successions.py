"""What studios keep at a union, and how it goes to the union that takes over."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from studios.actions.quotas import hand_over_quotas
from studios.actions.summaries import refresh_summaries
from studios.choices.calls import FINAL, CallState
from studios.choices.register import StudioState
from studios.models import Application, ApplicationDesk, Call, Extension, Person, Studio
from unions.actions.messages import tell_unions
from unions.choices.people import DESK_ROLES
from unions.errors import Refusal, Sentence
from unions.models import Account, Union


def holds_work(union: Union) -> list[Sentence]:
    """Living studios, cases under way that are or will be here, and calls that aren't closed."""
    studios = Studio.objects.filter(union=union).exclude(state=StudioState.CLOSED).count()
    own = Application.objects.filter(union=union).exclude(state__in=FINAL)
    cases = (_waiting(union) | own).count()
    calls = Call.objects.filter(union=union).exclude(state=CallState.CLOSED).count()
    held = (
        (studios, ngettext_lazy("%(count)s studio", "%(count)s studios", "count")),
        (cases, ngettext_lazy("%(count)s case under way", "%(count)s cases under way", "count")),
        (calls, ngettext_lazy("%(count)s call that isn't closed", "%(count)s calls that aren't closed", "count")),
    )
    return [sentence % {"count": count} for count, sentence in held if count]


def hand_over_work(union: Union, *, to: Union, by: Account | None) -> None:
    """Studios, persons, applications, their desks and running calls go to the successor, whose desk is told."""
    _refuse_same_names(union, to)
    numbers = list(_waiting(union).values_list("pk", flat=True))
    studios = list(Studio.objects.filter(union=union).values_list("pk", flat=True))
    Studio.objects.filter(pk__in=studios).update(union=to)
    refresh_summaries(studios)
    Person.objects.filter(home=union).update(home=to)
    applications = Application.objects.filter(union=union).update(union=to)
    Application.objects.filter(desk=union).update(desk=to)
    ApplicationDesk.objects.filter(union=union).update(union=to)
    Extension.objects.filter(union=union).update(union=to)
    Call.objects.filter(union=union).exclude(state=CallState.CLOSED).update(union=to)
    hand_over_quotas(union, to=to)
    _tell(union, to, studios=len(studios), applications=applications, waiting=len(numbers))


def follow_name(union: Union) -> None:
    """Searches find the union's studios by its present name and employer."""
    refresh_summaries(list(Studio.objects.filter(union=union).values_list("pk", flat=True)))


def _waiting(union: Union) -> QuerySet[Application]:
    """Cases at this union's desk, now or later on their way."""
    running = Application.objects.exclude(state__in=FINAL)
    ahead = ApplicationDesk.objects.filter(union=union).values("application")
    return running.filter(desk=union) | running.filter(pk__in=ahead)


def _refuse_same_names(union: Union, to: Union) -> None:
    names = Studio.objects.filter(union=to).values("name")
    if twin := Studio.objects.filter(union=union, name__in=names).first():
        sentence = _("Both unions have a studio named %(name)s. Rename one of them first.")
        raise Refusal(sentence % {"name": twin.name})


def _tell(union: Union, to: Union, *, studios: int, applications: int, waiting: int) -> None:
    if not (studios or applications or waiting):
        return
    sentence = _(
        "From %(union)s you have taken over %(studios)s studios and %(applications)s applications; "
        "%(waiting)s cases under way pass your desk."
    )
    words = {"union": union.name, "studios": studios, "applications": applications, "waiting": waiting}
    tell_unions([to], lambda: sentence % words, roles=DESK_ROLES, url="/desk/")
