"""Accounts within an administrator's reach."""

from collections.abc import Callable
from typing import Any

import django_filters
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unions import clock
from unions.actions.account_rows import create_accounts
from unions.actions.accounts import (
    Post,
    create_account,
    deactivate_account,
    edit_account,
    end_account_sessions,
    reactivate_account,
    reset_password,
)
from unions.choices.people import Role
from unions.errors import Sentence
from unions.forms.accounts import EditAccountForm, NewAccountForm, PasteForm
from unions.forms.refusals import refusals_on
from unions.imports.accounts import HEADS, read_pasted_accounts
from unions.models import Account, Appointment
from unions.permissions import NOT_YOUR_ACCOUNT, keeps_account, refuse_oneself, refuse_unless_keeps_account
from unions.queries.accounts import with_appointments
from unions.templatetags.formats import mask_phone
from unions.ui.audience import audience
from unions.ui.filters import SearchFilter, select
from unions.ui.listing import Column, Listing
from unions.ui.selected import acts_on
from unions.values.numbers import whole_number

NEW = ("name", "username", "mobile", "email", "home", "language")


class AccountFilter(django_filters.FilterSet):
    """What accounts are filtered by."""

    q = SearchFilter("name", "username", "mobile", label=_("Full name, username or mobile"))
    role = django_filters.ChoiceFilter(
        label=_("Role"), choices=Role.choices, method="holding", widget=select(), empty_label=_("All")
    )
    is_active = django_filters.ChoiceFilter(
        label=_("May sign in"),
        choices=[("1", _("Yes")), ("0", _("No"))],
        method="active",
        widget=select(),
        empty_label=_("All"),
    )

    def holding(self, rows: QuerySet[Account], _name: str, role: str) -> QuerySet[Account]:
        """Accounts with an open appointment in the role."""
        held = Appointment.objects.open(clock.today()).filter(role=role)
        return rows.filter(pk__in=held.values("account"))

    def active(self, rows: QuerySet[Account], _name: str, value: str) -> QuerySet[Account]:
        """Accounts that may, or may not, sign in."""
        return rows.filter(is_active=value == "1")


def _posts(account: Account) -> list[str]:
    return [f"{a.get_role_display()}・{a.union.name}" for a in account.open_appointments]


def _address(account: Account) -> str:
    return reverse("account", args=[account.pk])


COLUMNS = (
    Column(key="name", label=_("Full name"), value=lambda a: a.name, sort="name", link=_address),
    Column(key="username", label=_("Username"), value=lambda a: a.username, sort="username"),
    Column(key="mobile", label=_("Mobile"), value=lambda a: mask_phone(a.mobile)),
    Column(key="home", label=_("Home union"), value=lambda a: a.home and a.home.name, sort="home__name"),
    Column(key="posts", label=_("Appointments"), value=_posts, kind="tags"),
    Column(key="seen", label=_("Last sign-in"), value=lambda a: a.last_login, sort="last_login", kind="moment"),
    Column(
        key="active", label=_("May sign in"), value=lambda a: _("Yes") if a.is_active else _("No"), sort="is_active"
    ),
)


def accounts_listing(request: HttpRequest) -> Listing:
    """Accounts whose home or appointment lies within reach."""
    return Listing(
        request,
        Account.objects.administered_by(request.user),
        COLUMNS,
        key="accounts",
        default_sort="name",
        filterset=AccountFilter,
        title=_("Accounts"),
        related=with_appointments,
        bulk=acts_on("accounts", request.user),
    )


@require_safe
@audience(Role.ADMINISTRATOR)
def accounts(request: HttpRequest) -> HttpResponse:
    """Accounts whose home or appointment lies within reach."""
    listing = accounts_listing(request)
    return (
        listing.sheet() if listing.wants_sheet else render(request, "unions/accounts/list.html", {"listing": listing})
    )


@require_safe
@audience(Role.ADMINISTRATOR)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: facts, appointments, sessions, and what may be done."""
    shown = _within_reach(request, pk)
    rows = shown.appointments.select_related("union", "deputy_for", "awaits")
    context = {
        "account": shown,
        "appointments": [(row, row.is_open(clock.today())) for row in rows],
        "sessions": UserSession.objects.filter(user=shown).order_by("-last_seen_at")[:50],
        "may_keep": keeps_account(request.user, shown),
        "is_oneself": shown.pk == request.user.pk,
        "reason": NOT_YOUR_ACCOUNT,
    }
    return render(request, "unions/accounts/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ADMINISTRATOR)
def account_new(request: HttpRequest) -> HttpResponse:
    """Create an account; the answer is the slip with the one-time password, shown this once."""
    form = NewAccountForm(request.POST or None, by=request.user, initial={"union": request.GET.get("union", "")[:80]})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return _slips(request, [_create(form.cleaned_data, request.user)])
    return render(request, "unions/accounts/new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ADMINISTRATOR)
def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is kept of an account."""
    shown = _within_reach(request, pk)
    refuse_unless_keeps_account(request.user, shown)
    form = EditAccountForm(request.POST or None, account=shown, by=request.user)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            edit_account(shown, by=request.user, **form.cleaned_data)
            messages.success(request, _("The account was saved."))
            return redirect("account", pk=pk)
    return render(request, "unions/accounts/edit.html", {"form": form, "account": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ADMINISTRATOR)
def account_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then give a one-time password; the answer is the slip, shown this once."""
    shown = _within_reach(request, pk)
    refuse_unless_keeps_account(request.user, shown)
    refuse_oneself(request.user, shown)
    if request.method == "POST":
        return _slips(request, [reset_password(shown, by=request.user)])
    return render(request, "unions/accounts/reset.html", {"account": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ADMINISTRATOR)
def account_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then stop the account from signing in."""
    shown = _within_reach(request, pk)
    refuse_unless_keeps_account(request.user, shown)
    refuse_oneself(request.user, shown)
    if request.method == "POST":
        return _done(request, shown, deactivate_account, _("The account may no longer sign in."))
    return render(request, "unions/accounts/deactivate.html", {"account": shown})


@require_POST
@audience(Role.ADMINISTRATOR)
def account_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the account sign in again."""
    return _done(request, _within_reach(request, pk), reactivate_account, _("The account may sign in again."))


@require_POST
@audience(Role.ADMINISTRATOR)
def account_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session, or all."""
    shown = _within_reach(request, pk)
    asked = request.POST.get("session", "")
    only = whole_number(asked, digits=len(str(2**63)) - 1)
    if asked and only is None:
        return redirect("account", pk=pk)
    count = end_account_sessions(shown, by=request.user, only=only)
    messages.success(request, _now("Sessions ended: %(count)s.") % {"count": count})
    return redirect("account", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ADMINISTRATOR)
def accounts_paste(request: HttpRequest) -> HttpResponse:
    """Rows from Excel: a preview with every fault, then all accounts or none, and their slips."""
    form, found = PasteForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        found = read_pasted_accounts(form.cleaned_data["rows"], by=request.user)
        with refusals_on(form):
            if "create" in request.POST and not found.faults:
                return _slips(request, create_accounts(found.accounts, by=request.user))
    return render(request, "unions/accounts/paste.html", {"form": form, "found": found, "heads": HEADS})


def _within_reach(request: HttpRequest, pk: int) -> Account:
    return get_object_or_404(Account.objects.administered_by(request.user).select_related("home"), pk=pk)


def _create(cleaned: dict[str, Any], by: Account) -> Any:
    posts = []
    if cleaned["union"]:
        starts_on = cleaned["starts_on"] or clock.today()
        posts = [Post(union=cleaned["union"], role=cleaned["role"], starts_on=starts_on, ends_on=cleaned["ends_on"])]
    return create_account(by=by, posts=posts, **{name: cleaned[name] for name in NEW})


def _done(request: HttpRequest, account: Account, act: Callable[..., Account], said: Sentence) -> HttpResponse:
    act(account, by=request.user)
    messages.success(request, said)
    return redirect("account", pk=account.pk)


def _slips(request: HttpRequest, slips: list[Any]) -> HttpResponse:
    """Passwords stand on this answer alone; nothing keeps them."""
    return render(request, "unions/accounts/slips.html", {"slips": slips, "day": clock.today()})
