"""A score sheet as a form: band first, then points in half steps; or a vote, or a view in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.scores import COMMENT, LINE_COMMENT, Given, Lines, band_of, check_points, middle_of
from studios.choices.reviews import PanelMethod, Vote
from studios.models import Assignment, Band, Call, PanelSeat, ScoreLine, ScoreSheet
from studios.queries.rubrics import CaseCriterion
from studios.queries.scores import Frame
from studios.values.sheets import plain
from unions.errors import Refusal
from unions.values.text import clean_text


@dataclass(frozen=True, slots=True)
class BandChoice:
    """A band as a radio button; `middle` is what choosing it sets."""

    band: Band
    middle: str
    is_on: bool

    @property
    def words(self) -> str:
        """26–30, or the one number that the band is."""
        least, most = plain(self.band.least), plain(self.band.most)
        return least if least == most else f"{least}–{most}"


@dataclass(frozen=True, slots=True)
class CriterionField:
    """One criterion on the sheet with its controls."""

    criterion: CaseCriterion
    points: forms.BoundField
    bands: list[BandChoice]
    comment: forms.BoundField | None

    @property
    def most(self) -> str:
        """The most points."""
        return plain(self.criterion.points)


class SheetForm(forms.Form):
    """One sheet; a draft may have gaps, what is out of range is named at its field."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *args: Any, frame: Frame, method: str, sheet: ScoreSheet | None, **kwargs: Any
    ) -> None:
        """One group of controls for each criterion that the expert scores."""
        self.frame, self.method, self.sheet = frame, method, sheet
        self.kept: dict[int, ScoreLine] = {line.criterion_id: line for line in sheet.lines.all()} if sheet else {}
        self.lines: Lines = {}
        super().__init__(data, *args, initial=self._initial(), **kwargs)
        for criterion in frame.judged:
            self._ask(criterion)
        if method == PanelMethod.VOTE:
            self.fields["vote"] = forms.ChoiceField(
                label=_("Vote"), choices=Vote.choices, widget=forms.RadioSelect, required=False
            )
        self.fields["comment"] = forms.CharField(
            label=_("Your view of the case") if method == PanelMethod.DELIBERATION else _("Comment"),
            max_length=COMMENT,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def _initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {"version": self.sheet.version if self.sheet else 0}
        if self.sheet:
            found |= {"comment": self.sheet.comment, "vote": self.sheet.vote}
        for pk, line in self.kept.items():
            points = "" if line.points is None else plain(line.points)
            found |= {f"points_{pk}": points, f"comment_{pk}": line.comment, f"band_{pk}": line.band_id}
        return found

    def _ask(self, criterion: CaseCriterion) -> None:
        pk, name = criterion.pk, criterion.criterion.name
        attributes = {"step": "0.5", "min": "0", "max": plain(criterion.points), "inputmode": "decimal"}
        self.fields[f"points_{pk}"] = forms.DecimalField(
            label=_("Points for %(name)s") % {"name": name},
            required=False,
            error_messages={"invalid": _("“%(name)s” takes a number, such as 4.5.") % {"name": name}},
            widget=forms.NumberInput(attrs=attributes | {"class": "input"}),
        )
        self.fields[f"band_{pk}"] = forms.TypedChoiceField(
            choices=[(b.pk, b.name) for b in criterion.bands], coerce=int, empty_value=None, required=False
        )
        if criterion.criterion.wants_comment:
            self.fields[f"comment_{pk}"] = forms.CharField(
                label=_("Comment on %(name)s") % {"name": name},
                max_length=LINE_COMMENT,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "class": "textarea"}),
            )

    def clean(self) -> dict[str, Any]:
        """Choosing a band sets its middle; then every line is checked for itself."""
        values = super().clean() or {}
        for name in [n for n in values if n == "comment" or n.startswith("comment_")]:
            self._clean_words(name)
        self.lines = {c.pk: found for c in self.frame.judged if (found := self._given(c)) is not None}
        return values

    def _clean_words(self, name: str) -> None:
        try:
            self.cleaned_data[name] = clean_text(self.cleaned_data[name]).strip()
        except ValidationError as damaged:
            self.add_error(name, damaged)

    def _given(self, criterion: CaseCriterion) -> Given | None:
        """What was given for a criterion; nothing when it cannot be kept."""
        pk, values = criterion.pk, self.cleaned_data
        if f"points_{pk}" not in values or f"points_{pk}" in self.errors:
            return self._as_kept(pk)
        points = self._points(criterion, values[f"points_{pk}"], values.get(f"band_{pk}"))
        try:
            if points is not None:
                check_points(criterion, points)
        except Refusal as refusal:
            self.add_error(f"points_{pk}", str(refusal.message))
            return self._as_kept(pk)
        return Given(points, None, values.get(f"comment_{pk}", ""))

    def _as_kept(self, pk: int) -> Given | None:
        """A draft keeps what it had where the new value cannot be kept."""
        line = self.kept.get(pk)
        return Given(line.points, line.band_id, line.comment) if line else None

    def _points(self, criterion: CaseCriterion, points: Decimal | None, band: int | None) -> Decimal | None:
        """The points typed; a band that was just chosen sets its middle, unless points were typed too."""
        line = self.kept.get(criterion.pk)
        before = (line.points, band_of(criterion, line.points)) if line else (None, None)
        is_new_band = band is not None and band not in {before[1], band_of(criterion, points)}
        if band is not None and (points is None or (is_new_band and points == before[0])):
            return middle_of(criterion, band)
        return points

    @cached_property
    def criteria(self) -> list[CriterionField]:
        """The criteria with their controls, in order."""
        return [self._field(c) for c in self.frame.judged]

    def _field(self, criterion: CaseCriterion) -> CriterionField:
        pk = criterion.pk
        on = str(self[f"band_{pk}"].value() or "")
        bands = [
            BandChoice(b, plain(middle_of(criterion, b.pk) or Decimal(0)), is_on=str(b.pk) == on)
            for b in sorted(criterion.bands, key=lambda b: b.least)
        ]
        comment = self[f"comment_{pk}"] if f"comment_{pk}" in self.fields else None
        return CriterionField(criterion, self[f"points_{pk}"], bands, comment)

    @property
    def running_total(self) -> Decimal:
        """The total of what stands on the sheet now."""
        return self.frame.total({pk: line.points for pk, line in self._standing.items()})

    @property
    def gaps(self) -> int:
        """How many criteria have no points yet."""
        standing = self._standing
        return sum(
            not c.is_bonus and (c.pk not in standing or standing[c.pk].points is None) for c in self.frame.judged
        )

    @property
    def _standing(self) -> Mapping[int, Any]:
        return self.lines if self.is_bound else self.kept

    @property
    def facts(self) -> dict[str, Any]:
        """What the action is told, besides who and which version."""
        values = self.cleaned_data
        comment = values.get("comment", self.sheet.comment if self.sheet else "")
        return {"lines": self.lines, "comment": comment, "vote": values.get("vote", "")}


class PaperSheetForm(SheetForm):
    """A sheet typed from paper, with its scan."""

    scan = forms.FileField(
        label=gettext_lazy("Scan of the paper sheet"),
        required=False,
        help_text=gettext_lazy("PDF or picture, 20 MB at most."),
    )


class AssignmentForm(forms.Form):
    """Which expert's sheet of which case is typed."""

    seat = forms.ModelChoiceField(label=gettext_lazy("Expert"), queryset=PanelSeat.objects.none())
    number = forms.CharField(label=gettext_lazy("Number of the case"), max_length=16)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        """Offer the experts of the call who are at work."""
        super().__init__(*args, **kwargs)
        seats = PanelSeat.objects.at_work().filter(call=call).select_related("expert__person")
        self.fields["seat"].queryset = seats
        self.fields["seat"].label_from_instance = lambda seat: f"{seat.number} {seat}"
        self.assignment: Assignment | None = None

    def clean(self) -> dict[str, Any]:
        """The case is one of the expert's."""
        values = super().clean() or {}
        if "seat" in values and "number" in values:
            number = values["number"].strip().upper()
            rows = Assignment.objects.filter(seat=values["seat"], application__number=number)
            self.assignment = rows.first()
            if self.assignment is None:
                self.add_error("number", _("No case of this number is assigned to this expert."))
        return values
