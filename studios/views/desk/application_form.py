"""The application form: my applications, the list of pages, each page, checking, submitting."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.desks import propose_resubmission
from studios.actions.papers import order_form_pdf, set_form
from studios.actions.sections import SectionTaken, refresh_sections, save_section
from studios.choices.calls import Stage
from studios.choices.sections import SectionKey
from studios.documents.application_form import form_paper
from studios.forms.application.display import describe, without_private
from studios.forms.application.registry import SECTIONS, open_book, validate_all
from studios.forms.application.submission import count_faults, validate_and_submit
from studios.models import Application, ApplicationVersion
from studios.views.desk import form_files, form_page, form_rows
from unions.choices.people import Role
from unions.errors import Refusal
from unions.ui.answers import form_status
from unions.ui.audience import audience
from unions.values.text import clean_line

CONFLICT = 409
SECTION = "studios/application/section.html"


@audience(Role.CLERK)
@require_safe
def task_list(request: HttpRequest, number: str) -> HttpResponse:
    """The eight pages with their states."""
    form = form_page.FormPage(form_page.own_application(request, number))
    return render(request, "studios/application/tasks.html", {"form": form})


@audience(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def section_page(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """One page of the form; POST saves it, whatever else was asked for."""
    form = form_page.FormPage(form_page.own_application(request, number), key)
    if request.method == "POST":
        return save_page(request, form)
    form.load()
    return render(request, SECTION, {"form": form})


def save_page(request: HttpRequest, form: form_page.FormPage) -> HttpResponse:
    """Save as a draft while typing or when rows change; else validate, and go on when nothing is to change."""
    is_draft = form_page.is_draft(request)
    form.read(request.POST, drop_blank=not is_draft)
    refusals = {} if form_page.is_autosave(request) else form_files.take(request, form)
    try:
        form.section = save(request, form, is_draft=is_draft)
    except SectionTaken as taken:
        return answer_conflict(request, form, taken)
    except Refusal as refusal:
        form.refusal = refusal.message
        return render(request, SECTION, {"form": form}, status=form_status(request, refused=True))
    if form_page.is_autosave(request):
        return form_page.answer_autosave(form)
    return after_saving(request, form, is_draft=is_draft, refusals=refusals)


def save(request: HttpRequest, form: form_page.FormPage, *, is_draft: bool):
    """Hand what was read to the action."""
    page = form.page
    content = form_rows.changed(page.to_content(), request.POST)
    return save_section(
        form.application,
        form.key,
        by=request.user,
        content=content,
        version=form_page.posted_version(request.POST),
        fault_count=len(page.faults()),
        is_draft=is_draft,
        explanations=page.explanations() if form.key == SectionKey.SUMMARY else None,
    )


def after_saving(request: HttpRequest, form: form_page.FormPage, *, is_draft: bool, refusals: dict) -> HttpResponse:
    """Back to the row that changed, on to the next page, or the page with what is to change."""
    if refusals:
        form.load(refusals=refusals)
        return render(request, SECTION, {"form": form})
    if is_draft:
        return redirect(f"{form.url}{form_rows.anchor(request.POST)}")
    if form.section.faults:
        form.load()
        return render(request, SECTION, {"form": form})
    return redirect(form.later_url if "later" in request.POST else form.next_url)


def answer_conflict(request: HttpRequest, form: form_page.FormPage, taken: SectionTaken) -> HttpResponse:
    """409: who saved and when, with what was typed here still on the page."""
    form.conflict, form.stale_version = taken.section, form_page.posted_version(request.POST)
    template = "studios/application/conflict.html" if form_page.is_autosave(request) else SECTION
    return render(request, template, {"form": form}, status=CONFLICT)


@audience(Role.CLERK)
@require_safe
def check_page(request: HttpRequest, number: str) -> HttpResponse:
    """All answers to read once more, what is to change, the conditions, and the button to submit."""
    form = form_page.FormPage(form_page.own_application(request, number))
    faults = validate_all(form.application, book=form.book)
    refresh_sections(form.application, {key: len(found) for key, found in faults.items()})
    shown = {
        "form": form,
        "pages": form.answers(faults),
        "count": sum(map(len, faults.values())),
        "key": get_random_string(40),
    }
    return render(request, "studios/application/check.html", shown)


@audience(Role.CLERK)
@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Validate everything once more and submit; the same key twice is one submission."""
    application = form_page.own_application(request, number)
    try:
        if application.state == Stage.RETURNED:
            return hand_over(request, application)
        version = validate_and_submit(application, by=request.user, key=clean_line(request.POST.get("key", "")[:50]))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("application_check", number)
    order_form_pdf(version, paper_of(application, version, is_masked=True))
    messages.success(request, _("The application was submitted."))
    return redirect("application_submitted", number)


def hand_over(request: HttpRequest, application: Application) -> HttpResponse:
    """After a return: the changed pages go to the unit's chair, who submits them again."""
    if any(count_faults(application).values()):
        raise Refusal(_("Some pages still need changes. The list shows which."))
    propose_resubmission(application, by=request.user, revision=application.revision)
    messages.success(request, _("The chair of the unit's union was asked to confirm and to submit again."))
    return redirect(application)


@audience(Role.CLERK)
@require_safe
def submitted(request: HttpRequest, number: str) -> HttpResponse:
    """Number, what happens next, dates."""
    form = form_page.FormPage(form_page.own_application(request, number))
    return render(
        request, "studios/application/submitted.html", {"form": form, "version": form.application.versions.first()}
    )


def paper_of(application: Application, version: ApplicationVersion | None, *, is_masked: bool = False) -> dict:
    """The printed form of a version, or of the pages as they stand; masked for whoever may not read everything."""
    book = open_book(application, version=version)
    answers = {key: describe(key, book.contents.get(key) or {}, book=book) for key in SECTIONS}
    if is_masked:
        answers = {key: without_private(rows) for key, rows in answers.items()}
    address = f"{settings.SITE_URL}{application.get_absolute_url()}"
    return form_paper(application, answers, version=version, address=address)


@audience(Role.CLERK)
@require_safe
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The form as PDF: the submitted version, or the pages as they stand, marked as a draft."""
    application = form_page.own_application(request, number)
    version = None if application.is_editable else application.versions.first()
    answer = HttpResponse(set_form(paper_of(application, version)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{application.number}.pdf"'
    return answer
