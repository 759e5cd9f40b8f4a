"""Rows selected in a list: kept from page to page, shown exactly, then acted on together."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from studios.actions.bulk import act_later
from studios.forms.letters import TalksForm
from studios.forms.originals import ReceiveManyForm
from studios.forms.register.together import ConsentsForm, EndingForm, LeavingForm
from studios.ui.bulk.acts import CONSENT, ENDING, LEAVING, LETTER, RECEIPT, TALKS, BulkAct, BulkList, Work
from studios.ui.bulk.lists import EXPORT, LISTS, acts_of
from studios.views.desk import register_lists as lists
from studios.views.desk.adoptions import adoptions_listing
from studios.views.desk.cases import cases_listing
from studios.views.desk.originals import originals_listing
from studios.views.desk.publishing import waiting_listing
from studios.views.desk.requests import requests_listing
from studios.views.desk.stories import stories_listing, to_check_listing
from unions.actions.worker_pages import Outcome, follow_of
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.forms.mailings import LetterForm
from unions.ui.answers import form_status
from unions.ui.audience import REASON, audience
from unions.ui.listing import Listing
from unions.ui.selected import MOST_SELECTED, keep_selected, ticked
from unions.values.numbers import whole_number
from unions.views.accounts import accounts_listing
from unions.views.lists import way_back

MOST_AT_ONCE = 200
# Each row is its own action: more take longer than somebody should wait.
MOST_WAITED = 50
LISTINGS: dict[str, Callable[[HttpRequest], Listing]] = {
    "accounts": accounts_listing,
    "activities": lists.activities_listing,
    "adoptions": adoptions_listing,
    "apprenticeships": lists.apprenticeships_listing,
    "cases": cases_listing,
    "designations": lists.designations_listing,
    "members": lists.members_listing,
    "originals": originals_listing,
    "pages": waiting_listing,
    "projects": lists.projects_listing,
    "requests": requests_listing,
    "results": lists.results_listing,
    "stories": stories_listing,
    "stories_to_check": to_check_listing,
    "studios": lists.studios_listing,
}
FORMS: dict[str, type[Form]] = {
    CONSENT: ConsentsForm,
    ENDING: EndingForm,
    LEAVING: LeavingForm,
    LETTER: LetterForm,
    RECEIPT: ReceiveManyForm,
    TALKS: TalksForm,
}
# Each list has its own readers besides.
SELECTING = tuple(Role)


def _listing(request: HttpRequest, key: str) -> Listing:
    """The list with this key, for those whose list it is."""
    if key not in LISTS:
        raise Http404
    if not request.user.scope.roles & set(LISTS[key].readers):
        raise Forbidden(REASON)
    return LISTINGS[key](request)


@require_POST
@audience(*SELECTING)
def selected(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what was ticked, then go on: another page, a sheet, or the preview of an act."""
    listing, asked = _listing(request, key), request.POST.get("act", "")
    keys = set() if asked == "clear" else ticked(request, key)
    keep_selected(request, key, keys)
    if asked in ("keep", "clear"):
        return redirect(way_back(request))
    if "everything" in request.POST:
        keys = set(listing.ordered.values_list("pk", flat=True)[: MOST_SELECTED + 1])
    act = acts_of(key, request.user).get(asked)
    if act is None and asked != EXPORT.key:
        raise Http404
    if refusal := _out_of_bounds(keys, MOST_AT_ONCE if act else MOST_SELECTED):
        messages.error(request, refusal)
        return redirect(way_back(request))
    if act is None:
        listing.queryset = listing.queryset.filter(pk__in=keys)
        return listing.workbook()
    return _preview(request, listing, act, _rows(listing, keys))


def _out_of_bounds(keys: set[int], most: int) -> str:
    """An empty selection is nobody; one too large is to be narrowed."""
    if not keys:
        return _("Nothing is selected. Tick rows first.")
    if len(keys) > most:
        return _("At most %(most)s rows at once. Narrow the filter or take several steps.") % {"most": most}
    return ""


def _rows(listing: Listing, keys: Iterable[int]) -> list[Any]:
    return list(listing.related(listing.queryset.filter(pk__in=keys)).order_by(*listing.order))


def _preview(
    request: HttpRequest,
    listing: Listing,
    act: BulkAct,
    rows: Sequence[Any],
    *,
    form: Form | None = None,
    changed: Sequence[str] = (),
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """Exactly the rows that take part, and those that do not with the reason."""
    if follow_of(request):
        return _refused(request, form, changed, refusal)
    of_list, notes = LISTS[listing.key], act.refusals(rows, request.user)
    taking_part = [row for row in rows if row.pk not in notes]
    page = {
        "listing": listing,
        "act": act,
        "rows": [(row, [column.cell(row) for column in listing.shown]) for row in taking_part],
        "left_out": [(of_list.name(row), notes[row.pk]) for row in rows if row.pk in notes],
        "kept": ",".join(f"{row.pk}:{of_list.mark(row)}" for row in taking_part),
        "form": form or (FORMS[act.asks]() if act.asks else None),
        "changed": changed,
        "refusal": refusal,
        "next": way_back(request),
    }
    return render(request, "studios/lists/selected.html", page, status=status)


@require_POST
@audience(*SELECTING)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Act on the rows that were shown, as they were shown; what changed since is named and nothing is done."""
    listing, act = _listing(request, key), _act(request, key)
    kept = _kept(request.POST.get("rows", ""))
    rows = _rows(listing, kept)
    form = FORMS[act.asks](request.POST) if act.asks else None
    again = partial(_preview, request, listing, act, form=form)
    if refusal := _out_of_bounds(set(kept), MOST_AT_ONCE):
        return again((), refusal=refusal)
    if changed := _changed(request, LISTS[key], act, rows, kept):
        return again(rows, changed=changed, status=409)
    if form is not None and not form.is_valid():
        return again(rows, status=form_status(request, refused=True))
    if len(rows) > MOST_WAITED and not act.is_quick and not follow_of(request):
        return _left_to_worker(request, key)
    return _acted(request, key, act, Work(rows, form.cleaned_data if form else {}, request.user), again)


def _act(request: HttpRequest, key: str) -> BulkAct:
    """The act that is asked for, where the account has it."""
    act = acts_of(key, request.user).get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    return act


def _left_to_worker(request: HttpRequest, key: str) -> HttpResponse:
    """The worker sends the same form to the same page, with the rights and the rows of that moment."""
    sent = request.POST.copy()
    sent.pop("csrfmiddlewaretoken", None)
    sent["next"] = way_back(request)
    job = act_later(request.get_full_path(), sent.urlencode(), by=request.user)
    keep_selected(request, key, ())
    return redirect("job", job)


def _acted(
    request: HttpRequest, key: str, act: BulkAct, work: Work, again: Callable[..., HttpResponse]
) -> HttpResponse:
    follow = follow_of(request)
    try:
        done = act.run(replace(work, follow=follow))
    except Refusal as refusal:
        status = 409 if isinstance(refusal, Stale) else 200
        return again(work.rows, refusal=str(refusal.message), status=status)
    if follow:
        return Outcome(done.text, url=done.url or request.POST["next"])
    keep_selected(request, key, ())
    messages.success(request, done.text)
    return redirect(done.url or way_back(request))


def _refused(request: HttpRequest, form: Form | None, changed: Sequence[str], refusal: str) -> Outcome:
    """What the worker says where somebody else would see the preview again."""
    words = refusal or " ".join(fault for faults in form.errors.values() for fault in faults) if form else refusal
    if changed:
        words = _("Changed since the selection was shown. Nothing was done.") + " " + "、".join(changed)
    return Outcome(words, url=request.POST["next"])


def _kept(text: str) -> dict[int, str]:
    """Rows and their versions as the preview carried them."""
    pairs = (part.partition(":") for part in text.split(",")[: MOST_SELECTED + 1])
    return {pk: version for number, _colon, version in pairs if (pk := whole_number(number)) is not None}


def _changed(
    request: HttpRequest, of_list: BulkList, act: BulkAct, rows: Sequence[Any], kept: dict[int, str]
) -> list[str]:
    """What is no longer as it was shown, by name where it is still to be seen."""
    notes = act.refusals(rows, request.user)
    found = [of_list.name(row) for row in rows if row.pk in notes or of_list.mark(row) != kept[row.pk]]
    gone = len(kept) - len(rows)
    return [*found, _("rows that are gone: %(count)s") % {"count": gone}] if gone else found
