"""The working-day calendar: a year to look at, a day to change, a list to paste."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unions import clock
from unions.actions.calendar import edit_day, import_known_year, is_known, paste_year
from unions.errors import Refusal
from unions.forms.calendar import ArrangementForm, DayForm
from unions.models import CalendarYear
from unions.permissions import keeps_calendar, refuse_unless_keeps_calendar
from unions.queries.workdays import missing_year
from unions.ui.answers import form_status
from unions.ui.audience import SIGNED_IN, audience
from unions.ui.months import months_of

FIRST_YEAR, YEARS_AHEAD = 2012, 2
WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)


@require_safe
@audience(SIGNED_IN)
def this_year(request: HttpRequest) -> HttpResponse:
    """The present year, or the one that is missing."""
    return redirect("calendar_year", missing_year(clock.today()) or clock.today().year)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(SIGNED_IN)
def year(request: HttpRequest, year: int) -> HttpResponse:
    """A year's months; whoever keeps the calendar changes a day here."""
    if not FIRST_YEAR <= year <= clock.today().year + YEARS_AHEAD:
        raise Http404
    if request.method != "POST":
        return render(request, "unions/calendar.html", _shown(request, year, _day_form(request)))
    form = DayForm(request.POST)
    if form.is_valid() and _saved(form, lambda: _edit(request, form)):
        messages.success(request, _("Saved."))
        return redirect(reverse("calendar_year", args=[form.cleaned_data["day"].year]))
    return render(
        request, "unions/calendar.html", _shown(request, year, form), status=form_status(request, refused=True)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@audience(SIGNED_IN)
def paste(request: HttpRequest, year: int) -> HttpResponse:
    """Enter a whole year from its published list."""
    if not FIRST_YEAR <= year <= clock.today().year + YEARS_AHEAD:
        raise Http404
    refuse_unless_keeps_calendar(request.user)
    form = ArrangementForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid() and _saved(form, lambda: paste_year(year, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The calendar of the year is entered."))
        return redirect("calendar_year", year)
    status = form_status(request, refused=form.is_bound)
    return render(request, "unions/calendar_paste.html", {"form": form, "year": year}, status=status)


@require_POST
@audience(SIGNED_IN)
def import_known(request: HttpRequest, year: int) -> HttpResponse:
    """Enter a missing year from the list that came with the program."""
    if not FIRST_YEAR <= year <= clock.today().year + YEARS_AHEAD:
        raise Http404
    import_known_year(year, by=request.user)
    messages.success(request, _("The calendar of the year is entered."))
    return redirect("calendar_year", year)


def _edit(request: HttpRequest, form: DayForm) -> None:
    said = form.cleaned_data
    edit_day(said["day"], by=request.user, is_working=said["worked"] == "yes", name=said["name"])


def _saved(form: Any, act: Any) -> bool:
    try:
        act()
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    return True


def _day_form(request: HttpRequest) -> DayForm:
    return DayForm(initial={"day": _asked_day(request)})


def _asked_day(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.GET.get("day", ""))
    except ValueError:
        return None


def _shown(request: HttpRequest, year: int, form: DayForm) -> dict[str, Any]:
    today = clock.today()
    entered = list(CalendarYear.objects.order_by("pk"))
    is_entered = any(row.pk == year for row in entered)
    return {
        "year": year,
        "form": form,
        "entered": entered,
        "is_entered": is_entered,
        "may_import": not is_entered and is_known(year),
        "source": next((row.source for row in entered if row.pk == year), ""),
        "months": months_of(year, today=today, chosen=_asked_day(request)),
        "may_edit": keeps_calendar(request.user),
        "missing": missing_year(today),
        "weekdays": WEEKDAYS,
    }
