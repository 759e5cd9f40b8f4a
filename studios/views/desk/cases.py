"""What waits for me, all cases in sight, and the page of one case."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.conditions import look_at_evidence, waive_condition
from studios.actions.reveals import reveal_case
from studios.choices.calls import FINAL_REFUSALS, Check, Stage, Verdict
from studios.choices.sections import SectionKey
from studios.filters.cases import CaseFilter
from studios.forms.application.book import Book
from studios.forms.application.display import compare, describe
from studios.forms.application.registry import open_book
from studios.forms.cases import LookForm, StepForm, WaiveForm
from studios.models import Application, ApplicationVersion, ConditionRow, Quota
from studios.permissions import edits_call, fills, holds_desk, keeps_studio
from studios.queries.batches import batch_of
from studios.queries.case_scores import readable_scores
from studios.queries.cases import (
    condition_sheet,
    days_waiting,
    deadline,
    timeline,
    versions_of,
    with_case_parts,
)
from studios.queries.quotas import places_at
from studios.queries.stories import story_tasks
from studios.queries.tasks import call_tasks, letter_tasks, page_tasks
from studios.ui import privacy
from studios.ui.answers import blocks
from studios.ui.bulk.lists import bulk_of
from studios.ui.navigation import holds_seat, missing_year, pages_waiting, stories_waiting, waiting_letters
from studios.ui.originals import paper_on_case_page
from studios.ui.path import path_steps
from studios.views.desk.steps import step_form
from studios.views.desk.visits import on_case_page
from studios.workflow import ELSEWHERE, open_steps
from unions.choices.people import Role
from unions.forms.refusals import refusals_on
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing
from unions.values.numbers import whole_number

CASES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
COLUMNS = [
    Column(
        key="studio",
        label=gettext_lazy("Studio"),
        value=lambda a: a.studio.name,
        sort="studio__name",
        link=lambda a: a.get_absolute_url(),
        sub=lambda a: a.number,
    ),
    Column(key="unit", label=gettext_lazy("Unit"), value=lambda a: a.union.employer_name, sort="union__name"),
    Column(key="call", label=gettext_lazy("Call"), value=lambda a: a.call.title, sort="call__title"),
    Column(key="state", label=gettext_lazy("State"), value=lambda a: Stage(a.state), kind="state", sort="state"),
    Column(key="desk", label=gettext_lazy("Desk"), value=lambda a: a.desk or "", sort="desk__name"),
    Column(key="since", label=gettext_lazy("Since"), value=lambda a: a.state_since, kind="moment", sort="state_since"),
    Column(key="days", label=gettext_lazy("Days"), value=days_waiting, kind="number"),
    Column(key="due", label=gettext_lazy("Until"), value=lambda a: a.due_at, kind="moment", sort="due_at"),
    Column(
        key="changed",
        label=gettext_lazy("Changed"),
        value=lambda a: a.changed_at,
        kind="moment",
        sort="changed_at",
        is_default=False,
    ),
]


@require_safe
@audience("signed_in")
def desk(request: HttpRequest) -> HttpResponse:
    """What waits at my desks, the longest first; people without a desk go where their work is."""
    if not request.user.scope.roles & {Role.CLERK, Role.CHAIR}:
        return redirect(_home_of(request))
    listing = Listing(
        request,
        Application.objects.on_desk_of(request.user),
        COLUMNS,
        key="desk",
        default_sort="since",
        filterset=CaseFilter,
        title=_("To do"),
        empty=_("Nothing waits at your desk."),
        related=with_case_parts,
    )
    if listing.wants_sheet:
        return listing.sheet()
    found = {
        "listing": listing,
        "missing_year": missing_year(request),
        "tasks": [
            *call_tasks(request.user),
            *letter_tasks(*waiting_letters(request)),
            *page_tasks(pages_waiting(request)),
            *story_tasks(*stories_waiting(request)),
        ],
    }
    return render(request, "studios/desk/todo.html", found)


def _home_of(request: HttpRequest) -> str:
    scope = request.user.scope
    if scope.is_administrator:
        return reverse("accounts")
    if holds_seat(request):
        return reverse("reviews")
    return reverse("cases") if Role.AUDITOR in scope.roles else reverse("messages")


def cases_listing(request: HttpRequest) -> Listing:
    """Every case in sight."""
    return Listing(
        request,
        Application.objects.visible_to(request.user),
        COLUMNS,
        key="cases",
        default_sort="-changed",
        filterset=CaseFilter,
        title=_("Cases"),
        related=with_case_parts,
        bulk=bulk_of("cases", request.user),
    )


@require_safe
@audience(*CASES)
def cases(request: HttpRequest) -> HttpResponse:
    """Every case in sight."""
    listing = cases_listing(request)
    return listing.sheet() if listing.wants_sheet else render(request, "studios/desk/cases.html", {"listing": listing})


def find_case(request: HttpRequest, number: str) -> Application:
    """The case, or 404 when it is out of sight."""
    return get_object_or_404(Application.objects.visible_to(request.user).with_parties(), number=number)


@require_safe
@audience(*CASES)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Material on the left, decision on the right, timeline below; a unit's draft shows only that it exists."""
    application = find_case(request, number)
    readable = Application.objects.readable_by(request.user).filter(pk=application.pk).exists()
    if fills(request.user, application) and application.is_editable:
        return redirect("application_form", number)
    found = case_facts(request, application) if readable else {}
    return render(request, "studios/case/case.html", {"application": application, "readable": readable, **found})


@require_POST
@audience(Role.CLERK, Role.CHAIR)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show mobile and birth month for once; the click is on record."""
    application = find_case(request, number)
    get_object_or_404(Application.objects.readable_by(request.user), pk=application.pk)
    reveal_case(application, by=request.user)
    found = case_facts(request, application, is_revealed=True)
    return render(request, "studios/case/case.html", {"application": application, "readable": True, **found})


def case_facts(request: HttpRequest, application: Application, *, is_revealed: bool = False) -> dict[str, Any]:
    """What the page of a case shows; private values are masked above the unit unless revealed."""
    versions = versions_of(application)
    steps = [s for s in open_steps(application, request.user) if s.name not in ELSEWHERE]
    main = next((s for s in steps if s.kind == "primary"), None)
    found = {
        "versions": versions,
        "pages": _pages(request, application, _shown(application, versions), is_revealed=is_revealed),
        "may_reveal": not is_revealed and privacy.may_reveal_case(request.user, application),
        "may_take_over": application.state in FINAL_REFUSALS
        and not application.studio.is_named
        and keeps_studio(request.user, application.studio),
        "sheet": condition_sheet(versions[0] if versions else None),
        "acts": timeline(application),
        "deadline": deadline(application),
        "path": path_steps(application),
        "main_step": main,
        "main_form": step_form(application, main.name, request, bound=False) if main else None,
        "other_steps": [s for s in steps if s is not main],
        "may_look": application.state in (Stage.RECOMMENDATION, Stage.QUALIFICATION)
        and holds_desk(request.user, application),
        "may_waive": application.state == Stage.QUALIFICATION and holds_desk(request.user, application, Role.CHAIR),
        "evidence": Check.EVIDENCE,
        "not_met": Verdict.NOT_MET,
        "paper": application.attachments.filter(slot="form_pdf", removed_at=None).last(),
        "places": _places(request, application),
        "batch": batch_of(application, request.user),
        "may_compare": application.version_count > 1 or (versions and application.is_editable),
        **paper_on_case_page(application, request.user),
        "scores": readable_scores(application, request.user),
        "may_read_automatic": bool(versions) and edits_call(request.user, application.call),
        **on_case_page(request, application),
    }
    found["has_sheet_acts"] = any(found.get(name) for name in ("may_look", "may_waive", "may_settle"))
    return found


def _places(request: HttpRequest, application: Application) -> Quota | None:
    """The counter of the last recommender, for those who sit there or above."""
    places = places_at(application)
    return places if places and request.user.scope.covers(places.union) else None


def _shown(application: Application, versions: list[ApplicationVersion]) -> dict[str, Any]:
    """What the unit has now while it may change it, otherwise the newest version."""
    if application.is_editable or not versions:
        return {section.key: section.content for section in application.sections.all()}
    return versions[0].content


def _pages(
    request: HttpRequest, application: Application, content: dict[str, Any], *, is_revealed: bool
) -> list[tuple[SectionKey, Any]]:
    """Every page with its answers as blocks; private ones as this account may read them."""
    book = _book(application, content)
    facts: dict[str, Any] = {"account": request.user, "application": application, "reveal": is_revealed}
    return [
        (key, blocks(privacy.mask_rows(describe(key, content.get(key) or {}, book=book), **facts)))
        for key in SectionKey
    ]


def _book(application: Application, content: dict[str, Any]) -> Book:
    """What names the entries of a frozen version: its own pages, the files of the case."""
    book = open_book(application)
    book.contents = content
    return book


@require_safe
@audience(*CASES)
def versions(request: HttpRequest, number: str) -> HttpResponse:
    """What changed between two versions, the newest two unless asked otherwise."""
    application = find_case(request, number)
    get_object_or_404(Application.objects.readable_by(request.user), pk=application.pk)
    frozen = {v.number: v for v in versions_of(application)}
    new = frozen.get(_asked(request, "new"))
    if new is None and not application.is_editable:
        new = next(iter(frozen.values()), None)
    old = frozen.get(_asked(request, "old"), frozen.get((new.number if new else application.version_count + 1) - 1))
    after = new.content if new else _shown(application, [])
    found = {
        "application": application,
        "versions": frozen.values(),
        "old": old,
        "new": new,
        "changes": _changes(application, old.content, after) if old else [],
    }
    return render(request, "studios/case/versions.html", found)


def _asked(request: HttpRequest, name: str) -> int:
    return whole_number(request.GET.get(name), digits=5) or 0


def _changes(application: Application, old: dict[str, Any], new: dict[str, Any]) -> list[tuple[SectionKey, Any]]:
    books = {"old_book": _book(application, old), "new_book": _book(application, new)}
    found = [(key, compare(key, old.get(key) or {}, new.get(key) or {}, **books)) for key in SectionKey]
    return [(key, rows) for key, rows in found if rows]


@require_http_methods(["GET", "POST"])
@audience(Role.CLERK, Role.CHAIR)
def look(request: HttpRequest, number: str, row: int) -> HttpResponse:
    """Record who looked at evidence, in which file and on which page."""
    application, found = _row(request, number, row)
    data = request.POST if request.method == "POST" else None
    form = LookForm(data, application=application, row=found)
    if form.is_bound and form.is_valid() and _looked(request, found, form):
        return redirect(f"{application.get_absolute_url()}#conditions")
    words = {"title": _("Look at evidence"), "verb": _("Record")}
    return render(request, "studios/case/row.html", {"application": application, "row": found, "form": form} | words)


def _row(request: HttpRequest, number: str, row: int) -> tuple[Application, ConditionRow]:
    application = find_case(request, number)
    rows = ConditionRow.objects.select_related("condition", "version__application")
    return application, get_object_or_404(rows, pk=row, version__application=application)


def _looked(request: HttpRequest, row: ConditionRow, form: LookForm) -> bool:
    found = form.cleaned_data
    facts = {name: found[name] for name in ("verdict", "attachment", "page", "revision")}
    return attempt(request, form, lambda: look_at_evidence(row, by=request.user, **facts), _("Recorded."))


def attempt(request: HttpRequest, form: StepForm, action: Callable[[], Any], done: str) -> bool:
    """Act, and put a refusal on its field; a stale page is answered by 409 instead."""
    with refusals_on(form):
        action()
        messages.success(request, done)
        return True
    return False


@require_http_methods(["GET", "POST"])
@audience(Role.CHAIR)
def waive(request: HttpRequest, number: str, row: int) -> HttpResponse:
    """Waive a hard condition with a reason."""
    application, found = _row(request, number, row)
    form = WaiveForm(request.POST if request.method == "POST" else None, application=application)
    if form.is_bound and form.is_valid() and _waived(request, found, form):
        return redirect(f"{application.get_absolute_url()}#conditions")
    words = {"title": _("Waive a condition"), "verb": _("Waive")}
    return render(request, "studios/case/row.html", {"application": application, "row": found, "form": form} | words)


def _waived(request: HttpRequest, row: ConditionRow, form: WaiveForm) -> bool:
    found = form.cleaned_data
    facts = {"reason": found["reason"], "revision": found["revision"]}
    return attempt(request, form, lambda: waive_condition(row, by=request.user, **facts), _("Waived."))
