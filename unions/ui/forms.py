"""How forms are drawn, and the two fields whose screen form differs from what is stored."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.template import loader
from django.utils.translation import gettext_lazy as _

from unions import clock
from unions.values.money import is_unchanged, wan_to_yuan, yuan_to_wan

EARLIEST_YEAR = 1950


class Renderer(DjangoTemplates):
    """Our own templates for forms and fields, Django's for widgets."""

    form_template_name = "components/form.html"

    def get_template(self, template_name: str) -> object:
        """Find our components through the project's engine, which knows our tags."""
        if template_name.startswith("components/"):
            return loader.get_template(template_name)
        return super().get_template(template_name)


class WanField(forms.CharField):
    """Money typed and shown in 万元, kept in yuan; what cannot be read stays as it was typed."""

    affix = _("10,000 yuan")

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def prepare_value(self, value: object) -> object:
        """Show stored yuan as 万元."""
        return yuan_to_wan(value) if isinstance(value, Decimal) else value

    def to_python(self, value: object) -> Decimal | None:
        """Read 万元 into yuan."""
        typed = super().to_python(value)
        return wan_to_yuan(typed) if typed else None

    def has_changed(self, initial: object, data: object) -> bool:
        """Compare amounts, not ways of typing them."""
        if isinstance(initial, Decimal) or initial is None:
            return not is_unchanged(str(data or ""), initial)
        return super().has_changed(initial, data)


def _months() -> list[tuple[object, object]]:
    return [("", _("Month")), *((m, m) for m in range(1, 13))]


class MonthWidget(forms.MultiWidget):
    """Two selects, year and month; no browser's month control is good enough."""

    def __init__(self, *, years: Callable[[], list[tuple[object, object]]]) -> None:
        """Offer the years that `years` answers on the day of asking."""
        year = forms.Select(choices=years, attrs={"aria-label": _("Year"), "class": "select"})
        month = forms.Select(choices=_months, attrs={"aria-label": _("Month"), "class": "select"})
        super().__init__([year, month])

    def decompress(self, value: date | None) -> list[int | None]:
        """Split the first day of a month."""
        return [value.year, value.month] if value else [None, None]


class MonthField(forms.MultiValueField):
    """A month, kept as its first day."""

    default_error_messages = {
        "incomplete": _("Choose both the year and the month."),
        "future": _("Choose a month that is not in the future."),
    }

    def __init__(self, *, since: int = EARLIEST_YEAR, ahead: int = 0, **kwargs: object) -> None:
        """Offer years from `since` to `ahead` years from now; without `ahead` the future is refused."""
        self.refuses_future = not ahead

        def years() -> list[tuple[object, object]]:
            latest = clock.today().year + ahead
            return [("", _("Year")), *((year, year) for year in range(latest, since - 1, -1))]

        parts = (
            forms.TypedChoiceField(choices=years, coerce=int, empty_value=None),
            forms.TypedChoiceField(choices=_months, coerce=int, empty_value=None),
        )
        super().__init__(parts, widget=MonthWidget(years=years), **kwargs)

    def compress(self, values: list[int | None]) -> date | None:
        """Join year and month to the month's first day."""
        if not values or None in values:
            return None
        first = date(values[0], values[1], 1)
        if self.refuses_future and first > clock.today():
            raise ValidationError(self.error_messages["future"], code="future")
        return first

    def clean(self, value: list[str] | None) -> date | None:
        """Say that both are needed when one of the two is missing."""
        if value and any(value) and not all(value):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return super().clean(value)
