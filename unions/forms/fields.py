"""Fields that several forms share: a clean line, a day, a union or an account by what people call it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unions.models import Account, Union
from unions.models.account import AccountQuerySet
from unions.models.union import UnionQuerySet
from unions.queries.unions import unions_called
from unions.values.text import clean_line

ISO = "%Y-%m-%d"


class LineField(forms.CharField):
    """One line without what can't be seen; `check` normalises or refuses it."""

    def __init__(self, *, check: Callable[[str], Any] = clean_line, **options: Any) -> None:
        """Keep the check."""
        self.check = check
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        """Clean, then check what is left."""
        line = clean_line(super().to_python(value) or "")
        return str(self.check(line)) if line else ""


class DayField(forms.DateField):
    """A day by the browser's own control."""

    def __init__(self, **options: Any) -> None:
        """Speak ISO with the browser."""
        options.setdefault("error_messages", {"invalid": _("Write the day like 2026-09-30.")})
        widget = forms.DateInput(format=ISO, attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=[ISO, "%Y.%m.%d", "%Y/%m/%d"], **options)


class UnionField(LineField):
    """A union by code or name, present or former, among those that the form allows."""

    among: UnionQuerySet = Union.objects.none()

    def prepare_value(self, value: Any) -> Any:
        """Show a union by its code."""
        return value.code if isinstance(value, Union) else value

    def clean(self, value: Any) -> Union | None:
        """Find the one union, or name those that are meant."""
        text = super().clean(value)
        if not text:
            return None
        found = unions_called(text, self.among)
        if not found:
            raise ValidationError(_("No union within your reach has this code or name."), code="unknown")
        if len(found) > 1:
            names = "、".join(f"{u.code} {u.name}" for u in found)
            raise ValidationError(_("Several unions: %(names)s. Write the code."), params={"names": names})
        return found[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as shown."""
        return super().has_changed(self.prepare_value(initial), data)


class AccountField(LineField):
    """An account by username or mobile, among those that the form allows."""

    among: AccountQuerySet = Account.objects.none()

    def prepare_value(self, value: Any) -> Any:
        """Show an account by its username."""
        return value.username if isinstance(value, Account) else value

    def clean(self, value: Any) -> Account | None:
        """Find the one account."""
        text = super().clean(value)
        if not text:
            return None
        found = self.among.filter(Q(username__iexact=text) | Q(mobile=text)).first()
        if found is None:
            raise ValidationError(_("No account within your reach has this username or mobile."), code="unknown")
        return found
