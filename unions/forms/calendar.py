"""Forms of the working-day calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unions.values.text import clean_line, clean_text

WORKED = [("yes", _("Working day")), ("no", _("Day off"))]


class DayForm(forms.Form):
    """One day: worked or not, and why."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    worked = forms.ChoiceField(label=_("This day is a"), choices=WORKED, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Holiday or reason"), max_length=40, required=False)

    def clean_name(self) -> str:
        """One line without invisible characters."""
        return clean_line(self.cleaned_data["name"])


class ArrangementForm(forms.Form):
    """The published arrangement of a whole year."""

    text = forms.CharField(
        label=_("Published list"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Paste the paragraphs of the notice, or lines such as “2027-01-01 休 元旦” and “2027-01-03 班”."),
    )
    source = forms.CharField(
        label=_("Source"), max_length=120, required=False, help_text=_("Title and document number of the notice.")
    )

    def clean_text(self) -> str:
        """Lines without invisible characters."""
        return clean_text(self.cleaned_data["text"])

    def clean_source(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["source"])
