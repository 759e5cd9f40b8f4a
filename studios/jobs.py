"""Jobs of the studios; thin, they call actions."""

from procrastinate.contrib.django import app

from studios.actions.applications import expire_application
from studios.actions.papers import store_form_pdf
from studios.actions.reminders import remind_desk, tell_overdue
from studios.models import ApplicationVersion
from studios.queries.due import overdue_drafts, overdue_untold, perhaps_waiting_long


@app.periodic(cron="*/5 * * * *")
@app.task(name="studios.expire_drafts", queueing_lock="studios.expire_drafts")
def expire_drafts(timestamp: int) -> int:
    """Let drafts expire whose filing date has passed; `timestamp` is the period's, in seconds."""
    return sum(expire_application(application) for application in overdue_drafts())


@app.periodic(cron="*/15 * * * *")
@app.task(name="studios.tell_overdue", queueing_lock="studios.tell_overdue")
def tell_overdue_cases(timestamp: int) -> int:
    """Tell both sides of dates that passed, each once; `timestamp` is the period's, in seconds."""
    return sum(tell_overdue(application) for application in overdue_untold())


@app.periodic(cron="30 0 * * *")
@app.task(name="studios.remind_desks", queueing_lock="studios.remind_desks")
def remind_desks(timestamp: int) -> int:
    """Remind desks of cases that wait longer than the call's working days, each once."""
    return sum(remind_desk(application) for application in perhaps_waiting_long())


@app.task(name="studios.make_form_pdf", retry=3)
def make_form_pdf(version_id: int, paper: dict) -> None:
    """Set the application form of a submitted version and keep it with the case."""
    store_form_pdf(ApplicationVersion.objects.select_related("application__union").get(pk=version_id), paper)
