"""The day or month on which many entries of the register end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.forms.application.fields import Day, Month
from unions import clock


class LeavingForm(forms.Form):
    """When the members left."""

    left_on = Day(label=_("Day of leaving"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with today, and show again what is no day."""
        super().__init__(*args, initial={"left_on": clock.today()}, **kwargs)
        self.fields["left_on"].prepare(None, {"left_on": str(self.data.get("left_on", ""))})


class EndingForm(forms.Form):
    """With which month the pairs end."""

    ends_on = Month(ahead=6, label=_("Month of the end"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with this month."""
        super().__init__(*args, initial={"ends_on": clock.today().replace(day=1)}, **kwargs)
