"""Jobs of people and authority; thin, they call actions."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import ngettext
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status

from unions import clock
from unions.actions.job_results import report_result
from unions.models import Message

MOST_ATTEMPTS = 3
KEPT_HOURS = 30 * 24


@app.task(name="unions.mail_messages", retry=3, pass_context=True)
def mail_messages(context: JobContext, numbers: list[int]) -> None:
    """Send the messages with these keys by e-mail, each once; accounts that lost their address are skipped."""
    messages = Message.objects.filter(pk__in=numbers, mailed_at=None).exclude(account__email="")
    count = 0
    for message in messages.select_related("account"):
        _mail(message)
        count += 1
    with translation.override(settings.LANGUAGE_CODE):
        report_result(
            context.job.id, ngettext("%(count)s e-mail sent", "%(count)s e-mails sent", count) % {"count": count}
        )


def _mail(message: Message) -> None:
    subject = " ".join(message.text.split())
    page = f"\n\n{settings.SITE_URL}{message.url}" if message.url.startswith("/") else ""
    send_mail(subject[:80], f"{message.text}{page}\n", None, [message.account.email])
    message.mailed_at = clock.now()
    message.save(update_fields=["mailed_at"])


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


@app.periodic(cron="20 3 * * *")
@app.task(name="unions.remove_old_jobs", queueing_lock="unions.remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
    """Forget jobs that ended a month ago: their arguments are of no more use."""
    manager = context.app.job_manager
    await manager.delete_old_jobs(KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True)
