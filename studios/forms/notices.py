"""What the office writes on a public notice, and what the chair confirms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.actions.notices import NoticeText
from studios.choices.reviews import NoticeOrder
from studios.models import PublicNotice
from unions.values.text import clean_line, clean_text

LEAST_DAYS, MOST_DAYS = 3, 10


class NoticeStepForm(forms.Form):
    """What every step carries: the revision that the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, notice: PublicNotice, **kwargs: Any) -> None:
        """Show the notice's present revision."""
        self.notice = notice
        kwargs.setdefault("initial", {}).setdefault("revision", notice.revision)
        super().__init__(*args, **kwargs)


class NoticeForm(NoticeStepForm):
    """Words, order and length of a notice."""

    title = forms.CharField(label=_("Title"), max_length=120)
    basis = forms.CharField(
        label=_("Basis and what was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )
    contact = forms.CharField(
        label=_("Who may object and how"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5})
    )
    order = forms.ChoiceField(label=_("Order of the list"), choices=NoticeOrder.choices)
    days = forms.IntegerField(
        label=_("Working days"),
        min_value=LEAST_DAYS,
        max_value=MOST_DAYS,
        help_text=_("Three to ten; the day of publication is the first."),
    )

    def __init__(self, *args: Any, notice: PublicNotice, **kwargs: Any) -> None:
        """Show what the notice says now."""
        said = {name: getattr(notice, name) for name in ("title", "basis", "contact", "order", "days")}
        kwargs["initial"] = said | (kwargs.get("initial") or {})
        super().__init__(*args, notice=notice, **kwargs)

    def clean_title(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["title"])

    def clean_basis(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["basis"])

    def clean_contact(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["contact"])

    @property
    def text(self) -> NoticeText:
        """What the action takes."""
        names = ("title", "basis", "contact", "order", "days")
        return NoticeText(**{name: self.cleaned_data[name] for name in names})


class CorrectionForm(NoticeForm):
    """A correction: what is corrected, for everybody to read, and whether the period begins anew."""

    note = forms.CharField(
        label=_("Note on the correction"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The public reads it above the notice."),
    )
    again = forms.BooleanField(label=_("Show it again for a full period from today"), required=False)
    field_order = ("note", "again", "title", "basis", "contact", "order", "days")

    def clean_note(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["note"])
