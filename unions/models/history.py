"""Which rows of people and authority keep their history, and which columns stay out of it."""

from collections.abc import Mapping

import pghistory
from django.db.models import Model

from unions.models.account import Account
from unions.models.appointment import Appointment
from unions.models.calendar import CalendarDay
from unions.models.industry import Industry, IndustryGroup
from unions.models.union import Union

COMPUTED = ("search_text",)


def keep_history(histories: Mapping[type[Model], tuple[str, ...]]) -> None:
    """Let triggers write each insert, update and delete of these models into event tables, without these columns."""
    for model, left_out in histories.items():
        computed = {f.name for f in model._meta.local_fields if f.generated or f.name in COMPUTED}
        trackers = pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
        pghistory.track(*trackers, exclude=sorted(computed | set(left_out)))(model)


HISTORIES = {
    Account: ("password", "mobile", "email", "last_login"),
    Appointment: (),
    CalendarDay: (),
    Industry: (),
    IndustryGroup: (),
    Union: (),
}
keep_history(HISTORIES)
