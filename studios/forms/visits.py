"""What is filled in about site visits: planning, calling off, and what the team writes on the phone."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from studios.actions.visit_reports import Seen
from studios.actions.visits import LEAST_TEAM, Route, Team
from studios.forms.application.fields import Text
from studios.models import Application, Call, SiteVisit
from studios.queries.rubrics import CaseCriterion
from studios.queries.visits import SheetRow, team_candidates, without_visit
from studios.values.points import HALF_POINT
from unions import clock
from unions.models import Account

YEAR = timedelta(days=366)
DATE = {"type": "date"}


def person(account: Account) -> str:
    """A member as the choice names it."""
    return f"{account.name}（{account.home.name}）" if account.home else account.name


class TimeForm(forms.Form):
    """Who goes, when and where."""

    team = forms.ModelMultipleChoiceField(
        label=_("Visiting team"),
        queryset=Account.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At least two; experts of this call or officers of the naming union, nobody of the unit itself."),
        error_messages={"required": _("A team has at least two people.")},
    )
    head = forms.ModelChoiceField(
        label=_("Head of the team"),
        queryset=Account.objects.none(),
        required=False,
        empty_label=_("The first of the team"),
    )
    day = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = Text(
        limit=120, required=False, label=_("Place"), help_text=_("Empty: the unit's address, as the register has it.")
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        """Offer those who may go."""
        super().__init__(*args, **kwargs)
        people = team_candidates(call).select_related("home").order_by("name", "pk")
        for name in ("team", "head"):
            self.fields[name].queryset = people
            self.fields[name].label_from_instance = person

    def clean_day(self) -> date:
        """A day from today on, within a year."""
        day = self.cleaned_data["day"]
        if not clock.today() <= day <= clock.today() + YEAR:
            raise ValidationError(_("Choose a day from today on, within a year."))
        return day

    def clean_team(self) -> Any:
        """Two at least."""
        if len(self.cleaned_data["team"]) < LEAST_TEAM:
            raise ValidationError(_("A team has at least two people."))
        return self.cleaned_data["team"]

    @property
    def chosen_team(self) -> Team:
        """As the action takes it."""
        return Team(tuple(self.cleaned_data["team"]), self.cleaned_data["head"])

    @property
    def route(self) -> Route:
        """As the action takes it."""
        values = self.cleaned_data
        at = timezone.make_aware(datetime.combine(values["day"], values["time"]))
        return Route(at, minutes=values.get("minutes") or 0, place=values["place"])


class PlanForm(TimeForm):
    """One visit, or a day's route of several."""

    cases = forms.ModelMultipleChoiceField(
        label=_("Cases to visit"),
        queryset=Application.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several cases make a day's route, in this order."),
        error_messages={"required": _("Choose at least one case.")},
    )
    minutes = forms.IntegerField(
        label=_("Minutes from one visit to the next"),
        min_value=10,
        max_value=600,
        required=False,
        initial=90,
        help_text=_("Counts for a route only."),
    )
    field_order = ("cases", "day", "time", "minutes", "place", "team", "head")

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        """Offer the cases that have no visit; a repeated click finds those that have one meanwhile."""
        super().__init__(*args, call=call, **kwargs)
        field = self.fields["cases"]
        waiting = without_visit(call)
        field.queryset = call.applications.select_related("studio", "union") if self.is_bound else waiting
        field.label_from_instance = case_label
        if self.is_bound:
            field.choices = [(a.pk, case_label(a)) for a in waiting]


def case_label(application: Application) -> str:
    """A case as the choice names it."""
    return f"{application.studio.name}（{application.union.employer_name}，{application.number}）"


class ChangeForm(TimeForm):
    """Another time, place or team for a planned visit."""

    field_order = ("day", "time", "place", "team", "head")

    def __init__(self, *args: Any, visit: SiteVisit, **kwargs: Any) -> None:
        """Show what is planned."""
        at = localtime(visit.planned_at)
        visitors = list(visit.visitors.all())
        kwargs["initial"] = {
            "day": at.date(),
            "time": at.time(),
            "place": visit.place,
            "team": [v.account_id for v in visitors],
            "head": next((v.account_id for v in visitors if v.is_head), None),
        }
        super().__init__(*args, **kwargs)


class CancelForm(forms.Form):
    """Why a visit is called off."""

    reason = Text(limit=300, lines=3, label=_("Reason"), help_text=_("The team and the unit read it."))


class VisitForm(forms.Form):
    """What the team saw: points and a note for each criterion, findings, names of those present."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    rubric = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    attended = forms.TypedMultipleChoiceField(
        label=_("Who of the team was there"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    present = Text(limit=200, required=False, label=_("Who of the unit was there"))
    findings = Text(limit=2000, lines=6, required=False, label=_("What the team found"))

    def __init__(self, *args: Any, visit: SiteVisit, sheet: list[SheetRow], **kwargs: Any) -> None:
        """One pair of fields a criterion, with what was written so far."""
        visitors = list(visit.visitors.all())
        kwargs["initial"] = {
            "version": visit.version,
            "rubric": sheet[0].criterion.criterion.group.rubric_id if sheet else None,
            "attended": [v.account_id for v in visitors if v.was_present],
            "present": visit.present,
            "findings": visit.findings,
        }
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.fields["attended"].choices = [(v.account_id, v.account.name) for v in visitors]
        for row in sheet:
            self._add(row)

    def _add(self, row: SheetRow) -> None:
        criterion = row.criterion
        self.fields[f"points_{criterion.pk}"] = PointsField(criterion, initial=shown(row.points))
        self.fields[f"note_{criterion.pk}"] = Text(
            limit=500, lines=2, required=False, initial=row.note, label=_("What was seen")
        )

    @property
    def rows(self) -> list[tuple[CaseCriterion, forms.BoundField, forms.BoundField]]:
        """Each criterion with its two fields."""
        found = [row.criterion for row in self.sheet]
        return [(c, self[f"points_{c.pk}"], self[f"note_{c.pk}"]) for c in found]

    def require_whole(self) -> bool:
        """Say everything that is missing before the visit can be reported; whether nothing is."""
        for row in self.sheet:
            name = f"points_{row.criterion.pk}"
            if name not in self.errors and self.cleaned_data.get(name) is None:
                self.add_error(name, _("Give points, 0 if there was nothing."))
        if not self.cleaned_data.get("findings") and "findings" not in self.errors:
            self.add_error("findings", _("Write what the team found."))
        if len(self.cleaned_data.get("attended", ())) < LEAST_TEAM:
            self.add_error("attended", _("At least two of the team must have been there. Tick who was."))
        return not self.errors

    @property
    def seen(self) -> Seen:
        """As the actions take it."""
        values = self.cleaned_data
        pks = [row.criterion.pk for row in self.sheet]
        return Seen(
            lines={pk: (values.get(f"points_{pk}"), values.get(f"note_{pk}", "")) for pk in pks},
            findings=values["findings"],
            present=values["present"],
            attended=frozenset(values["attended"]),
            rubric=values["rubric"],
        )


class PointsField(forms.DecimalField):
    """Points in steps of half a point."""

    def __init__(self, criterion: CaseCriterion, *, initial: str) -> None:
        """Up to the points of the criterion."""
        self.affix = _("of %(most)s") % {"most": shown(criterion.points)}
        super().__init__(
            label=_("Points"),
            required=False,
            initial=initial,
            min_value=Decimal(0),
            max_value=criterion.points,
            max_digits=5,
            decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )

    def validate(self, value: Decimal | None) -> None:
        """Half a point is the smallest step."""
        super().validate(value)
        # Others say what is too large; the remainder of a huge number cannot be computed.
        if value is not None and abs(value) <= self.max_value and value % HALF_POINT:
            raise ValidationError(_("Points go in steps of half a point, such as 3.5."))


def shown(points: Decimal | None) -> str:
    """Points without idle zeros."""
    return "" if points is None else f"{points.normalize():f}"
