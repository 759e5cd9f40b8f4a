"""What a meeting writes: its size, changes at the line with reasons, the minutes, a reserve that moves up."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.meetings import LONGEST_REASON, Minutes
from studios.choices.calls import VetoGround
from studios.choices.reviews import MeetingKind
from studios.models import Meeting, MeetingLine
from studios.queries.meetings import stands
from unions import clock
from unions.values.text import clean_line, clean_text

MOST_PLACES = 9999


REASON = gettext_lazy("Reason")


REASON = gettext_lazy("Reason")


def reason_field(label: Any = REASON) -> forms.CharField:
    """A reason; that it is missing is said in the words of the action."""
    return forms.CharField(
        label=label,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write the reason. It stands in the record.")},
    )


class SizeForm(forms.Form):
    """Places and reserves; the revision too when the list is ranked anew."""

    places = forms.IntegerField(label=gettext_lazy("Places"), min_value=1, max_value=MOST_PLACES)
    reserves = forms.IntegerField(label=gettext_lazy("Reserves"), min_value=0, max_value=MOST_PLACES)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ChangeForm(forms.Form):
    """What every change carries: the revision that the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, lines: Sequence[MeetingLine], **kwargs: Any) -> None:
        """Show the list's present revision."""
        self.meeting, self.lines = meeting, {str(line.pk): line for line in lines if stands(line)}
        kwargs.setdefault("initial", {}).setdefault("revision", meeting.revision)
        super().__init__(*args, **kwargs)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The cases that still stand, in the list's order."""
        return [(key, f"{line.position}　{name_of(line)}（{line.result.label}）") for key, line in self.lines.items()]


def name_of(line: MeetingLine) -> str:
    """Studio and number of a line."""
    return f"{line.application.studio.name} {line.application.number}"


class SwapForm(ChangeForm):
    """Two cases that change places."""

    one = forms.ChoiceField(label=gettext_lazy("One case"))
    other = forms.ChoiceField(label=gettext_lazy("The other case"))
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the cases that stand."""
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            self.fields[name].choices = self.choices

    def clean_reason(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["reason"])

    @property
    def pair(self) -> tuple[MeetingLine, MeetingLine]:
        """The two lines."""
        return self.lines[self.cleaned_data["one"]], self.lines[self.cleaned_data["other"]]


class TieForm(ChangeForm):
    """The vote between two that are level at the line: who goes before whom."""

    order = forms.ChoiceField(label=gettext_lazy("Who goes first"), widget=forms.RadioSelect)
    reason = reason_field(gettext_lazy("The vote, in figures"))

    def __init__(self, *args: Any, pairs: Sequence[tuple[MeetingLine, MeetingLine]], **kwargs: Any) -> None:
        """Offer both ways for each pair."""
        super().__init__(*args, **kwargs)
        ways = [way for one, two in pairs for way in ((one, two), (two, one))]
        self.ways = {f"{first.pk}-{second.pk}": (first, second) for first, second in ways}
        self.fields["order"].choices = [
            (key, _("%(first)s before %(second)s") % {"first": name_of(first), "second": name_of(second)})
            for key, (first, second) in self.ways.items()
        ]

    def clean_reason(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["reason"])

    @property
    def chosen(self) -> tuple[MeetingLine, MeetingLine]:
        """Winner and loser."""
        return self.ways[self.cleaned_data["order"]]


class VetoForm(ChangeForm):
    """A case that is stopped, with ground and evidence."""

    line = forms.ChoiceField(label=gettext_lazy("Case"))
    ground = forms.ChoiceField(label=gettext_lazy("Ground"), choices=VetoGround.choices, widget=forms.RadioSelect)
    note = reason_field(gettext_lazy("Evidence; the applicant reads it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the cases that stand."""
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = self.choices

    def clean_note(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["note"])

    @property
    def chosen(self) -> MeetingLine:
        """The line."""
        return self.lines[self.cleaned_data["line"]]


class MinutesForm(ChangeForm):
    """The paper record of the meeting."""

    kind = forms.ChoiceField(label=gettext_lazy("Meeting"), choices=MeetingKind.choices, widget=forms.RadioSelect)
    number = forms.CharField(label=gettext_lazy("Record number"), max_length=60)
    held_on = forms.DateField(
        label=gettext_lazy("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    present = forms.CharField(label=gettext_lazy("Present"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    recused = forms.CharField(
        label=gettext_lazy("Recused"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_held_on(self) -> Any:
        """Not later than today."""
        day = self.cleaned_data["held_on"]
        if day > clock.today():
            raise ValidationError(_("The date of the meeting is in the future."))
        return day

    def clean_number(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["number"])

    def clean_present(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["present"])

    def clean_recused(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["recused"])

    @property
    def minutes(self) -> Minutes:
        """What was written."""
        values = self.cleaned_data
        return Minutes(
            kind=values["kind"],
            number=values["number"],
            held_on=values["held_on"],
            present=values["present"],
            recused=values["recused"],
        )


class PromoteForm(forms.Form):
    """Why a reserve moves up."""

    reason = reason_field()

    def clean_reason(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["reason"])
