"""The call editor's forms: wording, dates, opinions, slots, conditions, extension, copy."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import REVIEWING, Check, DecisionVerb, Severity, Stage
from studios.models import Call, Honour
from studios.values.call_defaults import ConditionSpec, OpinionSpec, SlotSpec
from unions.choices.people import Role
from unions.choices.tree import Level
from unions.models import Account, Union
from unions.values.text import clean_line, clean_text

CLOSING = "17:30"
OFFERED = (Stage.RECOMMENDATION, *REVIEWING)
MOST_ROWS = 40


class MomentField(forms.SplitDateTimeField):
    """A day and an hour; the hour defaults to the end of an office day."""

    def __init__(self, **kwargs: Any) -> None:
        """Two native controls in one group."""
        kwargs.setdefault("input_time_formats", ["%H:%M", "%H:%M:%S"])
        super().__init__(widget=MomentWidget(), **kwargs)

    def clean(self, value: Any) -> datetime | None:
        """An empty hour means the end of the office day."""
        if value and value[0] and not value[1]:
            value = [value[0], CLOSING]
        return super().clean(value)


class MomentWidget(forms.SplitDateTimeWidget):
    """Native date and time controls."""

    def __init__(self) -> None:
        """Each control says what it is to screen readers."""
        super().__init__(
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs={"type": "date", "class": "input w-m", "aria-label": _("Day")},
            time_attrs={"type": "time", "class": "input w-s", "aria-label": _("Hour")},
        )


class WordingForm(forms.ModelForm):
    """Title, level, year, wording and settings of a call."""

    path = forms.MultipleChoiceField(
        label=_("Optional stages"),
        choices=[(s.value, s.label) for s in OFFERED],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=[Stage.RECOMMENDATION],
    )
    opens_at = MomentField(label=_("Opens"))

    class Meta:
        model = Call
        fields = (
            "title",
            "level",
            "year",
            "verb",
            "level_name",
            "approval_basis",
            "guide",
            "path",
            "opens_at",
            "valid_years",
            "notice_days",
            "single_sign",
            "needs_unit_scan",
            "paper_copies",
            "is_practice",
        )
        help_texts = {
            "verb": _("Used on every page and paper of this call."),
            "level_name": _("Leave empty for the usual word."),
            "approval_basis": _("The paper that allows this call, with its number."),
            "valid_years": _("Leave empty if the designation lasts until it is revoked."),
            "paper_copies": _("0: this call asks for no paper."),
            "single_sign": _("For small unions: the clerk signs, but for waivers, namings and revocations."),
        }
        widgets = {"verb": forms.RadioSelect, "guide": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The verb is chosen among words, never left out."""
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = DecisionVerb.choices
        self.fields["level"].choices = Level.choices
        self.fields["approval_basis"].required = True
        self.fields["paper_copies"].required = False
        if self.instance.pk:  # what a call is for never changes
            del self.fields["is_practice"]

    def clean_title(self) -> str:
        """One line without signs that cannot be shown."""
        return clean_line(self.cleaned_data["title"])

    def clean_paper_copies(self) -> int:
        """Left empty it stays as it is."""
        copies = self.cleaned_data["paper_copies"]
        return self.instance.paper_copies if copies is None else copies

    def clean_guide(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["guide"])

    def clean_approval_basis(self) -> str:
        """Words without signs that cannot be shown."""
        return clean_text(self.cleaned_data["approval_basis"])

    def clean_year(self) -> int:
        """A year that people plan in."""
        year = self.cleaned_data["year"]
        if not 2000 <= year <= 2100:
            raise ValidationError(_("Fill in a year between 2000 and 2100."))
        return year

    @property
    def wording(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}


class DatesForm(forms.Form):
    """A binding date for the filing and for each stage of the path, with an optional reminder in working days."""

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        """Two fields a stage."""
        self.stages = [Stage.DRAFT, *call.stages]
        stored = {d.stage: d for d in call.dates.all()}
        super().__init__(*args, **kwargs)
        for stage in self.stages:
            row = stored.get(stage)
            label = _("Filing") if stage is Stage.DRAFT else stage.label
            self.fields[f"due_{stage}"] = MomentField(label=label, initial=row.due_at if row else None)
            self.fields[f"days_{stage}"] = forms.IntegerField(
                label=_("Reminder after working days"),
                min_value=1,
                max_value=60,
                required=False,
                initial=row.reminder_days if row else None,
            )

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Date and reminder of each stage."""
        return [(self[f"due_{s}"], self[f"days_{s}"]) for s in self.stages]

    @property
    def dates(self) -> dict[str, tuple[datetime, int | None]]:
        """What the action takes."""
        values = self.cleaned_data
        return {s.value: (values[f"due_{s}"], values[f"days_{s}"]) for s in self.stages}


class OpinionForm(forms.Form):
    """One opinion that the call lists."""

    name = forms.CharField(label=_("Name"), max_length=40)
    stage = forms.ChoiceField(
        label=_("Given at"),
        choices=[(s.value, s.label) for s in (Stage.UNIT_REVIEW, Stage.RECOMMENDATION, Stage.QUALIFICATION)],
        initial=Stage.UNIT_REVIEW,  # a blank row shows it, and must not count as filled in
    )

    @property
    def spec(self) -> OpinionSpec:
        """What the action takes."""
        return OpinionSpec(name=clean_line(self.cleaned_data["name"]), stage=self.cleaned_data["stage"])


class SlotForm(forms.Form):
    """One evidence slot."""

    name = forms.CharField(label=_("Name"), max_length=60)
    key = forms.SlugField(
        label=_("Key"), max_length=24, help_text=_("Small letters, used by conditions: place, equipment, plan.")
    )
    hint = forms.CharField(label=_("Hint"), max_length=200, required=False)
    is_required = forms.BooleanField(label=_("Required"), required=False)

    @property
    def spec(self) -> SlotSpec:
        """What the action takes."""
        values = self.cleaned_data
        return SlotSpec(
            key=values["key"],
            name=clean_line(values["name"]),
            hint=clean_line(values["hint"]),
            is_required=values["is_required"],
        )


class ConditionForm(forms.Form):
    """One condition: the rule's text, its source, weight and check."""

    text = forms.CharField(label=_("Text of the rule"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    source = forms.CharField(label=_("Source"), max_length=120, required=False)
    severity = forms.ChoiceField(label=_("Weight"), choices=Severity.choices, initial=Severity.HARD)
    check_name = forms.ChoiceField(label=_("Check"), choices=Check.choices, initial=Check.EVIDENCE)
    threshold = forms.DecimalField(label=_("At least"), max_digits=8, decimal_places=2, min_value=0, required=False)
    years = forms.IntegerField(label=_("Within years"), min_value=1, max_value=30, required=False)
    slot = forms.ChoiceField(label=_("Evidence slot"), required=False)

    def __init__(self, *args: Any, slots: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the call's slots."""
        super().__init__(*args, **kwargs)
        self.fields["slot"].choices = [("", "—"), *slots]

    def clean(self) -> dict[str, Any]:
        """Evidence needs a slot, unless the row is only shown."""
        values = super().clean() or {}
        is_evidence = values.get("check_name") == Check.EVIDENCE
        if is_evidence and not values.get("slot") and values.get("severity") != Severity.SOFT:
            self.add_error("slot", _("Choose the slot in which the evidence is looked at."))
        return values

    @property
    def spec(self) -> ConditionSpec:
        """What the action takes."""
        values = self.cleaned_data
        return ConditionSpec(
            text=clean_line(values["text"]),
            source=clean_line(values["source"]),
            severity=values["severity"],
            check=values["check_name"],
            threshold=values["threshold"],
            years=values["years"],
            slot=values["slot"],
        )


class RowsFormSet(BaseFormSet):
    """Rows that can be added, removed and ordered by their number; blank ones are left out."""

    ordering_widget = forms.NumberInput(attrs={"class": "input w-s"})

    @property
    def specs(self) -> list[Any]:
        """What the action takes, in the order that was asked for."""
        kept = [f for f in self.forms if f.has_changed() or f.initial]
        kept = [f for f in kept if f.cleaned_data and not f.cleaned_data.get("DELETE")]
        return [f.spec for f in sorted(kept, key=lambda f: f.cleaned_data.get("ORDER") or 99)]


def rows_of(form: type[forms.Form], *, extra: int) -> type[RowsFormSet]:
    """A formset of these rows with some blank ones."""
    return forms.formset_factory(  # type: ignore[return-value]
        form,
        formset=RowsFormSet,
        extra=extra,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS + 10,
        validate_max=True,
        can_delete=True,
        can_order=True,
    )


class RulesForm(forms.Form):
    """Honours that count, and what changed when there are applications already."""

    honours = forms.ModelMultipleChoiceField(
        label=_("Honours that count"),
        queryset=Honour.objects.filter(is_retired=False),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label=_("What changes, and why"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, has_applications: bool, **kwargs: Any) -> None:
        """Ask what changes only where somebody has filed."""
        super().__init__(*args, **kwargs)
        if not has_applications:
            del self.fields["note"]


class ExtensionForm(forms.Form):
    """A later date for a stage, for all or one union and those below."""

    stage = forms.ChoiceField(label=_("Stage"))
    union = forms.ModelChoiceField(
        label=_("For"), queryset=Union.objects.none(), required=False, empty_label=_("All unions")
    )
    due_at = MomentField(label=_("Until"))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        """Offer the stages of the path and the unions below the naming union."""
        super().__init__(*args, **kwargs)
        stages = (Stage.DRAFT, *call.stages, Stage.RETURNED)
        self.fields["stage"].choices = [(s.value, _("Filing") if s is Stage.DRAFT else s.label) for s in stages]
        self.fields["union"].queryset = Union.objects.active().at_or_below(call.union).exclude(pk=call.union_id)


class NamingUnionForm(forms.Form):
    """Which of one's unions calls; shown only to those who serve several."""

    union = forms.ModelChoiceField(label=_("Naming union"), queryset=Union.objects.none())

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        """Offer the unions where the account is clerk or chair."""
        super().__init__(*args, **kwargs)
        ids = account.scope.union_ids(Role.CLERK, Role.CHAIR)
        self.fields["union"].queryset = Union.objects.active().filter(pk__in=ids)


def opening_hour(day: date) -> datetime:
    """Nine in the morning of a day, when calls usually open."""
    return timezone.make_aware(datetime.combine(day, time(9)))
