"""Jobs of people and authority; thin, they call actions."""

from asgiref.sync import sync_to_async
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status

from unions.actions.calendar import remind_of_calendar
from unions.actions.job_results import Progress, forget_job_results, report_result, tell_failed_jobs
from unions.actions.mails import mail_digests, mail_each
from unions.actions.worker_pages import ask_page
from unions.models import Account

MOST_ATTEMPTS = 3
AGAIN = RetryStrategy(max_attempts=4, exponential_wait=30)
KEPT_HOURS = 30 * 24


class NotDeliveredError(Exception):
    """Some e-mails could not be sent: the queue tries the job again."""


@app.task(name="unions.mail_messages", retry=AGAIN, pass_context=True)
def mail_messages(context: JobContext, numbers: list[int], by: int | None = None) -> None:
    """Send the messages with these keys by e-mail, each once; what could not be sent is tried again, later and later."""
    with Progress(context) as follow:
        sent, failed = mail_each(numbers, follow)
    with translation.override(settings.LANGUAGE_CODE):
        words = ngettext("%(count)s e-mail sent", "%(count)s e-mails sent", sent) % {"count": sent}
        if failed:
            words = _("%(sent)s, %(failed)s not delivered") % {"sent": words, "failed": failed}
        report_result(context.job.id, words)
    if failed:
        raise NotDeliveredError(failed)


@app.task(name="unions.write_list_sheet", retry=2, pass_context=True)
def write_sheet_of_list(context: JobContext, by: int, address: str) -> None:
    """Write the workbook of a long list for the account that asked for it."""
    account = Account.objects.get(pk=by)
    with Progress(context) as follow:
        ask_page(context.job.id, address, by=account, follow=follow)


@app.periodic(cron="0 0 * * *")
@app.task(name="unions.mail_digests", queueing_lock="unions.mail_digests")
def mail_daily_digests(timestamp: int) -> int:
    """At eight in the morning: one e-mail to everybody who chose a digest."""
    return mail_digests()


@app.periodic(cron="* * * * *")
@app.task(name="unions.recover_stalled_jobs", queueing_lock="unions.recover_stalled_jobs", pass_context=True)
async def recover_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Take back the jobs of workers that were killed; one that stalls again and again is given up."""
    for job in await context.app.job_manager.get_stalled_jobs():
        await _recover(context, job)


async def _recover(context: JobContext, job: Job) -> None:
    manager = context.app.job_manager
    if job.attempts < MOST_ATTEMPTS:
        try:
            await manager.retry_job(job)
        except ConnectorException:
            # Its like waits already (queueing lock): the old one has nothing left to do.
            await manager.finish_job(job, status=Status.ABORTED, delete_job=False)
    else:
        await manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="*/5 * * * *")
@app.task(name="unions.tell_failed_jobs", queueing_lock="unions.tell_failed_jobs")
def tell_of_failed_jobs(timestamp: int) -> int:
    """Tell the owners of jobs that were given up, each once."""
    return tell_failed_jobs()


@app.periodic(cron="15 0 * * *")
@app.task(name="unions.remind_of_calendar", queueing_lock="unions.remind_of_calendar")
def remind_of_missing_calendar(timestamp: int) -> int:
    """Each day from November on: whether next year's calendar is still missing; told once a month."""
    return remind_of_calendar()


@app.periodic(cron="20 19 * * *")
@app.task(name="unions.remove_old_jobs", queueing_lock="unions.remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
    """Forget jobs that ended a month ago and what they answered: their arguments are of no more use."""
    manager = context.app.job_manager
    await manager.delete_old_jobs(KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True)
    await sync_to_async(forget_job_results)()
