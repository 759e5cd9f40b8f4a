"""Jobs of the studios; thin, they call actions. The queue counts hours in UTC: 0 is eight in the morning here."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate import JobContext
from procrastinate.contrib.django import app

from studios.actions.applications import expire_application
from studios.actions.cooperation import remind_of_request
from studios.actions.due_reminders import remind_of_notice_end, remind_of_objection, remind_of_visit, tell_wanting
from studios.actions.ledger_imports import run_import
from studios.actions.notices import end_notice, recompute_notice
from studios.actions.packages import make_package, sweep_packages
from studios.actions.paper_writing import store_ledger, store_paper
from studios.actions.papers import store_form_pdf
from studios.actions.picture_files import make_derivatives, sweep_pictures
from studios.actions.practice import wipe_practice
from studios.actions.reminders import remind_before, remind_desk, tell_overdue
from studios.actions.search_misses import forget_misses
from studios.actions.seat_reminders import remind_before_panel_date
from studios.actions.showcase import fold_public_changes, reconcile_showcase
from studios.choices.reviews import PaperFormat, PaperKind
from studios.models import Application, ApplicationVersion, Call, Picture
from studios.queries.due import (
    due_soon,
    notices_ending_tomorrow,
    objections_due,
    overdue_drafts,
    overdue_untold,
    panels_due,
    perhaps_waiting_long,
    requests_due,
    visits_of_tomorrow,
)
from studios.queries.notices import ending, running, wanting
from unions.actions.job_results import Progress, report_result
from unions.actions.worker_pages import ask_page
from unions.errors import Forbidden
from unions.models import Account, Union


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


@app.periodic(cron="*/5 * * * *")
@app.task(name="studios.end_notices", queueing_lock="studios.end_notices")
def end_notices(timestamp: int) -> int:
    """Follow a changed calendar, then end the notices whose last day has passed; again and again does no harm."""
    for notice in running():
        recompute_notice(notice)
    return sum(end_notice(notice) for notice in ending())


@app.periodic(cron="10 0 * * *")
@app.task(name="studios.remind_before_dates", queueing_lock="studios.remind_before_dates")
def remind_before_dates(timestamp: int) -> int:
    """Each day: a week and a day before a date, whoever holds a case; three days before a panel's, its experts."""
    reminded = sum(remind_before(cases) for cases in due_soon())
    return reminded + sum(remind_before_panel_date(call) for call in panels_due())


@app.periodic(cron="20 0 * * *")
@app.task(name="studios.remind_of_days", queueing_lock="studios.remind_of_days")
def remind_of_days(timestamp: int) -> int:
    """Each day: objections whose day has come, visits and ends of notices of tomorrow; again says nothing new."""
    reminded = sum(remind_of_objection(objection) for objection in objections_due())
    reminded += sum(remind_of_notice_end(notice) for notice in notices_ending_tomorrow())
    return reminded + sum(remind_of_visit(visit) for visit in visits_of_tomorrow())


@app.periodic(cron="25 0 * * *")
@app.task(name="studios.remind_of_requests", queueing_lock="studios.remind_of_requests")
def remind_of_requests(timestamp: int) -> int:
    """Each day: cooperation requests whose day has come, each reminded of once."""
    return sum(remind_of_request(request) for request in requests_due())


@app.periodic(cron="40 18 * * *")
@app.task(name="studios.reconcile_showcase", queueing_lock="studios.reconcile_showcase")
def reconcile(timestamp: int) -> int:
    """Each night: the public list against the register; the answer is how many rows differed and were mended."""
    return reconcile_showcase()


@app.periodic(cron="50 18 * * *")
@app.task(name="studios.forget_misses", queueing_lock="studios.forget_misses")
def forget_old_misses(timestamp: int) -> int:
    """Each night: let go what was searched in vain long ago; the answer is how many rows."""
    return forget_misses()


@app.periodic(cron="*/5 * * * *")
@app.task(name="studios.fold_changes", queueing_lock="studios.fold_changes")
def fold_changes(timestamp: int) -> int:
    """Add the notes of public changes up, so that every public page asks for few of them."""
    return fold_public_changes()


@app.periodic(cron="*/5 * * * *")
@app.task(name="studios.tell_wanting", queueing_lock="studios.tell_wanting")
def tell_wanting_notices(timestamp: int) -> int:
    """Tell of each published notice once that it wants correction."""
    return sum(tell_wanting(notice) for notice in wanting())


@app.task(name="studios.make_form_pdf", retry=3)
def make_form_pdf(version_id: int, paper: dict) -> None:
    """Set the application form of a submitted version and keep it with the case."""
    store_form_pdf(ApplicationVersion.objects.select_related("application__union").get(pk=version_id), paper)


@app.task(name="studios.make_picture", retry=3)
def make_picture(picture_id: int) -> int:
    """Draw the derivatives of a large picture; one removed in the meantime needs none."""
    found = Picture.objects.select_related("attachment").filter(pk=picture_id).first()
    return make_derivatives(found) if found else 0


@app.periodic(cron="10 19 * * *")
@app.task(name="studios.sweep_pictures", queueing_lock="studios.sweep_pictures")
def sweep(timestamp: int) -> int:
    """Each night: files without a picture go, pictures without files are drawn; answers how many."""
    return sweep_pictures()


@app.task(name="studios.write_paper", retry=2, pass_context=True)
def write_paper(  # noqa: PLR0917 - one argument a fact of the paper
    context: JobContext,
    by: int,
    call_id: int,
    kind: str,
    form: str,
    union_id: int,
    file_name: str,
    content: dict,
    list_sha256: str,
) -> None:
    """Set a composed paper, keep it and say where it is; `by` is the account that asked for it."""
    account = Account.objects.get(pk=by)
    paper = store_paper(
        Call.objects.select_related("union").get(pk=call_id),
        PaperKind(kind),
        PaperFormat(form),
        by=account,
        union=Union.objects.get(pk=union_id),
        name=file_name,
        content=content,
        list_sha256=list_sha256,
    )
    page = reverse("file", args=[paper.file_id])
    with translation.override(account.language):
        report_result(context.job.id, _("%(name)s is written.") % {"name": paper.file.name}, url=page)


@app.task(name="studios.write_ledger", retry=2, pass_context=True)
def write_ledger(  # noqa: PLR0917 - one argument a fact of the paper
    context: JobContext, by: int, union_id: int, form: str, file_name: str, content: dict
) -> None:
    """Set the annual ledger of a union, keep it and say where it is."""
    account, union = Account.objects.get(pk=by), Union.objects.get(pk=union_id)
    kept = store_ledger(union, PaperFormat(form), by=account, name=file_name, content=content)
    with translation.override(account.language):
        words = _("%(name)s is written.") % {"name": kept.name}
        report_result(context.job.id, words, url=reverse("file", args=[kept.pk]))


@app.task(name="studios.wipe_practice", pass_context=True)
def wipe(context: JobContext, by: int, call_id: int) -> None:
    """Delete a practice call with all it made; what was wiped by an earlier try is gone already."""
    account = Account.objects.get(pk=by)
    found = Call.objects.select_related("union").filter(pk=call_id).first()
    with Progress(context) as follow:
        cases = wipe_practice(found, by=account, follow=follow) if found else 0
    with translation.override(account.language):
        words = ngettext("Wiped with %(n)s case", "Wiped with %(n)s cases", cases) % {"n": cases}
        report_result(context.job.id, words, url=reverse("calls"))


@app.task(name="studios.import_ledger", retry=2, pass_context=True)
def import_ledger(context: JobContext, by: int, number: int) -> None:
    """Write a checked ledger into the register, all of it or nothing, and say how it ended."""
    with Progress(context) as follow:
        made = run_import(number, follow=follow)
    counts = {"created": made.created, "updated": made.updated, "unchanged": made.unchanged}
    with translation.override(Account.objects.get(pk=by).language):
        done = (
            _("The ledger was imported: %(created)d new, %(updated)d changed, %(unchanged)d without change.") % counts
        )
        report_result(context.job.id, made.reason or done, url=reverse("ledger_check", args=[made.upload_id]))


@app.task(name="studios.check_sheet", retry=2, pass_context=True)
def check_sheet(context: JobContext, by: int, address: str) -> None:
    """Read and check a long sheet that was uploaded; its page keeps what it found."""
    _ask(context, by, address)


@app.task(name="studios.write_edits", retry=2, pass_context=True)
def write_edits(context: JobContext, by: int, address: str, posted: str) -> None:
    """Write the many changes of an edited sheet, all or none."""
    _ask(context, by, address, posted)


@app.task(name="studios.act_on_rows", retry=2, pass_context=True)
def act_on_many_rows(context: JobContext, by: int, address: str, posted: str) -> None:
    """Do one thing to many selected rows, all or none."""
    _ask(context, by, address, posted)


def _ask(context: JobContext, by: int, address: str, posted: str | None = None) -> None:
    """Ask a page, or send it a form, for the account that asked for the job."""
    with Progress(context) as follow:
        ask_page(context.job.id, address, by=Account.objects.get(pk=by), follow=follow, posted=posted)


@app.task(name="studios.pack_archive", retry=2, pass_context=True)
def pack_archive(context: JobContext, by: int, call_id: int, application_id: int) -> None:
    """Put a package for the archive together; `application_id` is 0 for the whole call."""
    account = Account.objects.get(pk=by)
    call = Call.objects.select_related("union").get(pk=call_id)
    case = Application.objects.get(pk=application_id) if application_id else None
    with translation.override(account.language):
        try:
            with Progress(context) as follow:
                made = make_package(call, case, by=account, follow=follow)
        except Forbidden as refused:
            return report_result(context.job.id, refused.reason)
        if made is None:
            return report_result(context.job.id, _("There is no case left here that you read."))
        count = made.package.file_count
        words = ngettext("Packed %(count)d file.", "Packed %(count)d files.", count) % {"count": count}
        head = (_("File"), _("Fault"))
        url = made.package.get_absolute_url()
        return report_result(context.job.id, words, url=url, head=head, faults=made.faults)


@app.periodic(cron="30 19 * * *")
@app.task(name="studios.sweep_packages", queueing_lock="studios.sweep_packages")
def sweep_old_packages(timestamp: int) -> int:
    """Each night: packages whose days are over go; answers how many."""
    return sweep_packages()
