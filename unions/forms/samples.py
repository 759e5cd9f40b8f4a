"""A form that shows every kind of field on the components page; it stores nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unions.ui.forms import MonthField, WanField

KINDS = [
    ("innovation", _("Technical innovation")),
    ("patent", _("Invention patent")),
    ("method", _("Operating method")),
]
SERVICES = [("lecture", _("Lectures on site")), ("advice", _("Technical advice")), ("visit", _("Visits"))]
COUNTIES = [("", _("Choose a county")), *((number, f"{number:02}") for number in range(1, 21))]


class SampleForm(forms.Form):
    """One field of each kind."""

    group = _("Result 1")

    name = forms.CharField(label=_("Name of the result"), max_length=40, help_text=_("Name the object and the method."))
    kind = forms.ChoiceField(label=_("Kind of result"), choices=KINDS, widget=forms.RadioSelect)
    services = forms.MultipleChoiceField(
        label=_("Services offered"), choices=SERVICES, widget=forms.CheckboxSelectMultiple, required=False
    )
    county = forms.ChoiceField(label=_("County"), choices=COUNTIES)
    started = MonthField(label=_("Founded"))
    finished = forms.DateField(label=_("Finished on"), widget=forms.DateInput(attrs={"type": "date"}))
    benefit = WanField(label=_("Benefit a year"))
    problem = forms.CharField(
        label=_("Problem and method"),
        max_length=500,
        widget=forms.Textarea,
        required=False,
        help_text=_("First the problem, then what was done, then the figures."),
    )
    evidence = forms.FileField(label=_("Evidence"), help_text=_("PDF, JPG, PNG or DOCX, 20 MB each."))
    pledge = forms.BooleanField(label=_("What is filled in here is true."))
