"""Reminds of days: objections to sift or settle, visits of tomorrow, notices that show somebody who has left the list.

The address of a message names its reminder behind the number sign; a reminder whose message exists is not sent again.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from studios.actions.notices import tell_desk
from studios.choices.reviews import ObjectionState, VisitState
from studios.models import Objection, PublicNotice, SiteVisit
from studios.queries.notices import wanting
from unions import clock
from unions.actions.messages import send_messages
from unions.actions.transactions import one_transaction
from unions.models import Account, Message


@one_transaction
def remind_of_objection(objection: Objection) -> bool:
    """Remind the naming union of an objection whose day is today or has passed, once a day. False when nothing is due."""
    rows = Objection.objects.select_for_update(of=("self",)).select_related("notice__call__union")
    fresh = rows.get(pk=objection.pk)
    is_new = fresh.state == ObjectionState.RECEIVED
    due_on = fresh.sift_by if is_new else fresh.settle_by
    url = f"{reverse('objection', args=[fresh.pk])}#due-{clock.today()}"
    if not fresh.standing.is_open or due_on is None or due_on > clock.today() or _was_sent(url):
        return False
    words = {"notice": fresh.notice.title, "day": due_on}

    def wording() -> str:
        if is_new:
            return _("An objection is to be sifted by %(day)s: %(notice)s.") % words
        return _("An objection is to be settled by %(day)s: %(notice)s.") % words

    tell_desk(fresh.notice, wording, url=url)
    return True


@one_transaction
def remind_of_visit(visit: SiteVisit) -> bool:
    """Remind the team of a visit that is planned for tomorrow, once. False when nothing is due."""
    rows = SiteVisit.objects.select_for_update(of=("self",)).select_related("application__studio")
    fresh = rows.get(pk=visit.pk)
    at = localtime(fresh.planned_at)
    url = f"{reverse('visit', args=[fresh.pk])}#on-{at.date()}"
    is_tomorrow = at.date() == clock.today() + timedelta(days=1)
    if fresh.state != VisitState.PLANNED or not is_tomorrow or _was_sent(url):
        return False
    words = {"studio": fresh.application.studio.name, "time": f"{at:%H:%M}", "place": fresh.place}

    def wording() -> str:
        if fresh.place:
            return _("Tomorrow at %(time)s you visit %(studio)s at %(place)s.") % words
        return _("Tomorrow at %(time)s you visit %(studio)s.") % words

    send_messages(Account.objects.filter(visits__visit=fresh, is_active=True), wording, url=url)
    return True


@one_transaction
def remind_of_notice_end(notice: PublicNotice) -> bool:
    """Remind the naming union that a notice ends tomorrow, once. False when nothing is due."""
    fresh = PublicNotice.objects.select_for_update(of=("self",)).select_related("call__union").get(pk=notice.pk)
    url = f"{reverse('notice_desk', args=[fresh.pk])}#ends-{fresh.ends_on}"
    if not fresh.is_running or fresh.ends_on != clock.today() + timedelta(days=1) or _was_sent(url):
        return False
    words = {"notice": fresh.title, "day": fresh.ends_on}
    tell_desk(fresh, lambda: _("The period of this public notice ends on %(day)s: %(notice)s.") % words, url=url)
    return True


@one_transaction
def tell_wanting(notice: PublicNotice) -> bool:
    """Tell the naming union once that a published notice shows somebody who has left the list."""
    fresh = PublicNotice.objects.select_for_update(of=("self",)).select_related("call__union").get(pk=notice.pk)
    url = f"{reverse('notice_desk', args=[fresh.pk])}#correct"
    if not wanting().filter(pk=fresh.pk).exists() or _was_sent(url):
        return False
    words = {"notice": fresh.title}
    tell_desk(
        fresh,
        lambda: _("A candidate has left the list. The public notice wants correction: %(notice)s.") % words,
        url=url,
    )
    return True


def _was_sent(url: str) -> bool:
    return Message.objects.filter(url=url).exists()
