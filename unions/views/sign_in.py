"""Signing in and out, password, second step, sessions: the library's views on an explicit list of routes."""

from typing import Any

from allauth.account import views as account_views
from allauth.account.internal.stagekit import get_pending_stage
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.usersessions import views as session_views
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from unions.errors import Forbidden
from unions.sign_in import kept
from unions.sign_in.forms import SignInForm
from unions.ui.audience import PUBLIC, REASON, SIGNED_IN, audience


class SignInView(account_views.LoginView):
    """The sign-in page, without the library's idea of a site and in the language of the address."""

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"lang": "en" if translation.get_language() == "en" else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.pop("site", None)  # the layout's `site` is the installation, the library's is the host
        return context


class CodeView(mfa_views.AuthenticateView):
    """The second step, in the language of the account that is signing in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stage = get_pending_stage(request)
        if stage and stage.login.user:
            translation.activate(stage.login.user.language)  # the language middleware puts it back
        return super().dispatch(request, *args, **kwargs)


sign_in = audience(PUBLIC)(SignInView.as_view())
sign_out = audience(PUBLIC)(account_views.logout)
give_code = audience(PUBLIC)(CodeView.as_view())
change_password = audience(SIGNED_IN)(account_views.password_change)
reauthenticate = audience(SIGNED_IN)(account_views.reauthenticate)
give_code_again = audience(SIGNED_IN)(mfa_views.reauthenticate)
second_step = audience(SIGNED_IN)(mfa_views.index)
enrol = audience(SIGNED_IN)(totp_views.activate_totp)
unenrol = audience(SIGNED_IN)(totp_views.deactivate_totp)
recovery_codes = audience(SIGNED_IN)(recovery_views.view_recovery_codes)
new_recovery_codes = audience(SIGNED_IN)(recovery_views.generate_recovery_codes)
download_recovery_codes = audience(SIGNED_IN)(recovery_views.download_recovery_codes)
sessions = audience(SIGNED_IN)(session_views.list_usersessions)


def sign_in_again(request: HttpRequest, *, text: kept.KeptText, said: str, way_back: str) -> HttpResponse:
    """The sign-in page in answer to a form whose session was over; the page carries the form's text, encrypted."""
    lang = "en" if translation.get_language() == "en" else ""
    form = SignInForm(request=request, initial={"kept": text.seal(), "lang": lang})
    context = {"form": form, "said": said, "is_text_kept": True, "redirect_field_value": way_back}
    return render(request, "account/login.html", context, status=401)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def kept_text(request: HttpRequest) -> HttpResponse:
    """Text typed before the session ended: send it again with one button, or (POST) leave it."""
    text = kept.unsealed(request.session.get(kept.SESSION_KEY, ""), account=request.user.pk)
    if request.method == "POST" or text is None:
        request.session.pop(kept.SESSION_KEY, None)
        return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL, status=303)
    return render(request, "account/kept_text.html", {"kept": text})


@audience(PUBLIC)
def sign_in_of_dictionaries(request: HttpRequest) -> HttpResponse:
    """Where Django's administration would sign people in by itself, past limits and second step."""
    if request.user.is_authenticated:
        raise Forbidden(REASON)
    query = urlencode({"next": request.GET.get("next") or "/admin/"})
    return HttpResponseRedirect(f"{reverse('account_login')}?{query}")


@audience(SIGNED_IN)
def password_of_dictionaries(request: HttpRequest) -> HttpResponse:
    """Where Django's administration would change a password past the rules and the record."""
    return HttpResponseRedirect(reverse("account_change_password"))
