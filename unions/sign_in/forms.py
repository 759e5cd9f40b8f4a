"""The library's forms in our words, each with what the library leaves out."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as LibraryChangePasswordForm
from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as LibraryReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as LibraryCodeAgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unions.sign_in import kept

LONGEST = 200


def _word(field: forms.Field, label: object, **attributes: object) -> None:
    field.label = label
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= attributes


class SignInForm(LoginForm):
    """Username or mobile, password, and what has to be kept across signing in: language and typed text."""

    lang = forms.CharField(required=False, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            max_length=LONGEST,
            label=_("Username or mobile"),
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )
        _word(self.fields["password"], _("Password"))
        self.order_fields(["login", "password", "lang", "kept"])

    def clean_password(self) -> str:
        """An overlong password is a wrong one; it is not worth the hashing."""
        return self.cleaned_data["password"][: LONGEST + 1]

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in; text that waits for this account comes before the page asked for."""
        line = self.cleaned_data["kept"]
        if kept.unsealed(line, account=self.user.pk):
            request.session[kept.SESSION_KEY] = line
            redirect_url = reverse("kept_text")
        return super().login(request, redirect_url=redirect_url)


class ChangePasswordForm(LibraryChangePasswordForm):
    """The new password differs from the one in use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["oldpassword"], _("Current password"))
        _word(self.fields["password1"], _("New password"))
        _word(self.fields["password2"], _("New password once more"))
        self.fields["password1"].help_text = _(
            "At least 12 characters. A sentence that only you know is easy to keep in mind; "
            "the name of the organisation with a year is not enough."
        )

    def clean_password1(self) -> str:
        """Refuse the password in use: it came on a slip of paper or may be known."""
        password = self.cleaned_data["password1"]
        if self.user.check_password(password):
            raise ValidationError(_("Choose a password that differs from the current one."), code="same")
        return password


class ReauthenticateForm(LibraryReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["password"], _("Password"))


class _CodeForm:
    """The field of a one-time code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], _("One-time code"), inputmode="numeric", autocapitalize="none", spellcheck="false")


class CodeForm(_CodeForm, AuthenticateForm):
    """The code at signing in."""


class CodeAgainForm(_CodeForm, LibraryCodeAgainForm):
    """The code once more."""


class EnrolmentForm(_CodeForm, ActivateTOTPForm):
    """The first code; it is used up by enrolling, the library would take it again."""

    def clean_code(self) -> str:
        """Check the code, and mark it as used."""
        code = super().clean_code()
        TOTP(Authenticator(user=self.user, type=Authenticator.Type.TOTP))._mark_code_used(code)  # noqa: SLF001
        return code
