"""The day or month that many entries of the register share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.forms.application.fields import Day, Month
from unions import clock


class DayForm(forms.Form):
    """One day, today or earlier."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with today, and show again what is no day."""
        super().__init__(*args, initial=dict.fromkeys(self.base_fields, clock.today()), **kwargs)
        for name, field in self.fields.items():
            field.prepare(None, {name: str(self.data.get(name, ""))})


class ConsentsForm(DayForm):
    """When the members agreed."""

    given_on = Day(label=_("Day of the consent"))


class LeavingForm(DayForm):
    """When the members left."""

    left_on = Day(label=_("Day of leaving"))


class EndingForm(forms.Form):
    """With which month the pairs end."""

    ends_on = Month(ahead=6, label=_("Month of the end"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with this month."""
        super().__init__(*args, initial={"ends_on": clock.today().replace(day=1)}, **kwargs)
