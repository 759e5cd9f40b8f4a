"""Forms of the working-day calendar."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from unions.values.text import clean_line, clean_text

LONGEST_FILE = 50_000
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
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Paste the paragraphs of the notice, or lines such as “2027-01-01 休 元旦” and “2027-01-03 班”."),
    )
    file = forms.FileField(
        label=_("Or a file with the list"),
        required=False,
        help_text=_("Plain text or CSV, as UTF-8 or GBK; lines such as “2027-01-01,休,元旦”."),
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.csv"}),
    )
    source = forms.CharField(
        label=_("Source"), max_length=120, required=False, help_text=_("Title and document number of the notice.")
    )

    def clean_text(self) -> str:
        """Lines without invisible characters."""
        return clean_text(self.cleaned_data["text"])

    def clean_file(self) -> str:
        """The words of the file; what is no text, or too long for a list of days, is refused with what to do."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        content = file.read(LONGEST_FILE + 1)
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(content) <= LONGEST_FILE and "\0" not in text:
                return clean_text(text)
        raise ValidationError(_("This file is no list of days. Save it as plain text or CSV, or paste the list above."))

    def clean(self) -> dict[str, Any]:
        """The list stands in one of two places."""
        cleaned = super().clean() or {}
        text, file = cleaned.get("text"), cleaned.pop("file", "")
        if text and file:
            self.add_error("file", _("The list stands above already. Leave one of the two empty."))
        elif not text and not file and not self.errors:
            self.add_error("text", _("Paste the list, or choose a file."))
        cleaned["text"] = text or file
        return cleaned

    def clean_source(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["source"])
